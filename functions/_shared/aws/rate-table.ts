import { DeleteItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

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

/**
 * `of`: a delivery's id, or notices. `sentAt`: when the mails were sent that are counted, epoch milliseconds. Counts may
 * be taken back (negative).
 */
export async function countRates(
  table: Table,
  counts: Partial<RateCounts>,
  of: string,
  sentAt: number,
): Promise<void> {
  const names = Object.keys(counts);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem({ pk: 'RATES', sk: `${hourOf(sentAt)}#${of}` }),
      UpdateExpression: `SET expiresAt = :expiresAt ADD ${names.map((name) => `${name} :${name}`).join(', ')}`,
      ExpressionAttributeValues: toItem({
        ':expiresAt': Math.floor(sentAt / 1000) + 8 * 24 * 3600,
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`:${name}`, count])),
      }),
    }),
  );
}

export interface Rates {
  /** The whole account's. */
  all: RateCounts;
  byDelivery: ReadonlyMap<string, RateCounts>;
}

/** Of the last 24 hours. */
export async function readRates(table: Table, now: number): Promise<Rates> {
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
}

function noCounts(): RateCounts {
  return { sends: 0, bounces: 0, complaints: 0, noticeSends: 0, noticeBounces: 0, noticeComplaints: 0 };
}

/** Counting begins anew: what a person has looked into does not stop the next release. */
export async function forgetRates(table: Table, now: number): Promise<void> {
  for await (const { sk } of hoursSince(table, now - 24 * hourMilliseconds))
    await table.client.send(
      new DeleteItemCommand({ TableName: table.name, Key: toItem({ pk: 'RATES', sk }) }),
    );
}

async function* hoursSince(table: Table, from: number) {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: toItem({ ':pk': 'RATES', ':from': hourOf(from) }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(hourSchema, item);
}
