import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it, vi } from 'vitest';
import { batchGet } from '../../../../functions/_shared/aws/batch-get.ts';
import { tryUnprocessed } from '../../../../functions/_shared/aws/try-unprocessed.ts';

it('what a busy table leaves out is asked for again, later each time, and nothing is read twice', async () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  const dynamoDb = mockClient(client);
  const keys = ['a', 'b', 'c'].map((pk) => ({ pk: { S: pk } }));
  dynamoDb
    .on(BatchGetItemCommand)
    .resolvesOnce({ Responses: { t: keys.slice(0, 1) }, UnprocessedKeys: { t: { Keys: keys.slice(1) } } })
    .resolvesOnce({ Responses: { t: keys.slice(1, 2) }, UnprocessedKeys: { t: { Keys: keys.slice(2) } } })
    .resolvesOnce({ Responses: { t: keys.slice(2) }, UnprocessedKeys: {} });
  const began = performance.now();
  const items = await batchGet({ client, name: 't' }, [{ pk: 'a' }, { pk: 'b' }, { pk: 'c' }]);
  expect(items).toEqual(keys);
  expect(dynamoDb.commandCalls(BatchGetItemCommand)).toHaveLength(3);
  // At least half of 50 and of 100 milliseconds.
  expect(performance.now() - began).toBeGreaterThan(74);
});

it('a table that never takes the rest is an error, not an endless loop', async () => {
  await expect(
    tryUnprocessed(
      ['x'],
      async (rest) => rest,
      (rest) => rest.length,
    ),
  ).rejects.toThrow('unprocessed');
}, 20_000);

afterEach(() => void vi.restoreAllMocks());

it('a busy table that takes one item after the other gets them all, however long it takes', async () => {
  // With this number no pause takes time.
  vi.spyOn(Math, 'random').mockReturnValue(-1);
  const items = Array.from({ length: 25 }, (_, n) => n);
  let requests = 0;
  const takeOneInThree = async (rest: readonly number[]) => {
    requests += 1;
    const left = requests % 3 === 0 ? rest.slice(1) : rest;
    return left.length > 0 ? left : undefined;
  };
  await tryUnprocessed(items, takeOneInThree, (rest) => rest.length);
  expect(requests).toBe(75);
});
