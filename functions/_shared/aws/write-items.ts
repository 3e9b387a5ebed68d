import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toItem } from './item.ts';
import { schemaVersion } from './item-version.ts';
import type { Table } from './table.ts';

/** The condition of a write. If the item does not meet it, nothing is written. */
export interface Condition {
  condition?: string;
  /** Aliases for attribute names that DynamoDB reserves, by their names in the expressions, such as `#state`. */
  names?: Record<string, string>;
  /** By their names in the expressions, such as `:before`. */
  values?: Record<string, unknown>;
}

export interface Update extends Condition {
  /** DynamoDB's update expression: `SET a = :a REMOVE b`. */
  update: string;
}

/** Writes an item. False if the condition was not met. */
export function putItem(
  table: Table,
  item: Record<string, unknown>,
  condition: Condition = {},
): Promise<boolean> {
  return isDone(
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...item, schemaVersion }),
        ...expressions(condition),
      }),
    ),
  );
}

/** Deletes an item. False if the condition was not met. */
export function deleteItem(
  table: Table,
  key: Record<string, string>,
  condition: Condition = {},
): Promise<boolean> {
  return isDone(
    table.client.send(
      new DeleteItemCommand({ TableName: table.name, Key: toItem(key), ...expressions(condition) }),
    ),
  );
}

/** Updates or creates an item. False if the condition was not met. */
export function updateItem(table: Table, key: Record<string, string>, update: Update): Promise<boolean> {
  return isDone(
    table.client.send(new UpdateItemCommand({ TableName: table.name, Key: toItem(key), ...changes(update) })),
  );
}

/** Updates an item and returns all its attributes after (or before) the update. Null if the condition was not met. */
export async function updateAndRead(
  table: Table,
  key: Record<string, string>,
  update: Update,
  returned: 'ALL_NEW' | 'ALL_OLD' = 'ALL_NEW',
): Promise<Record<string, AttributeValue> | null> {
  const answer = await unlessConditionFailed(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(key),
        ...changes(update),
        ReturnValues: returned,
      }),
    ),
  );
  return answer?.Attributes ?? null;
}

/** The response to a write; null if the write's condition was not met. Any other error is thrown. */
export async function unlessConditionFailed<T>(write: Promise<T>): Promise<T | null> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

async function isDone(write: Promise<unknown>): Promise<boolean> {
  return (await unlessConditionFailed(write)) !== null;
}

function expressions({ condition, names, values }: Condition) {
  return {
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values && toItem(values),
  };
}

function changes({ update, ...condition }: Update) {
  return { UpdateExpression: update, ...expressions(condition) };
}
