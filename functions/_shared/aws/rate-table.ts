import { z } from 'zod';
import { queryItems } from './read-items.ts';
import type { Table } from './table.ts';
import { deleteItem, updateItem } from './write-items.ts';

/**
 * Sends, permanent bounces and complaints, one item per delivery and hour of sending: a bounce counts beside the sends
 * that it came from, and a bad list does not hide behind a good day. Notices (proofs, confirmations) have counts of their own, so that robots who sign up others
 * stop no release.
 */
const hourSchema = z.object({
  sk: z.string(),
  sends: z.number().default(0),
  bounces: z.number().default(0),
  complaints: z.number().default(0),
  noticeSends: z.number().default(0),
  noticeBounces: z.number().default(0),
  noticeComplaints: z.number().default(0),
});
export type RateCounts = Omit<z.infer<typeof hourSchema>, 'sk'>;

const countNames = [
  'sends',
  'bounces',
  'complaints',
  'noticeSends',
  'noticeBounces',
  'noticeComplaints',
] as const;

const hourMilliseconds = 3_600_000;
const hourOf = (at: number) => new Date(at).toISOString().slice(0, 13);

/** Counts of mails that are no edition of a release. */
export const ofNotices = 'notices';

export interface Rates {
  /** The whole account's. */
  all: RateCounts;
  byDelivery: ReadonlyMap<string, RateCounts>;
}

export type RateTable = ReturnType<typeof rateTable>;

export function rateTable(table: Table) {
  return {
    /**
     * `of`: a delivery's id, or notices. `sentAt`: when the mails were sent that are counted, epoch milliseconds. Counts
     * may be taken back (negative).
     */
    async countRates(counts: Partial<RateCounts>, of: string, sentAt: number): Promise<void> {
      const names = Object.keys(counts);
      const values = Object.fromEntries(Object.entries(counts).map(([name, count]) => [`:${name}`, count]));
      await updateItem(
        table,
        { pk: 'RATES', sk: `${hourOf(sentAt)}#${of}` },
        {
          update: `SET expiresAt = :expiresAt ADD ${names.map((name) => `${name} :${name}`).join(', ')}`,
          values: { ':expiresAt': Math.floor(sentAt / 1000) + 8 * 24 * 3600, ...values },
        },
      );
    },

    /** Of the last 24 hours. */
    async readRates(now: number): Promise<Rates> {
      const all = noCounts();
      const byDelivery = new Map<string, RateCounts>();
      for await (const hour of hoursSince(table, now - 24 * hourMilliseconds)) {
        const of = hour.sk.split('#')[1] ?? '';
        const sum = byDelivery.get(of) ?? noCounts();
        byDelivery.set(of, sum);
        for (const name of countNames) {
          all[name] += hour[name];
          sum[name] += hour[name];
        }
      }
      return { all, byDelivery };
    },

    /** Counting begins anew: what a person has looked into does not stop the next release. */
    async forgetRates(now: number): Promise<void> {
      for await (const { sk } of hoursSince(table, now - 24 * hourMilliseconds))
        await deleteItem(table, { pk: 'RATES', sk });
    },
  };
}

function noCounts(): RateCounts {
  return { sends: 0, bounces: 0, complaints: 0, noticeSends: 0, noticeBounces: 0, noticeComplaints: 0 };
}

function hoursSince(table: Table, from: number) {
  const values = { ':pk': 'RATES', ':from': hourOf(from) };
  return queryItems(table, { KeyConditionExpression: 'pk = :pk AND sk >= :from', values }, hourSchema);
}
