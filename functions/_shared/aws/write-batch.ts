import { setTimeout } from 'node:timers/promises';
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Table } from './table.ts';

/**
 * Number of concurrent requests of 25 items: enough to use the waiting time of the network, few enough not to be
 * throttled.
 */
const atOnce = 4;

/**
 * Writes 25 items per request. Items that DynamoDB leaves unprocessed are sent again after a growing pause. Only for
 * idempotent puts and deletes.
 */
export async function writeBatch(table: Table, requests: readonly WriteRequest[]): Promise<void> {
  const batches: WriteRequest[][] = [];
  for (let start = 0; start < requests.length; start += 25) batches.push(requests.slice(start, start + 25));
  const workers = Array.from({ length: Math.min(atOnce, batches.length) }, async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await writeUntilTaken(table, batch);
  });
  await Promise.all(workers);
}

async function writeUntilTaken(table: Table, batch: WriteRequest[]): Promise<void> {
  let rest: WriteRequest[] | undefined = batch;
  for (let pauseMilliseconds = 50; rest && rest.length > 0; pauseMilliseconds *= 2) {
    const { UnprocessedItems }: { UnprocessedItems?: Record<string, WriteRequest[]> } =
      await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: rest } }));
    rest = UnprocessedItems?.[table.name];
    if (!rest || rest.length === 0) return;
    if (pauseMilliseconds > 5000) throw new Error(`DynamoDB left ${rest.length} items unwritten`);
    await setTimeout(pauseMilliseconds);
  }
}
