import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { schemaVersion } from './item-version.ts';
import type { Table } from './table.ts';
import { tryUnprocessed } from './try-unprocessed.ts';

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
  for (let start = 0; start < requests.length; start += 25)
    batches.push(requests.slice(start, start + 25).map(stamped));
  const workers = Array.from({ length: Math.min(atOnce, batches.length) }, async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await writeUntilTaken(table, batch);
  });
  await Promise.all(workers);
}

function stamped(request: WriteRequest): WriteRequest {
  const Item = request.PutRequest?.Item;
  if (!Item) return request;
  return { PutRequest: { Item: { ...Item, schemaVersion: { N: String(schemaVersion) } } } };
}

function writeUntilTaken(table: Table, batch: WriteRequest[]): Promise<void> {
  const send = async (rest: WriteRequest[]) => {
    const request = new BatchWriteItemCommand({ RequestItems: { [table.name]: rest } });
    const left = (await table.client.send(request)).UnprocessedItems?.[table.name];
    return left?.length ? left : undefined;
  };
  return tryUnprocessed(batch, send, (rest) => rest.length);
}
