import type { RateCounts, Rates } from '../_shared/aws/rate-table.ts';

export interface Judgement {
  verdict: 'stop' | 'alarm';
  what: 'bounces' | 'complaints';
}

/** SES reviews accounts at 5 % bounces and 0.1 % complaints; Gmail and Yahoo refuse senders at 0.3 %. */
const limits = {
  bounces: { alarm: 0.02, stop: 0.05 },
  complaints: { alarm: 0.001, stop: 0.003 },
};
/**
 * Five bounces among the first hundred mails are no meaningful rate. Below these numbers of sends and cases nothing is
 * judged.
 */
const fewestSends = 200;
const fewestCases = 3;

type Counts = Pick<RateCounts, 'sends' | 'bounces' | 'complaints'>;

/** What the rates require, the worst first. Null if nothing. */
export function judgeRates(counts: Counts): Judgement | null {
  const over = (what: Judgement['what'], verdict: Judgement['verdict']): boolean =>
    counts[what] >= fewestCases &&
    counts[what] / Math.max(counts.sends, fewestSends) >= limits[what][verdict];
  for (const verdict of ['stop', 'alarm'] as const)
    for (const what of ['complaints', 'bounces'] as const) if (over(what, verdict)) return { verdict, what };
  return null;
}

/**
 * Why sending stops. If most bounces of the day are of people who were added shortly before, an import is at fault and
 * not the lists that were good until then.
 */
export function causeOf({ what }: Judgement, { all }: Pick<Rates, 'all'>): string {
  return what === 'bounces' && all.newBounces * 2 > all.bounces ? 'import-bounces' : what;
}

/**
 * Strangers choose the addresses of confirmations, and few are sent, so few bounces show that something is wrong: three
 * of the mails of one hour (a person's typing error is one), or two complaints. Of many mails it must be 5 %.
 */
const confirmationLimits = { bounces: 3, complaints: 2 };

/** Whether confirmations must stop, by those that were sent in one hour. Null if not. */
export function judgeConfirmations(hour: {
  noticeSends: number;
  noticeBounces: number;
  noticeComplaints: number;
}): Judgement['what'] | null {
  const over = (cases: number, fewest: number) =>
    cases >= fewest && cases >= hour.noticeSends * limits.bounces.stop;
  if (over(hour.noticeComplaints, confirmationLimits.complaints)) return 'complaints';
  return over(hour.noticeBounces, confirmationLimits.bounces) ? 'bounces' : null;
}

/**
 * Judges the last day of the whole account, and each delivery alone: good lists must not hide a bad one. The complaints
 * about one delivery are too few to judge.
 */
export function judgeSending({ all, byDelivery }: Rates): Judgement | null {
  const bounces = [...byDelivery.values()].map((counts) => judgeRates({ ...counts, complaints: 0 }));
  const judgements = [judgeRates(all), ...bounces].filter((judgement) => judgement !== null);
  return judgements.find(({ verdict }) => verdict === 'stop') ?? judgements[0] ?? null;
}
