import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { noticeSchema } from '../domain/notice.ts';
import { type Bucket, readObject, writeObject } from './bucket.ts';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

/** A notice and whom it goes to. Its address stands in the bucket only, never in a queue. */
export const storedNoticeSchema = z.object({ to: z.string(), notice: noticeSchema });
export type StoredNotice = z.infer<typeof storedNoticeSchema>;

const objectKey = (noticeId: string): string => `store/notices/${noticeId}.json`;

export async function putNotice(bucket: Bucket, noticeId: string, stored: StoredNotice): Promise<void> {
  await writeObject(bucket, objectKey(noticeId), JSON.stringify(stored), 'application/json');
}

export async function readNotice(bucket: Bucket, noticeId: string): Promise<StoredNotice | null> {
  const bytes = await readObject(bucket, objectKey(noticeId));
  return bytes && storedNoticeSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

const itemKey = (noticeId: string) => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' });
const keptDays = 90;

/** True for the one caller that may send it; the claim stays for 90 days. */
export async function claimNotice(table: Table, noticeId: string, now: Date): Promise<boolean> {
  const expiresAt = Math.floor(now.getTime() / 1000) + keptDays * 86_400;
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...itemKey(noticeId), claimedAt: now.toISOString(), expiresAt }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Gives a claim back when SES has surely not taken the notice, so that a later try may send it. */
export async function releaseNotice(table: Table, noticeId: string): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: toItem(itemKey(noticeId)) }));
}
