import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Pace } from '../_shared/aws/pace-table.ts';
import type { ChunkQueues } from '../_shared/aws/queue.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import { type ReviewDependencies, reviewUnknowns } from '../_shared/deliveries/review-unknowns.ts';
import type { SettleDependencies } from '../_shared/deliveries/settle-delivery.ts';
import { isStopped, sendingStopped } from '../_shared/domain/circuit.ts';
import { type Chunk, type Delivery, type Progress, partOf, progressOf } from '../_shared/domain/delivery.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import { mayOpen, sendGate } from '../_shared/domain/send-gate.ts';
import { type EndDependencies, endChunk } from './end-chunk.ts';
import { pendingSeconds, type Seen, seenOf, sweepMetrics } from './measure-sweep.ts';

export interface Dependencies
  extends ReviewDependencies,
    EndDependencies,
    Pick<SettleDependencies, 'recordEdition'>,
    Pick<DeliveryTable, 'moveDelivery' | 'readOpenDeliveries' | 'readChunks' | 'notePutBack'>,
    Pick<ReleaseTable, 'readHead'>,
    Pick<ChunkQueues, 'enqueueChunk' | 'queued'> {
  /** Epoch milliseconds. */
  now: () => number;
  readPace: () => Promise<Pick<Pace, 'openBecause' | 'pause' | 'parkedUntil'>>;
  settleDelivery: (deliveryId: string) => Promise<unknown>;
  tellHeld: (delivery: Delivery, held: number) => Promise<void>;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Until this long after the instant, a chunk without an owner is assumed to have a worker that waits for the instant.
 */
const settlingInMilliseconds = 15_000;
const firstPutBackMilliseconds = 60_000;
const longestPutBackMilliseconds = 3_600_000;

/**
 * Goes through every delivery that is not settled: puts stuck chunks back into the queue, ends those of ended releases,
 * and reports the counts.
 */
export async function sweepDeliveries(connected: Dependencies): Promise<void> {
  const dependencies = { ...connected, readBacklog: once(connected.readBacklog) };
  const pace = await dependencies.readPace();
  if (pace.openBecause !== null) sayStopped(dependencies, pace.openBecause);
  const seen: Seen[] = [];
  const queued = { urgent: await dependencies.queued(true), bulk: await dependencies.queued(false) };
  for await (const delivery of dependencies.readOpenDeliveries()) {
    const chunks: Chunk[] = [];
    for await (const chunk of dependencies.readChunks(delivery.deliveryId)) chunks.push(chunk);
    const release = await dependencies.readHead(delivery.releaseId);
    const gate = sendGate(release, delivery, { now: dependencies.now(), skew: 0 });
    const endedBecause = gate !== 'open' && !mayOpen(gate.closed) ? gate.closed : null;
    seen.push(seenOf(delivery, chunks, { mayBeSent: gate === 'open', now: dependencies.now() }));
    const isArmed = delivery.state !== 'freezing' && chunks.length === delivery.chunks;
    if (!isArmed) {
      // While its release continues, the arming is repeated. Once the release has ended, nothing arms the delivery any
      // more.
      if (endedBecause) await endHalfArmed(dependencies, delivery, chunks, endedBecause);
      continue;
    }
    const isUnderWay = ({ chunk }: Chunk) =>
      dependencies.now() > Date.parse(partOf(delivery, chunk).notBefore) + settlingInMilliseconds;
    // No chunk is lost while there are messages in the queue. Once the queue is empty, chunks without an owner are put
    // back.
    const isQueueEmpty = (delivery.isUrgent ? queued.urgent : queued.bulk) === 0;
    const mayPutBack = gate === 'open' && isQueueEmpty && !mustWait(pace, delivery, dependencies.now());
    let held = 0;
    for (const chunk of chunks) {
      if (chunk.state === 'waiting') held += await review(dependencies, delivery, chunk);
      else if (chunk.state === 'open' && endedBecause)
        await endChunk(dependencies, delivery, chunk, endedBecause);
      else if (chunk.state === 'open' && mayPutBack && isUnderWay(chunk))
        await putBack(dependencies, delivery, chunk);
    }
    if (held > 0) await dependencies.tellHeld(delivery, held);
    const state = await dependencies.settleDelivery(delivery.deliveryId);
    report(dependencies, delivery, {
      ...progressOf(chunks),
      state,
      overdueSeconds: pendingSeconds(delivery, chunks, dependencies.now()),
    });
  }
  dependencies.measure(sweepMetrics(seen));
}

/** At every sweep, so that the operators' alarm stays on until a person resumes sending. */
function sayStopped({ log, measure }: Dependencies, because: string): void {
  log({ stage: 'watch', level: 'alarm', alarm: sendingStopped, because });
  measure({ CircuitOpen: 1 });
}

/** Whether nothing of the delivery may be sent now: all sending is stopped, or the daily quota is used up. */
function mustWait(
  pace: Pick<Pace, 'openBecause' | 'pause' | 'parkedUntil'>,
  { edition }: Delivery,
  now: number,
): boolean {
  return pace.parkedUntil > now || isStopped(pace, edition, now);
}

/**
 * The backlog is read once per sweep. The chunks that the sweep itself puts back cause new events, which say nothing
 * about the other chunks.
 */
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
  const { releaseId, version, edition, addedContact } = delivery;
  await dependencies.recordEdition('stopped', { releaseId, version, edition, addedContact });
  await dependencies.moveDelivery({ ...delivery, state: 'stopped' }, delivery.state);
}

/** Returns the number of recipients of the chunk that are held for a person. */
async function review(dependencies: Dependencies, delivery: Delivery, chunk: Chunk): Promise<number> {
  const { resent, held } = await reviewUnknowns(dependencies, delivery, chunk);
  const message = { deliveryId: delivery.deliveryId, chunk: chunk.chunk };
  if (resent > 0) await dependencies.enqueueChunk(delivery.isUrgent, message);
  return held;
}

/**
 * Puts back a chunk that nobody holds and that is in no queue. The pause doubles each time, so that a chunk that kills
 * its workers does not loop.
 */
async function putBack(
  { notePutBack, enqueueChunk, now, log, measure }: Dependencies,
  delivery: Delivery,
  chunk: Chunk,
): Promise<void> {
  const at = now();
  if (chunk.leaseUntil >= at || chunk.putBackAfter > at || (chunk.parkedUntil ?? 0) > at) return;
  const pause = Math.min(longestPutBackMilliseconds, firstPutBackMilliseconds * 2 ** chunk.putBacks);
  if (!(await notePutBack(chunk, at, at + pause))) return;
  await enqueueChunk(delivery.isUrgent, { deliveryId: delivery.deliveryId, chunk: chunk.chunk });
  const about = { delivery: delivery.deliveryId, chunk: chunk.chunk };
  const isStuck = chunk.putBacks >= 5;
  const level = isStuck ? { level: 'alarm', alarm: 'chunk-stuck' } : {};
  log({ stage: 'watch', ...about, putBack: chunk.putBacks + 1, ...level });
  if (isStuck) measure({ ChunksStuck: 1 }, about);
}

/** Logs whether it went out: expected, sent, failed and missing, for the log and its metrics. */
function report(
  { log }: Dependencies,
  { deliveryId, state: before }: Delivery,
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
    overdueSeconds,
  }: Progress & { state: unknown; overdueSeconds: number },
): void {
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
    overdueSeconds,
  });
}
