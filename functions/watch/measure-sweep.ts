import { type Chunk, type Delivery, partOf, progressOf } from '../_shared/domain/delivery.ts';
import type { MetricName } from '../_shared/domain/metrics.ts';

/** What a sweep saw of one open delivery. */
export interface Seen {
  /** How long its missing recipients are due; 0 if there are none. */
  pendingSeconds: number;
  unknown: number;
  /** Its mails may be sent now. */
  mayBeSent: boolean;
  /** A sender holds one of its chunks. */
  isAtWork: boolean;
}

export function seenOf(
  delivery: Delivery,
  chunks: readonly Chunk[],
  { mayBeSent, now }: { mayBeSent: boolean; now: number },
): Seen {
  return {
    pendingSeconds: pendingSeconds(delivery, chunks, now),
    unknown: progressOf(chunks).unknown,
    mayBeSent,
    isAtWork: chunks.some(({ leaseUntil }) => leaseUntil >= now),
  };
}

/** How long the missing recipients of a delivery are due; 0 if none of them is. */
export function pendingSeconds(delivery: Delivery, chunks: readonly Chunk[], now: number): number {
  const first = chunks.find((chunk) => progressOf([chunk]).missing > 0);
  if (!first) return 0;
  return Math.max(0, Math.floor((now - Date.parse(partOf(delivery, first.chunk).notBefore)) / 1000));
}

/** A sender may need this long to begin. */
const stalledAfterSeconds = 300;

/**
 * The metrics of one sweep; none if no delivery is open, since a metric costs while it has values. A delivery that
 * waits behind another is not stalled: only when no sender is at work anywhere is nothing sent.
 */
export function sweepMetrics(all: readonly Seen[]): Partial<Record<MetricName, number>> {
  if (all.length === 0) return {};
  const waiting = all.filter(
    ({ mayBeSent, pendingSeconds }) => mayBeSent && pendingSeconds > stalledAfterSeconds,
  );
  return {
    DeliveriesOpen: all.length,
    DeliveriesStalled: all.some(({ isAtWork }) => isAtWork) ? 0 : waiting.length,
    OldestPending: Math.max(...all.map(({ pendingSeconds }) => pendingSeconds)),
    RecipientsUnknown: all.reduce((sum, { unknown }) => sum + unknown, 0),
  };
}
