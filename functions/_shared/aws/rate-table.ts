import * as z from 'zod';
import { isAskedByStrangers } from '../domain/notice.ts';
import { queryItems, readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { deleteItem, updateItem } from './write-items.ts';

/**
 * Counts of sends, permanent bounces and complaints: one item per delivery and hour of sending. A bounce counts in the
 * hour of its send, and a bad list cannot hide behind a good day. Notices (proofs, confirmations) are counted
 * separately, so that robots who sign up other people cannot stop a release.
 */
const hourSchema = z.object({
  sk: z.string(),
  sends: z.number().default(0),
  bounces: z.number().default(0),
  /** Those of the bounces whose contact was added shortly before. */
  newBounces: z.number().default(0),
  complaints: z.number().default(0),
  noticeSends: z.number().default(0),
  noticeBounces: z.number().default(0),
  noticeComplaints: z.number().default(0),
});
export type RateCounts = Omit<z.infer<typeof hourSchema>, 'sk'>;

const countNames = [
  'sends',
  'bounces',
  'newBounces',
  'complaints',
  'noticeSends',
  'noticeBounces',
  'noticeComplaints',
] as const;

const hourMilliseconds = 3_600_000;
const hourOf = (at: number) => new Date(at).toISOString().slice(0, 13);

/** The ids for counts of mails that are not editions of a release. Strangers choose the addresses of confirmations. */
export const ofNotices = 'notices';
export const ofConfirmations = 'confirmations';

export const rateOfNotices = (kind: string): string =>
  isAskedByStrangers(kind) ? ofConfirmations : ofNotices;

export interface Rates {
  /** Of the whole account. */
  all: RateCounts;
  byDelivery: ReadonlyMap<string, RateCounts>;
}

export type RateTable = ReturnType<typeof rateTable>;

export function rateTable(table: Table) {
  return {
    /**
     * `of`: the id of a delivery, or `rateOfNotices`. `sentAt`: when the counted mails were sent, in epoch milliseconds.
     * Counts may be negative to correct earlier ones.
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

    /** The counts of the last 24 hours. */
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

    /** The counts of mails that were sent in the same hour. */
    async readHour(of: string, sentAt: number): Promise<RateCounts> {
      return (
        (await readItem(table, { pk: 'RATES', sk: `${hourOf(sentAt)}#${of}` }, hourSchema)) ?? noCounts()
      );
    },

    /** Starts counting at zero, so that bounces which a person has looked into do not stop the next release. */
    async forgetRates(now: number): Promise<void> {
      for await (const { sk } of hoursSince(table, now - 24 * hourMilliseconds))
        await deleteItem(table, { pk: 'RATES', sk });
    },
  };
}

function noCounts(): RateCounts {
  return {
    sends: 0,
    bounces: 0,
    newBounces: 0,
    complaints: 0,
    noticeSends: 0,
    noticeBounces: 0,
    noticeComplaints: 0,
  };
}

function hoursSince(table: Table, from: number) {
  const values = { ':pk': 'RATES', ':from': hourOf(from) };
  return queryItems(table, { KeyConditionExpression: 'pk = :pk AND sk >= :from', values }, hourSchema);
}
