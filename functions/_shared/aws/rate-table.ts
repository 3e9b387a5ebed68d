import { DeleteItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/**
 * Sends, permanent bounces and complaints of the whole account, one item per hour of sending: a bounce counts beside the
 * sends that it came from. Notices (proofs, confirmations) have counts of their own, so that robots who sign up others
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
const hourKey = (at: number) => ({ pk: 'RATES', sk: new Date(at).toISOString().slice(0, 13) });

/** `sentAt`: when the mails were sent that are counted, epoch milliseconds. Counts may be taken back (negative). */
export async function countRates(table: Table, counts: Partial<RateCounts>, sentAt: number): Promise<void> {
  const names = Object.keys(counts);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(hourKey(sentAt)),
      UpdateExpression: `SET expiresAt = :expiresAt ADD ${names.map((name) => `${name} :${name}`).join(', ')}`,
      ExpressionAttributeValues: toItem({
        ':expiresAt': Math.floor(sentAt / 1000) + 8 * 24 * 3600,
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`:${name}`, count])),
      }),
    }),
  );
}

/** The last 24 hours together. */
export async function readRates(table: Table, now: number): Promise<RateCounts> {
  const sum: RateCounts = {
    sends: 0,
    bounces: 0,
    complaints: 0,
    noticeSends: 0,
    noticeBounces: 0,
    noticeComplaints: 0,
  };
  for await (const hour of hoursSince(table, now - 24 * hourMilliseconds))
    for (const name of countNames) sum[name] += hour[name];
  return sum;
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
      ExpressionAttributeValues: toItem({ ':pk': 'RATES', ':from': hourKey(from).sk }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(hourSchema, item);
}
