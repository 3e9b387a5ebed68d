import { mailboxesIn } from './mail-headers.ts';
import type { Mailbox } from './mailbox.ts';
import { outcomeOf } from './ses-events.ts';
import { element } from './xml.ts';

const quarterMilliseconds = 15 * 60_000;
const fortnightMilliseconds = 14 * 86_400_000;

type Quarter = { attempts: number; bounces: number; complaints: number };

/**
 * The last two weeks in intervals of 15 minutes. Intervals without mail are left out.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_GetSendStatistics.html
 */
export function sendStatistics(mailbox: Mailbox, now: number): string {
  const quarters = new Map<number, Quarter>();
  for (const { at, to } of mailbox.since(now - fortnightMilliseconds)) {
    const start = Math.floor(Date.parse(at) / quarterMilliseconds) * quarterMilliseconds;
    const quarter = quarters.get(start) ?? { attempts: 0, bounces: 0, complaints: 0 };
    quarters.set(start, quarter);
    for (const outcome of mailboxesIn(to).map(outcomeOf)) {
      quarter.attempts += 1;
      if (outcome === 'bounced' || outcome === 'suppressed') quarter.bounces += 1;
      if (outcome === 'complained') quarter.complaints += 1;
    }
  }
  const points = [...quarters].map(
    ([start, { attempts, bounces, complaints }]) =>
      `<member>${element('Timestamp', new Date(start).toISOString())}${element('DeliveryAttempts', attempts)}${element('Bounces', bounces)}${element('Complaints', complaints)}${element('Rejects', 0)}</member>`,
  );
  return `<SendDataPoints>${points.join('')}</SendDataPoints>`;
}
