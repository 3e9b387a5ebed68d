/** How an SES account stands with its senders. `sandbox`: they are verified, and recipients have to be too. */
export const sesStandings = ['verified', 'unverified', 'sandbox'] as const;
export type SesStanding = (typeof sesStandings)[number];
