import { DeleteItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/** Sends, permanent bounces and complaints of the whole account, one item per hour. */
const hourSchema = z.object({
  sk: z.string(),
  sends: z.number().default(0),
  bounces: z.number().default(0),
  complaints: z.number().default(0),
});
export type RateCounts = Omit<z.infer<typeof hourSchema>, 'sk'>;

const hourMilliseconds = 3_600_000;
const hourKey = (now: number) => ({ pk: 'RATES', sk: new Date(now).toISOString().slice(0, 13) });

export async function countRates(table: Table, counts: Partial<RateCounts>, now: number): Promise<void> {
  const names = Object.keys(counts);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(hourKey(now)),
      UpdateExpression: `SET expiresAt = :expiresAt ADD ${names.map((name) => `${name} :${name}`).join(', ')}`,
      ExpressionAttributeValues: toItem({
        ':expiresAt': Math.floor(now / 1000) + 8 * 24 * 3600,
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`:${name}`, count])),
      }),
    }),
  );
}

/** The last 24 hours together. */
export async function readRates(table: Table, now: number): Promise<RateCounts> {
  const sum: RateCounts = { sends: 0, bounces: 0, complaints: 0 };
  for await (const hour of hoursSince(table, now - 24 * hourMilliseconds)) {
    sum.sends += hour.sends;
    sum.bounces += hour.bounces;
    sum.complaints += hour.complaints;
  }
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
