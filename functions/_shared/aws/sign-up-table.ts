import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Instant } from '../domain/report.ts';
import { type SignUp, signUpSchema } from '../domain/sign-up.ts';
import type { SignUpLimit } from '../domain/sign-up-limit.ts';
import { batchGet } from './batch-get.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

const keyOf = (contactId: string) => ({ pk: `SIGNUP#${contactId}`, sk: 'SIGNUP' });

export async function readSignUp(table: Table, contactId: string): Promise<SignUp | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(keyOf(contactId)), ConsistentRead: true }),
  );
  return Item ? fromItem(signUpSchema, Item) : null;
}

/** Of these contacts, those who have a sign-up, confirmed or not. Strong. */
export async function readSignUps(table: Table, contactIds: readonly string[]): Promise<Set<string>> {
  const items = await batchGet(table, [...new Set(contactIds)].map(keyOf));
  return new Set(items.map((item) => fromItem(signUpSchema, item).contactId));
}

/** Keeps a sign-up until it is confirmed or expires; false when one of the same address is newer than `notSince`. */
export async function putSignUp(
  table: Table,
  signUp: SignUp,
  notSince: Instant,
  expiresAt: Date,
): Promise<boolean> {
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({
          ...keyOf(signUp.contactId),
          ...signUp,
          expiresAt: Math.floor(expiresAt.getTime() / 1000),
        }),
        ConditionExpression: 'attribute_not_exists(pk) OR requestedAt < :notSince',
        ExpressionAttributeValues: toItem({ ':notSince': notSince }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Counts one more under a limit; false, and nothing is counted, when it is reached. */
export async function countSignUp(table: Table, { counter, most, until }: SignUpLimit): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem({ pk: `SIGNUPS#${counter}`, sk: 'COUNT' }),
        UpdateExpression: 'SET expiresAt = :expiresAt ADD signUps :one',
        ConditionExpression: 'attribute_not_exists(signUps) OR signUps < :most',
        ExpressionAttributeValues: toItem({
          ':one': 1,
          ':most': most,
          ':expiresAt': Math.ceil(until.getTime() / 1000),
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export async function confirmSignUp(table: Table, contactId: string, at: Instant): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(keyOf(contactId)),
      UpdateExpression: 'SET confirmedAt = :at',
      ExpressionAttributeValues: toItem({ ':at': at }),
    }),
  );
}

export async function deleteSignUp(table: Table, contactId: string): Promise<void> {
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: toItem(keyOf(contactId)) }));
}
