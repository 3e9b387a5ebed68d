import {
  type AttributeValue,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/** One item by its key, with a strongly consistent read. Null if there is none. */
export async function readItem<S extends z.ZodType>(
  table: Table,
  key: Record<string, string>,
  schema: S,
): Promise<z.infer<S> | null> {
  const item = await readRaw(table, key);
  return item && fromItem(schema, item);
}

/** The same, as DynamoDB attributes. */
export async function readRaw(
  table: Table,
  key: Record<string, string>,
): Promise<Record<string, AttributeValue> | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(key), ConsistentRead: true }),
  );
  return Item ?? null;
}

/** One item by its key, eventually consistent: at half the price. Null if there is none. */
export async function readItemEventually<S extends z.ZodType>(
  table: Table,
  key: Record<string, string>,
  schema: S,
): Promise<z.infer<S> | null> {
  const { Item } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: toItem(key) }));
  return Item ? fromItem(schema, Item) : null;
}

export interface Query extends Omit<QueryCommandInput, 'TableName' | 'ExpressionAttributeValues'> {
  /** By their names in the expressions, such as `:pk`. */
  values: Record<string, unknown>;
}

/** The pages of a query; eventually consistent unless the query says otherwise. */
export async function* queryPages(
  table: Table,
  { values, ...query }: Query,
): AsyncGenerator<QueryCommandOutput, undefined> {
  const asked = { TableName: table.name, ...query, ExpressionAttributeValues: toItem(values) };
  let page: QueryCommandOutput | null = null;
  do {
    page = await readPage(table, { ...asked, ExclusiveStartKey: page?.LastEvaluatedKey });
    yield page;
  } while (page.LastEvaluatedKey);
}

/** The SDK needs about two seconds before it gives up a throttled request. */
const rounds = 5;

/**
 * Asks again for a page that the SDK has given up because the partition is busy: whoever reads a million items and stops
 * at one busy second would have to begin anew.
 */
async function readPage(table: Table, asked: QueryCommandInput): Promise<QueryCommandOutput> {
  for (let round = 1; ; round++)
    try {
      return await table.client.send(new QueryCommand(asked));
    } catch (error) {
      const isBusy =
        error instanceof ProvisionedThroughputExceededException || error instanceof ThrottlingException;
      if (!isBusy || round === rounds) throw error;
    }
}

/** The items of a query, in the order of keys, page by page. */
export async function* queryItems<S extends z.ZodType>(
  table: Table,
  query: Query,
  schema: S,
): AsyncGenerator<z.infer<S>> {
  for await (const page of queryPages(table, query))
    for (const item of page.Items ?? []) yield fromItem(schema, item);
}
