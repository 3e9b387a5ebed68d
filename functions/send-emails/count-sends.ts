import type { ChunkCounts } from '../_shared/domain/delivery.ts';

/**
 * Sends are counted for the rates so many at a time, later a tenth of what is counted, before they go out: a bounce must
 * not find its send uncounted, and a count for each window would cost as much as the claims.
 */
const countedAtOnce = 50;

export interface SendCounter {
  /** Before `sends` are launched; `toCome` says how many of at most so many are to be sent from here on. */
  countAhead: (sends: number, toCome: (atMost: number) => number) => Promise<void>;
  /** Takes back what was counted and not sent, or adds what is missing, by the chunk's counts then and now. */
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

/** Sent as far as SES's account is concerned: an unknown may have been. */
function sentOf({ sent, unknown }: ChunkCounts): number {
  return sent + unknown;
}
