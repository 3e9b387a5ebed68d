import { type AttributeValue, BatchGetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

type Item = Record<string, AttributeValue>;

/** Number of concurrent requests, each with a hundred keys. */
const atOnce = 4;

/**
 * Items by their keys, with strongly consistent reads, in no particular order. Keys that DynamoDB leaves unprocessed
 * are requested again.
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
  let wanted: KeysAndAttributes | undefined = { Keys: keys, ConsistentRead: true };
  while (wanted) {
    const answer: {
      Responses?: Record<string, Item[]>;
      UnprocessedKeys?: Record<string, KeysAndAttributes>;
    } = await table.client.send(new BatchGetItemCommand({ RequestItems: { [table.name]: wanted } }));
    items.push(...(answer.Responses?.[table.name] ?? []));
    wanted = answer.UnprocessedKeys?.[table.name];
  }
  return items;
}
