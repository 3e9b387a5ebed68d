import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Pace } from '../_shared/aws/pace-table.ts';
import type { ChunkQueues } from '../_shared/aws/queue.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import { type ReviewDependencies, reviewUnknowns } from '../_shared/deliveries/review-unknowns.ts';
import type { SettleDependencies } from '../_shared/deliveries/settle-delivery.ts';
import { passesCircuit } from '../_shared/domain/circuit.ts';
import { type Chunk, type Delivery, type Progress, progressOf } from '../_shared/domain/delivery.ts';
import { mayOpen, sendGate } from '../_shared/domain/send-gate.ts';
import { type EndDependencies, endChunk } from './end-chunk.ts';

export interface Dependencies
  extends ReviewDependencies,
    EndDependencies,
    Pick<SettleDependencies, 'recordEdition'>,
    Pick<DeliveryTable, 'moveDelivery' | 'readOpenDeliveries' | 'readChunks' | 'notePutBack'>,
    Pick<ReleaseTable, 'readHead'>,
    Pick<ChunkQueues, 'enqueueChunk' | 'queued'> {
  /** Epoch milliseconds. */
  now: () => number;
  readPace: () => Promise<Pick<Pace, 'openBecause' | 'parkedUntil'>>;
  settleDelivery: (deliveryId: string) => Promise<unknown>;
  tellHeld: (delivery: Delivery, held: number) => Promise<void>;
  log: (line: Record<string, unknown>) => void;
}

/** Until so long after the instant, a chunk that nobody holds is taken to be in the hands of a worker who waits for it. */
const settlingInMilliseconds = 15_000;
const firstPutBackMilliseconds = 60_000;
const longestPutBackMilliseconds = 3_600_000;

/** Goes over every delivery that is not settled: what is stuck moves on, what is decided ends, what is left is counted. */
export async function sweepDeliveries(connected: Dependencies): Promise<void> {
  const dependencies = { ...connected, readBacklog: once(connected.readBacklog) };
  const pace = await dependencies.readPace();
  const queued = { urgent: await dependencies.queued(true), bulk: await dependencies.queued(false) };
  for await (const delivery of dependencies.readOpenDeliveries()) {
    const chunks: Chunk[] = [];
    for await (const chunk of dependencies.readChunks(delivery.deliveryId)) chunks.push(chunk);
    const release = await dependencies.readHead(delivery.releaseId);
    const gate = sendGate(release, delivery, { now: dependencies.now(), skew: 0 });
    const endedBecause = gate !== 'open' && !mayOpen(gate.closed) ? gate.closed : null;
    const isArmed = delivery.state !== 'freezing' && chunks.length === delivery.chunks;
    if (!isArmed) {
      // Its arming is repeated while its release goes on; once that has ended nobody arms it any more.
      if (endedBecause) await endHalfArmed(dependencies, delivery, chunks, endedBecause);
      continue;
    }
    const isUnderWay = dependencies.now() > Date.parse(delivery.notBefore) + settlingInMilliseconds;
    // Nothing is lost while its messages still stand in the queue; once it is empty, what nobody holds is put back.
    const isQueueEmpty = (delivery.isUrgent ? queued.urgent : queued.bulk) === 0;
    const mayPutBack =
      gate === 'open' && isUnderWay && isQueueEmpty && !isStopped(pace, delivery, dependencies.now());
    let held = 0;
    for (const chunk of chunks) {
      if (chunk.state === 'waiting') held += await review(dependencies, delivery, chunk);
      else if (chunk.state === 'open' && endedBecause)
        await endChunk(dependencies, delivery, chunk, endedBecause);
      else if (chunk.state === 'open' && mayPutBack) await putBack(dependencies, delivery, chunk);
    }
    if (held > 0) await dependencies.tellHeld(delivery, held);
    const state = await dependencies.settleDelivery(delivery.deliveryId);
    report(dependencies, delivery, { ...progressOf(chunks), state });
  }
}

/** Whether nothing of it may be sent just now: the circuit is open, or the daily quota used up. */
function isStopped(
  { openBecause, parkedUntil }: Pick<Pace, 'openBecause' | 'parkedUntil'>,
  { edition }: Delivery,
  now: number,
): boolean {
  return parkedUntil > now || (openBecause !== null && !passesCircuit(openBecause, edition));
}

/** One look for a whole sweep: what it puts back to be sent again soon raises events, which say nothing of the others. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}

async function endHalfArmed(
  dependencies: Dependencies,
  delivery: Delivery,
  chunks: readonly Chunk[],
  because: string,
): Promise<void> {
  const open = chunks.filter(({ state }) => state === 'open');
  for (const chunk of open) await endChunk(dependencies, delivery, chunk, because);
  if (open.length > 0) return;
  const { releaseId, version, edition } = delivery;
  await dependencies.recordEdition('stopped', { releaseId, version, edition });
  await dependencies.moveDelivery({ ...delivery, state: 'stopped' }, delivery.state);
}

/** Returns how many of the chunk are held for a person. */
async function review(dependencies: Dependencies, delivery: Delivery, chunk: Chunk): Promise<number> {
  const { resent, held } = await reviewUnknowns(dependencies, delivery, chunk);
  const message = { deliveryId: delivery.deliveryId, chunk: chunk.chunk };
  if (resent > 0) await dependencies.enqueueChunk(delivery.isUrgent, message);
  return held;
}

/** A chunk that nobody holds and no queue carries. Each putting back waits longer: a chunk that kills its workers is no loop. */
async function putBack(
  { notePutBack, enqueueChunk, now, log }: Dependencies,
  delivery: Delivery,
  chunk: Chunk,
): Promise<void> {
  const at = now();
  if (chunk.leaseUntil >= at || chunk.putBackAfter > at || (chunk.parkedUntil ?? 0) > at) return;
  const pause = Math.min(longestPutBackMilliseconds, firstPutBackMilliseconds * 2 ** chunk.putBacks);
  if (!(await notePutBack(chunk, at, at + pause))) return;
  await enqueueChunk(delivery.isUrgent, { deliveryId: delivery.deliveryId, chunk: chunk.chunk });
  log({
    stage: 'watch',
    delivery: delivery.deliveryId,
    chunk: chunk.chunk,
    putBack: chunk.putBacks + 1,
    ...(chunk.putBacks >= 5 && { level: 'alarm', alarm: 'chunk-stuck' }),
  });
}

/** "Did it go out": expected, sent, failed, missing, for the log and its metrics. */
function report(
  { log, now }: Dependencies,
  { deliveryId, notBefore, state: before }: Delivery,
  {
    expected,
    sent,
    refused,
    unknown,
    leftOut,
    missing,
    parked,
    stopped,
    state,
  }: Progress & { state: unknown },
): void {
  const overdueSeconds = Math.floor((now() - Date.parse(notBefore)) / 1000);
  log({
    stage: 'watch',
    delivery: deliveryId,
    state: state ?? before,
    expected,
    sent,
    failed: refused,
    unknown,
    leftOut,
    missing,
    parked,
    stopped,
    overdueSeconds: missing > 0 ? Math.max(0, overdueSeconds) : 0,
  });
}
