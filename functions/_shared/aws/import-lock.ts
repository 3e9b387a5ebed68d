import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from './table.ts';
import { deleteItem, putItem, updateItem } from './write-items.ts';

const key = { pk: 'LOCK#import', sk: 'LOCK' };

/** How long a holder may be silent before the next may take over, and how often it says that it is there. */
const leaseMilliseconds = 20_000;
const renewEveryMilliseconds = 5_000;

const pollMilliseconds = 200;

/** A large import takes minutes; who waits longer than this throws, and the queue brings the work back. */
const patienceMilliseconds = 5 * 60_000;

export type ImportLock = ReturnType<typeof importLock>;

export function importLock(table: Table) {
  return {
    /**
     * Does work that adds contacts while nobody else does: new cards are written in unconditional batches (conditional
     * writes are four times as slow), so two files with one person in both must not be applied at a time. The lease is
     * renewed while the work goes on; `stillMine` throws when it was lost: call it before each batch.
     */
    async exclusively<T>(work: (stillMine: () => Promise<void>) => Promise<T>): Promise<T> {
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
    },
  };
}

async function renew(table: Table, owner: string): Promise<number> {
  const until = Date.now() + leaseMilliseconds;
  const isOurs = await updateItem(table, key, {
    update: 'SET leaseUntil = :until',
    condition: 'lockOwner = :owner',
    values: { ':owner': owner, ':until': until },
  });
  if (!isOurs) throw new Error('another import has taken over');
  return until;
}

/** Epoch milliseconds until which it is ours. */
async function take(table: Table, owner: string): Promise<number> {
  const giveUpAt = Date.now() + patienceMilliseconds;
  for (;;) {
    const now = Date.now();
    const isOurs = await putItem(
      table,
      { ...key, lockOwner: owner, leaseUntil: now + leaseMilliseconds },
      { condition: 'attribute_not_exists(pk) OR leaseUntil < :now', values: { ':now': now } },
    );
    if (isOurs) return now + leaseMilliseconds;
    if (now > giveUpAt) throw new Error('another import has been at work for too long to wait for it');
    await sleep(pollMilliseconds);
  }
}

/** Another owner may have taken the lock after a long silence; leave it then. */
async function giveBack(table: Table, owner: string): Promise<void> {
  await deleteItem(table, key, { condition: 'lockOwner = :owner', values: { ':owner': owner } });
}
