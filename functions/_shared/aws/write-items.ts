import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

/** Under which a write is made: where the item is not so, nothing is written. */
export interface Condition {
  condition?: string;
  /** Of attributes whose names DynamoDB has reserved, by their names in the expressions, as `#state`. */
  names?: Record<string, string>;
  /** By their names in the expressions, as `:before`. */
  values?: Record<string, unknown>;
}

export interface Update extends Condition {
  /** DynamoDB's update expression: `SET a = :a REMOVE b`. */
  update: string;
}

/** Puts an item; false when the condition did not hold. */
export function putItem(
  table: Table,
  item: Record<string, unknown>,
  condition: Condition = {},
): Promise<boolean> {
  return isDone(
    table.client.send(
      new PutItemCommand({ TableName: table.name, Item: toItem(item), ...expressions(condition) }),
    ),
  );
}

/** Deletes an item; false when the condition did not hold. */
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

/** Updates an item, or makes it; false when the condition did not hold. */
export function updateItem(table: Table, key: Record<string, string>, update: Update): Promise<boolean> {
  return isDone(
    table.client.send(new UpdateItemCommand({ TableName: table.name, Key: toItem(key), ...changes(update) })),
  );
}

/** The same; gives the whole item as it is now, or as it was, and null when the condition did not hold. */
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

/** What DynamoDB answered to a write; null when the write's condition did not hold. Any other trouble is thrown. */
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
