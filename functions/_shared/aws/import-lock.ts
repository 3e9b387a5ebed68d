import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toItem } from './item.ts';
import type { Table } from './table.ts';

const key = { pk: 'LOCK#import', sk: 'LOCK' };

/** How long a holder may be silent before the next may take over, and how often it says that it is there. */
const leaseMilliseconds = 20_000;
const renewEveryMilliseconds = 5_000;

const pollMilliseconds = 200;

/** A large import takes minutes; who waits longer than this throws, and the queue brings the work back. */
const patienceMilliseconds = 5 * 60_000;

/**
 * Does work that adds contacts while nobody else does: new cards are written in unconditional batches (conditional
 * writes are four times as slow), so two files with one person in both must not be applied at a time. The lease is
 * renewed while the work goes on; `stillMine` throws when it was lost: call it before each batch.
 */
export async function withImportLock<T>(
  table: Table,
  work: (stillMine: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const owner = randomUUID();
  let leaseUntil = await take(table, owner);
  const heart = setInterval(() => {
    renew(table, owner).then(
      (until) => (leaseUntil = until),
      // Not renewed: the lease runs out, and `stillMine` says so.
      () => undefined,
    );
  }, renewEveryMilliseconds);
  const stillMine = async () => {
    if (Date.now() >= leaseUntil) throw new Error('another import has taken over');
  };
  try {
    return await work(stillMine);
  } finally {
    clearInterval(heart);
    await giveBack(table, owner);
  }
}

async function renew(table: Table, owner: string): Promise<number> {
  const until = Date.now() + leaseMilliseconds;
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(key),
      UpdateExpression: 'SET leaseUntil = :until',
      ConditionExpression: 'lockOwner = :owner',
      ExpressionAttributeValues: toItem({ ':owner': owner, ':until': until }),
    }),
  );
  return until;
}

/** Epoch milliseconds until which it is ours. */
async function take(table: Table, owner: string): Promise<number> {
  const giveUpAt = Date.now() + patienceMilliseconds;
  for (;;) {
    const now = Date.now();
    try {
      await table.client.send(
        new PutItemCommand({
          TableName: table.name,
          Item: toItem({ ...key, lockOwner: owner, leaseUntil: now + leaseMilliseconds }),
          ConditionExpression: 'attribute_not_exists(pk) OR leaseUntil < :now',
          ExpressionAttributeValues: toItem({ ':now': now }),
        }),
      );
      return now + leaseMilliseconds;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || now > giveUpAt) throw error;
    }
    await sleep(pollMilliseconds);
  }
}

async function giveBack(table: Table, owner: string): Promise<void> {
  try {
    await table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: toItem(key),
        ConditionExpression: 'lockOwner = :owner',
        ExpressionAttributeValues: toItem({ ':owner': owner }),
      }),
    );
  } catch (error) {
    // Taken over after a long silence: it is the other's to give back.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
