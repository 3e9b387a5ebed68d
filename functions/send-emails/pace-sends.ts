import type { PaceTable } from '../_shared/aws/pace-table.ts';
import {
  type FreshenDependencies,
  freshenPace,
  parkMilliseconds,
} from '../_shared/deliveries/freshen-pace.ts';
import { isStopped } from '../_shared/domain/circuit.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';

export interface PaceDependencies
  extends FreshenDependencies,
    Pick<PaceTable, 'readPace' | 'reservePace' | 'slowPace'> {
  sleep: (milliseconds: number) => Promise<void>;
}

/** Consecutive slots of the account's rate, `milliseconds` apart. The first is at `startAt` (epoch milliseconds). */
export interface Block {
  slots: number;
  startAt: number;
  milliseconds: number;
  reservedAt: number;
}

export type Reservation =
  | Block
  | { stopped: 'circuit' }
  | { stopped: 'quota'; until: number }
  /** `urgent`: a more urgent delivery is being sent. `late`: the available slots end after `until`. */
  | { stopped: 'urgent' | 'late' };

export interface Pacer {
  /** The number of recipients that a window should have at the account's rate. */
  windowSize: () => number;
  /** Reserves slots that end before `until` (epoch milliseconds), or none. */
  reserve: (slots: number, until: number) => Promise<Reservation>;
  /**
   * Whether sending has stopped since the block was reserved. At a low rate a block begins a minute after it was
   * reserved; the slots of a high rate begin at once, and nothing is read for them.
   */
  hasStoppedSince: (block: Block) => Promise<boolean>;
  /** SES throttled. All workers wait a second, then send more slowly until the quota is read again. */
  slowDown: () => Promise<void>;
  /** The daily quota is used up. Returns until when all sending is parked (epoch milliseconds). */
  park: () => Promise<number>;
}

const windowMilliseconds = 150;
const smallestWindow = 12;
const largestWindow = 48;
/** A window must end well before its lease does, even at one mail per second. */
const longestWindowMilliseconds = 10_000;
/**
 * Bulk that waits for urgent mail waits inside its function for less than a chunk's lease. After that it gives the
 * chunk back and the chunk is continued later.
 */
const longestKeepBackMilliseconds = 15_000;
/** A reservation that is younger has not missed a stop that matters. */
const freshMilliseconds = 2000;

/**
 * The account's rate, shared by all workers through one item of the table. Every send has its own slot, so no second
 * has more sends than the rate, however many workers there are.
 */
export async function openPacer(
  dependencies: PaceDependencies,
  { isUrgent, edition }: Pick<Delivery, 'isUrgent' | 'edition'>,
): Promise<Pacer> {
  const { now, sleep } = dependencies;
  let pace = await freshenPace(dependencies, await dependencies.readPace());
  return {
    windowSize: () => windowSize(pace.sendsPerSecond),
    async reserve(slots, until) {
      const keepBackUntil = Math.min(until, now() + longestKeepBackMilliseconds);
      while (!isUrgent && pace.urgentUntil > now()) {
        if (pace.urgentUntil > keepBackUntil) return { stopped: 'urgent' };
        await sleep(pace.urgentUntil - now());
        pace = await dependencies.readPace();
      }
      pace = await freshenPace(dependencies, pace);
      const length = (slots * 1000) / pace.sendsPerSecond;
      // A check without a call: do not take slots that would end too late, because the other workers could use them.
      if (Math.max(now(), pace.nextAt) + length > until) return { stopped: 'late' };
      const reservedAt = now();
      pace = await dependencies.reservePace({ milliseconds: length, now: reservedAt, isUrgent });
      if (isStopped(pace, edition, now())) return { stopped: 'circuit' };
      if (pace.parkedUntil > now()) return { stopped: 'quota', until: pace.parkedUntil };
      if (pace.nextAt > until) return { stopped: 'late' };
      const startAt = pace.nextAt - length;
      return { slots, startAt, milliseconds: length / slots, reservedAt };
    },
    async hasStoppedSince({ reservedAt }) {
      if (now() - reservedAt < freshMilliseconds) return false;
      return isStopped(await dependencies.readPace(), edition, now());
    },
    slowDown: () => dependencies.slowPace(now() + 1000, Math.max(0.5, pace.sendsPerSecond * 0.9)),
    async park() {
      const until = now() + parkMilliseconds;
      await dependencies.parkAll(until);
      return until;
    },
  };
}

export function windowSize(sendsPerSecond: number): number {
  const wanted = Math.round((sendsPerSecond * windowMilliseconds) / 1000);
  const bounded = Math.min(largestWindow, Math.max(smallestWindow, wanted));
  const longest = Math.floor((sendsPerSecond * longestWindowMilliseconds) / 1000);
  return Math.max(1, Math.min(bounded, longest));
}
