import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { importLock } from '../../functions/_shared/aws/import-lock.ts';
import { type ObjectCreated, objectCreatedSchema } from '../../functions/_shared/runtime/object-created.ts';
import { consumeQueue } from '../../functions/_shared/runtime/queue-consumer.ts';
import { tryAgain } from '../../functions/_shared/runtime/try-again.ts';
import { importDrops } from '../../functions/import-contacts/import-drops.ts';
import { localAccount } from '../../infra/local/cloud/account.ts';
import { Queues } from '../../infra/local/cloud/queues.ts';
import { State } from '../../infra/local/cloud/state.ts';
import { consumers, context, eventOf, isLeft, passUntil, queues, retrying } from './production-queues.ts';

const start = new Date('2026-03-01T08:00:00Z');
const minute = 60_000;
const dynamo = mockClient(DynamoDBClient);
const table = { client: new DynamoDBClient({}), name: 'newsroom' };

let directory: string;
let sqs: Queues;
let state: State;
beforeEach(() => {
  vi.useFakeTimers({ now: start });
  directory = mkdtempSync(path.join(tmpdir(), 'waiting-list-'));
  state = new State(path.join(directory, 'state.db'));
  sqs = new Queues(state, localAccount, Date.now);
  for (const { name, settings } of queues) sqs.define(name, settings);
});
afterEach(() => {
  vi.useRealTimers();
  state.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Another import keeps the lock for so long. */
function anotherImportWorks(milliseconds: number): void {
  dynamo.reset();
  dynamo.onAnyCommand().resolves({});
  dynamo.on(PutItemCommand).callsFake(() => {
    if (Date.now() < start.getTime() + milliseconds)
      throw new ConditionalCheckFailedException({ message: '', $metadata: {} });
    return {};
  });
}

const dropped = JSON.stringify({
  Records: [
    {
      eventName: 'ObjectCreated:Put',
      s3: {
        bucket: { name: 'newsroom' },
        object: { key: 'lists/press+2026.csv', versionId: 'v1', eTag: 'e', size: 1 },
      },
    },
  ],
});

/** Works on the queue of lists until nothing is left in it. The import takes so many `calls`. Returns what was imported. */
async function importAll(calls = 1): Promise<{ imported: ObjectCreated[]; queue: string; tries: number[] }> {
  const found = consumers.find(({ queue }) => queue.includes('importcontacts'));
  if (!found) throw new Error('no queue of import-contacts');
  const { queue, workQueues } = found;
  const imported: ObjectCreated[] = [];
  const tries: number[] = [];
  const importDrop = (drop: ObjectCreated) =>
    importLock(table, 0).exclusively(async () => {
      imported.push(drop);
      return imported.length < calls ? 'unfinished' : 'finished';
    });
  const enqueueAgain = async (event: unknown, delaySeconds: number) =>
    void sqs.send(queue, JSON.stringify(event), { delaySeconds });
  const consume = consumeQueue(
    'import-contacts',
    objectCreatedSchema,
    (event) => importDrops({ importDrop, enqueueAgain }, event),
    () => undefined,
  );
  const handler = tryAgain(retrying(sqs), workQueues, consume);
  sqs.send(queue, dropped, { delaySeconds: 0 });
  while (isLeft(sqs, queue)) {
    const [message] = await passUntil(sqs.receive(queue, { limit: 1, waitSeconds: 5 }));
    if (!message) continue;
    tries.push(message.receiveCount);
    const { batchItemFailures } = await passUntil(handler(eventOf(queue, message), context));
    if (batchItemFailures.length === 0) sqs.remove(message.receipt);
  }
  return { imported, queue, tries };
}

it('a list dropped behind an import that takes half an hour is imported once when that has ended, and never given up', async () => {
  anotherImportWorks(30 * minute);
  const { imported, tries } = await importAll();
  expect(imported).toEqual([
    { bucket: 'newsroom', key: 'lists/press 2026.csv', versionId: 'v1', etag: 'e', size: 1 },
  ]);
  expect(Date.now() - start.getTime()).toBeLessThan(31 * minute);
  // Waiting is no failure, so no message was tried twice.
  expect(Math.max(...tries)).toBe(1);
});

it('a list that takes fifty calls of its function goes on until it is imported, and is never given up', async () => {
  anotherImportWorks(0);
  const { imported, tries } = await importAll(50);
  expect(imported).toHaveLength(50);
  expect(Math.max(...tries)).toBe(1);
});
