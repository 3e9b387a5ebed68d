import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { importLock } from '../../../../functions/_shared/aws/import-lock.ts';

const dynamo = mockClient(DynamoDBClient);
const table = { client: new DynamoDBClient({}), name: 'newsroom' };
const refused = new ConditionalCheckFailedException({ message: '', $metadata: {} });

beforeEach(() => {
  dynamo.reset();
  dynamo
    .on(PutItemCommand)
    .resolves({})
    .on(DeleteItemCommand)
    .resolves({})
    .on(UpdateItemCommand)
    .resolves({});
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => vi.useRealTimers());

it('waits for the import before it, and releases the lock at the end, also after an error', async () => {
  dynamo.on(PutItemCommand).rejectsOnce(refused).resolves({});
  await expect(
    importLock(table).exclusively(async () => {
      throw new Error('trouble');
    }),
  ).rejects.toThrow('trouble');
  expect(dynamo.commandCalls(PutItemCommand)).toHaveLength(2);
  expect(dynamo.commandCalls(DeleteItemCommand)).toHaveLength(1);
});

it('keeps its lease during long work', async () => {
  await importLock(table).exclusively(async (stillMine) => {
    for (let i = 0; i < 60; i++) {
      await vi.advanceTimersByTimeAsync(1000);
      await stillMine();
    }
  });
  expect(dynamo.commandCalls(UpdateItemCommand).length).toBeGreaterThan(8);
});

it('stops before the next batch when another import has taken over', async () => {
  dynamo.on(UpdateItemCommand).rejects(refused);
  await expect(
    importLock(table).exclusively(async (stillMine) => {
      for (let i = 0; i < 60; i++) {
        await vi.advanceTimersByTimeAsync(1000);
        await stillMine();
      }
    }),
  ).rejects.toThrow('taken over');
});
