import type { MailSender } from '../aws/mail-sender.ts';
import type { Pace, PaceTable } from '../aws/pace-table.ts';

export interface FreshenDependencies
  extends Pick<PaceTable, 'claimQuotaReading' | 'setRate' | 'parkAll'>,
    Pick<MailSender, 'readQuota'> {
  /** Epoch milliseconds. */
  now: () => number;
}

/** The share of the quota's rate that is used. The rest absorbs jitter of clocks and networks. */
const share = 0.95;
const quotaAgeMilliseconds = 60_000;
/** SES counts the last 24 hours, so quota becomes free little by little. Reading it more often only costs calls. */
export const parkMilliseconds = 15 * 60_000;

/** Reads the quota if it is older than a minute. One worker reads it for all. */
export async function freshenPace(dependencies: FreshenDependencies, pace: Pace): Promise<Pace> {
  const now = dependencies.now();
  if (now - pace.quotaReadAt < quotaAgeMilliseconds) return pace;
  // A worker that loses the race continues with the old rate. If there is no rate yet, every worker reads the quota.
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
