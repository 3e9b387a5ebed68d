import type { MailSender } from '../_shared/aws/mail-sender.ts';
import type { Pace, PaceTable } from '../_shared/aws/pace-table.ts';
import { passesCircuit } from '../_shared/domain/circuit.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';

export interface PaceDependencies
  extends Pick<
      PaceTable,
      'readPace' | 'reservePace' | 'claimQuotaReading' | 'setRate' | 'slowPace' | 'parkAll'
    >,
    Pick<MailSender, 'readQuota'> {
  /** Epoch milliseconds. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}

/** Consecutive slots of the account's bucket, `milliseconds` apart, the first at `startAt` (epoch milliseconds). */
export interface Block {
  slots: number;
  startAt: number;
  milliseconds: number;
}

export type Reservation =
  | Block
  | { stopped: 'circuit' }
  | { stopped: 'quota'; until: number }
  /** `urgent`: somebody more urgent goes on sending; `late`: the slots to be had end after `until`. */
  | { stopped: 'urgent' | 'late' };

export interface Pacer {
  /** How many recipients a window should have at the account's rate. */
  windowSize: () => number;
  /** The slots end by `until` (epoch milliseconds), or none are given. */
  reserve: (slots: number, until: number) => Promise<Reservation>;
  /** SES throttled: everybody waits a second and goes slower until the quota is read again. */
  slowDown: () => Promise<void>;
  /** The daily quota is used up; returns until when nothing is tried (epoch milliseconds). */
  park: () => Promise<number>;
}

/** Of the quota's rate: what is left absorbs clocks and networks that are not quite even. */
const share = 0.95;
const quotaAgeMilliseconds = 60_000;
/** SES counts the last 24 hours, so that room comes back bit by bit; looking too often only costs calls. */
const parkMilliseconds = 15 * 60_000;
const windowMilliseconds = 150;
const smallestWindow = 12;
const largestWindow = 48;
/** A window must end well before its lease does, also at one mail a second. */
const longestWindowMilliseconds = 10_000;
/** Bulk that keeps back waits in its function for less than a chunk's lease; then another takes the chunk up later. */
const longestKeepBackMilliseconds = 15_000;

/**
 * The account's pace, shared with all other workers through one item of the table. Every send has its slot, so that
 * no second has more of them than the rate, however many workers there are.
 */
export async function openPacer(
  dependencies: PaceDependencies,
  { isUrgent, edition }: Pick<Delivery, 'isUrgent' | 'edition'>,
): Promise<Pacer> {
  const { now, sleep } = dependencies;
  let pace = await freshen(dependencies, await dependencies.readPace());
  return {
    windowSize: () => windowSize(pace.sendsPerSecond),
    async reserve(slots, until) {
      const keepBackUntil = Math.min(until, now() + longestKeepBackMilliseconds);
      while (!isUrgent && pace.urgentUntil > now()) {
        if (pace.urgentUntil > keepBackUntil) return { stopped: 'urgent' };
        await sleep(pace.urgentUntil - now());
        pace = await dependencies.readPace();
      }
      pace = await freshen(dependencies, pace);
      const length = (slots * 1000) / pace.sendsPerSecond;
      // As far as is known without asking: slots that would come too late are better not taken from the others.
      if (Math.max(now(), pace.nextAt) + length > until) return { stopped: 'late' };
      pace = await dependencies.reservePace({ milliseconds: length, now: now(), isUrgent });
      if (pace.openBecause !== null && !passesCircuit(pace.openBecause, edition))
        return { stopped: 'circuit' };
      if (pace.parkedUntil > now()) return { stopped: 'quota', until: pace.parkedUntil };
      if (pace.nextAt > until) return { stopped: 'late' };
      return { slots, startAt: pace.nextAt - length, milliseconds: length / slots };
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

/** Reads the quota when it is a minute old; one worker does for all. */
async function freshen(dependencies: PaceDependencies, pace: Pace): Promise<Pace> {
  const now = dependencies.now();
  if (now - pace.quotaReadAt < quotaAgeMilliseconds) return pace;
  // Whoever loses the race goes on by the old rate; where there is none yet, everybody has to know for themselves.
  if (!(await dependencies.claimQuotaReading(now)) && pace.quotaReadAt > 0)
    return { ...pace, quotaReadAt: now };
  const { maxSendRate, max24HourSend, sentLast24Hours } = await dependencies.readQuota();
  const sendsPerSecond = maxSendRate * share;
  await dependencies.setRate(sendsPerSecond, now);
  const isUsedUp = max24HourSend >= 0 && sentLast24Hours >= max24HourSend;
  const parkedUntil = isUsedUp ? now + parkMilliseconds : 0;
  if (isUsedUp || pace.parkedUntil > 0) await dependencies.parkAll(parkedUntil);
  return { ...pace, sendsPerSecond, quotaReadAt: now, parkedUntil };
}
