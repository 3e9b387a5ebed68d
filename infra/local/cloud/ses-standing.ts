/**
 * The state of the SES account and its senders. `sandbox`: the senders are verified, and recipients must be verified
 * too.
 */
export const sesStandings = ['verified', 'unverified', 'sandbox'] as const;
export type SesStanding = (typeof sesStandings)[number];
