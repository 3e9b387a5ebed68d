import type { Edition } from './release.ts';

/**
 * Reasons for which our own rule opens the circuit. For any other reason SES has restricted the account, and no edition
 * passes.
 */
const ourOwnReasons: ReadonlySet<string> = new Set(['bounces', 'complaints']);

/**
 * Editions that people need because they already hold something: it is retracted, or its embargo has ended or moved. A
 * correction is not among them, because it sends the whole release to everybody again.
 */
const owedEditions: ReadonlySet<string> = new Set(['kill', 'lift-notice', 'embargo-moved']);

/** The word in log lines while all sending is stopped. The operators' alarm looks for it. */
export const sendingStopped = 'sending-stopped';

/** Whether an edition goes out although all other sending has stopped. */
export function passesCircuit(openBecause: string, edition: Edition): boolean {
  return ourOwnReasons.has(openBecause) && owedEditions.has(edition);
}
