import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import type { Chunk, Delivery } from '../../functions/_shared/domain/delivery.ts';
import type { Activity } from './cloud/stack.ts';

export interface HurryDependencies {
  table: Table;
  /** Messages in the queues, by the names of `queues`. */
  activity: () => Promise<Activity>;
  queues: { events: string; senders: readonly string[]; watch: string };
  /** Starts a sweep. */
  wake: () => Promise<void>;
}

/**
 * What a sweep can do something about now: other words if it changed, empty if there is nothing. Null while that cannot be
 * said, because a sweep is under way.
 */
export async function whatCanGoOn({ table, activity, queues }: HurryDependencies): Promise<string | null> {
  const { queues: messages } = await activity();
  const isEmpty = (name: string) => {
    const { visible = 0, inFlight = 0, delayed = 0 } = messages[name] ?? {};
    return visible + inFlight + delayed === 0;
  };
  // On a busy machine sweeps would pile up.
  if (!isEmpty(queues.watch)) return null;
  // While events wait, a missing event proves nothing.
  const mayDecide = isEmpty(queues.events);
  // A chunk that nobody holds and that no message names is lost until a sweep puts it back.
  const mayBeLost = queues.senders.every(isEmpty);
  const found: string[] = [];
  const { readOpenDeliveries, readChunks } = deliveryTable(table);
  if (mayDecide || mayBeLost)
    for await (const delivery of readOpenDeliveries()) {
      const chunks = await Array.fromAsync(readChunks(delivery.deliveryId));
      found.push(...unsettled(delivery, chunks, { mayDecide, mayBeLost }));
    }
  return found.join();
}

function unsettled(
  { deliveryId, notBefore, chunks: expected }: Delivery,
  chunks: readonly Chunk[],
  { mayDecide, mayBeLost }: { mayDecide: boolean; mayBeLost: boolean },
): string[] {
  const isDue = Date.parse(notBefore) < Date.now();
  const found = chunks.filter(({ state, owner }) =>
    state === 'open' ? mayBeLost && isDue && owner === null : mayDecide && state === 'waiting',
  );
  const words = found.map(({ chunk, state, counts }) => `${deliveryId}/${chunk} ${state} ${counts.unknown}`);
  const ended = chunks.filter(({ state }) => state === 'settled' || state === 'stopped');
  // Its last worker died before it could say so.
  return expected > 0 && ended.length === expected ? [...words, `${deliveryId} ended`] : words;
}

const lookMilliseconds = 2000;
const longestPauseMilliseconds = 60_000;

/**
 * Wakes the watch as soon as a sweep can settle something. Its schedule comes once a minute, which is as often as
 * EventBridge Scheduler can; here looking costs nothing, and the embedded SES has said all that it knows when the queue of
 * its events is empty. While the same stays unsettled, the pauses double up to the schedule's minute.
 */
export function hurryWatch(dependencies: HurryDependencies, onError: (error: unknown) => void): () => void {
  let last = '';
  let pause = 0;
  let nextAt = 0;
  let isLooking = false;
  const look = async () => {
    const found = await whatCanGoOn(dependencies);
    if (found === null) return;
    if (found !== last) [last, pause, nextAt] = [found, lookMilliseconds, 0];
    if (found === '' || Date.now() < nextAt) return;
    nextAt = Date.now() + pause;
    pause = Math.min(longestPauseMilliseconds, pause * 2);
    await dependencies.wake();
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(onError)
      .finally(() => {
        isLooking = false;
      });
  }, lookMilliseconds);
  return () => clearInterval(timer);
}
