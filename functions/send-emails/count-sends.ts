import type { ChunkCounts } from '../_shared/domain/delivery.ts';

/**
 * Sends are counted for the rates before they are sent: first so many at a time, later a tenth of the count so far.
 * Ahead, because a bounce must not arrive before its send is counted; in large steps, because a count per window would
 * cost as much as the claims.
 */
const countedAtOnce = 50;

export interface SendCounter {
  /** Called before `sends` are launched. `toCome(n)` says how many recipients are still to be sent to, at most `n`. */
  countAhead: (sends: number, toCome: (atMost: number) => number) => Promise<void>;
  /**
   * Corrects the count by the difference between the chunk's counts before and after: adds missing sends, subtracts
   * those not sent.
   */
  correct: (before: ChunkCounts, after: ChunkCounts) => Promise<void>;
}

/** Counts the sends of one owner of a chunk. */
export function countSends(count: (sends: number) => Promise<void>): SendCounter {
  let launched = 0;
  let counted = 0;
  return {
    async countAhead(sends, toCome) {
      launched += sends;
      if (launched <= counted) return;
      const ahead = toCome(Math.max(sends, countedAtOnce, Math.floor(counted / 10)));
      counted += ahead;
      await count(ahead);
    },
    async correct(before, after) {
      const miscounted = sentOf(after) - sentOf(before) - counted;
      if (miscounted !== 0) await count(miscounted);
    },
  };
}

/** Sends as SES counts them. An unknown may have been sent, so it counts. */
function sentOf({ sent, unknown }: ChunkCounts): number {
  return sent + unknown;
}
