import { type AttributeValue, BatchGetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { toItem } from './item.ts';
import type { Table } from './table.ts';
import { tryUnprocessed } from './try-unprocessed.ts';

type Item = Record<string, AttributeValue>;

/** Number of concurrent requests, each with a hundred keys. */
const atOnce = 4;

/**
 * Items by their keys, with strongly consistent reads, in no particular order. Keys that DynamoDB leaves unprocessed
 * are requested again
 * after a pause.
 */
export async function batchGet(table: Table, keys: readonly Record<string, string>[]): Promise<Item[]> {
  const batches: Item[][] = [];
  for (let start = 0; start < keys.length; start += 100)
    batches.push(keys.slice(start, start + 100).map(toItem));
  const items: Item[] = [];
  const workers = Array.from({ length: Math.min(atOnce, batches.length) }, async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) items.push(...(await getAll(table, batch)));
  });
  await Promise.all(workers);
  return items;
}

async function getAll(table: Table, keys: Item[]): Promise<Item[]> {
  const items: Item[] = [];
  const all: KeysAndAttributes = { Keys: keys, ConsistentRead: true };
  const send = async (wanted: KeysAndAttributes) => {
    const request = new BatchGetItemCommand({ RequestItems: { [table.name]: wanted } });
    const { Responses, UnprocessedKeys } = await table.client.send(request);
    items.push(...(Responses?.[table.name] ?? []));
    return UnprocessedKeys?.[table.name];
  };
  await tryUnprocessed(all, send, ({ Keys = [] }) => Keys.length);
  return items;
}
