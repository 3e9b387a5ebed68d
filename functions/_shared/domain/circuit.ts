import { activePause, type Pause } from './pause.ts';
import type { Edition } from './release.ts';

/**
 * Reasons for which our own rule opens the circuit. For any other reason SES has restricted the account, and no edition
 * passes.
 */
const ourOwnReasons: ReadonlySet<string> = new Set(['bounces', 'import-bounces', 'complaints']);

/**
 * Editions that people need because they already hold something: it is retracted, or its embargo has ended or moved. A
 * correction is not among them, because it sends the whole release to everybody again.
 */
const owedEditions: ReadonlySet<string> = new Set(['kill', 'lift-notice', 'embargo-moved']);

/** The word in log lines while all sending is stopped. The operators' alarm looks for it. */
export const sendingStopped = 'sending-stopped';

/**
 * Confirmations of sign-ups stay stopped for a day, or until a person resumes them. Shorter stops would let a robot
 * cause so many bounces every day that SES reviews the account; without an end, a robot could close the form for good.
 */
const confirmationsStopMilliseconds = 24 * 60 * 60 * 1000;

/** Until when confirmations of sign-ups are stopped. Null if they are not. `now`: epoch milliseconds. */
export function confirmationsStoppedUntil(
  { signUpsStoppedSince }: { signUpsStoppedSince: string | null },
  now: number,
): Date | null {
  if (signUpsStoppedSince === null) return null;
  const until = Date.parse(signUpsStoppedSince) + confirmationsStopMilliseconds;
  return until > now ? new Date(until) : null;
}

/** A stop of confirmations that began at this instant, or before it, has ended. */
export function confirmationsStopEnded(now: number): string {
  return new Date(now - confirmationsStopMilliseconds).toISOString();
}

/** Whether an edition goes out although all other sending has stopped. */
export function passesCircuit(openBecause: string, edition: Edition): boolean {
  return ourOwnReasons.has(openBecause) && owedEditions.has(edition);
}

/**
 * Whether an edition has to wait: the circuit is open, or a person has paused sending. `now`: epoch milliseconds. A
 * pause lets owed editions pass unless it is for everything: a retraction must not wait for somebody who forgot to resume.
 */
export function isStopped(
  { openBecause, pause }: { openBecause: string | null; pause: Pause | null },
  edition: Edition,
  now: number,
): boolean {
  if (openBecause !== null && !passesCircuit(openBecause, edition)) return true;
  const paused = activePause(pause, now);
  return paused !== null && (paused.everything || !owedEditions.has(edition));
}
