import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
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
  // A sweep is under way, or about to be. On a busy machine they would pile up.
  if (!isEmpty(queues.watch)) return null;
  // While events wait, a missing event proves nothing.
  const mayDecide = isEmpty(queues.events);
  // A chunk that nobody holds and that no message names is lost until a sweep puts it back.
  const mayBeLost = queues.senders.every(isEmpty);
  if (!mayDecide && !mayBeLost) return '';
  const found: string[] = [];
  const { readOpenDeliveries, readChunks } = deliveryTable(table);
  for await (const { deliveryId, notBefore, chunks } of readOpenDeliveries()) {
    let ended = 0;
    for await (const { chunk, state, owner, counts } of readChunks(deliveryId)) {
      const isLost = state === 'open' && owner === null && Date.parse(notBefore) < Date.now();
      if ((state === 'waiting' && mayDecide) || (isLost && mayBeLost))
        found.push(`${deliveryId}/${chunk} ${state} ${counts.unknown}`);
      if (state === 'settled' || state === 'stopped') ended += 1;
    }
    // Its last worker died before it could say so.
    if (chunks > 0 && ended === chunks) found.push(`${deliveryId} ended`);
  }
  return found.join();
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
