import type { Edition } from './release.ts';

/** What opens the circuit by our own rule; whatever else does is SES's word on the account, and passes nobody. */
const ourOwnReasons: ReadonlySet<string> = new Set(['bounces', 'complaints']);

/**
 * Owed to people who hold something already: that it is retracted, that its embargo has ended or moved. A correction is
 * none of them, since it brings the whole release to everybody again.
 */
const owedEditions: ReadonlySet<string> = new Set(['kill', 'lift-notice', 'embargo-moved']);

/** Whether an edition goes out although all other sending has stopped. */
export function passesCircuit(openBecause: string, edition: Edition): boolean {
  return ourOwnReasons.has(openBecause) && owedEditions.has(edition);
}
