import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { contactIdSchema } from '../domain/contact.ts';
import { noticeSchema } from '../domain/notice.ts';
import type { Instant } from '../domain/report.ts';
import { type Bucket, deleteObject, readObject, writeObject } from './bucket.ts';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

/** One notice to one address. The words are in the bucket, the claim in the table, the address in no queue and no log. */
export const addressedNoticeSchema = z.object({
  to: z.string(),
  /** Set when the notice goes to a contact: their standing is looked at before it is sent. */
  contactId: contactIdSchema.nullable(),
  notice: noticeSchema,
});
export type AddressedNotice = z.infer<typeof addressedNoticeSchema>;

const objectKey = (noticeId: string) => `store/notices/${noticeId}.json`;
const itemKey = (noticeId: string) => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' });

/** Seconds that a claim stands in the table: longer than any queue keeps a message. */
const rememberSeconds = 30 * 24 * 60 * 60;

/** Stores what is to be sent; then enqueue `{kind: 'notice', noticeId}` to compose-emails. */
export async function writeNotice(
  bucket: Bucket,
  noticeId: string,
  addressed: AddressedNotice,
): Promise<void> {
  await writeObject(bucket, objectKey(noticeId), JSON.stringify(addressed), 'application/json');
}

/** Null when there is none (any more). */
export async function readNotice(bucket: Bucket, noticeId: string): Promise<AddressedNotice | null> {
  const stored = await readObject(bucket, objectKey(noticeId));
  return stored ? addressedNoticeSchema.parse(JSON.parse(Buffer.from(stored).toString())) : null;
}

/** Forgets what a notice said and to whom, once it is out. */
export async function deleteNotice(bucket: Bucket, noticeId: string): Promise<void> {
  await deleteObject(bucket, objectKey(noticeId));
}

/**
 * Claims the sending of a notice: true for one caller only. A crash after the claim leaves the notice unsent rather
 * than sent twice; `releaseNotice` gives it back when SES surely did not take it.
 */
export async function claimNotice(table: Table, noticeId: string, at: Instant): Promise<boolean> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({
          ...itemKey(noticeId),
          claimedAt: at,
          expiresAt: Math.floor(Date.parse(at) / 1000) + rememberSeconds,
        }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Gives the claim back: the notice was surely not accepted (throttled, connection refused) and may be tried again. */
export async function releaseNotice(table: Table, noticeId: string): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: toItem(itemKey(noticeId)) }));
}

/** Notes that SES took the notice, and under which id. */
export async function settleNotice(
  table: Table,
  noticeId: string,
  sesMessageId: string,
  at: Instant,
): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(itemKey(noticeId)),
      UpdateExpression: 'SET sesMessageId = :sesMessageId, sentAt = :at',
      ExpressionAttributeValues: toItem({ ':sesMessageId': sesMessageId, ':at': at }),
    }),
  );
}

/** Notes that a notice bounced or was complained about; false when that was known, since events come twice. */
export async function noteOnNotice(
  table: Table,
  noticeId: string,
  happened: 'bounced' | 'complained',
  at: Instant,
): Promise<boolean> {
  const name = `${happened}At`;
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(itemKey(noticeId)),
        UpdateExpression: `SET ${name} = :at, expiresAt = if_not_exists(expiresAt, :expiresAt)`,
        ConditionExpression: `attribute_not_exists(${name})`,
        ExpressionAttributeValues: toItem({
          ':at': at,
          ':expiresAt': Math.floor(Date.parse(at) / 1000) + rememberSeconds,
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
