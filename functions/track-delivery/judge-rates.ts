import type { RateCounts } from '../_shared/aws/rate-table.ts';

export interface Judgement {
  verdict: 'stop' | 'alarm';
  what: 'bounces' | 'complaints';
}

/** SES reviews accounts at 5 % bounces and 0.1 % complaints; Gmail and Yahoo refuse senders at 0.3 % (R29). */
const limits = {
  bounces: { alarm: 0.02, stop: 0.05 },
  complaints: { alarm: 0.001, stop: 0.003 },
};
/** Five bounces among the first hundred mails are no rate: nothing is judged by fewer sends or fewer cases than these. */
const fewestSends = 200;
const fewestCases = 3;

/** What the last day's rates ask for; the worst first, null when all is well. */
export function judgeRates(counts: Pick<RateCounts, 'sends' | 'bounces' | 'complaints'>): Judgement | null {
  const over = (what: Judgement['what'], verdict: Judgement['verdict']): boolean =>
    counts[what] >= fewestCases &&
    counts[what] / Math.max(counts.sends, fewestSends) >= limits[what][verdict];
  for (const verdict of ['stop', 'alarm'] as const)
    for (const what of ['complaints', 'bounces'] as const) if (over(what, verdict)) return { verdict, what };
  return null;
}
