import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from './table.ts';
import { deleteItem, putItem, updateItem } from './write-items.ts';

const key = { pk: 'LOCK#import', sk: 'LOCK' };

/** After this time without a renewal another import may take the lock; and how often the holder renews its lease. */
const leaseMilliseconds = 20_000;
const renewEveryMilliseconds = 5_000;

const pollMilliseconds = 200;

/** A large import takes minutes. */
const usualPatienceMilliseconds = 5 * 60_000;

/** Another import was at work for as long as the caller would wait. Nothing has been done. */
export class AnotherImportWorks extends Error {
  constructor() {
    super('another import has been at work for too long to wait for it');
  }
}

export type ImportLock = ReturnType<typeof importLock>;

export function importLock(table: Table, patienceMilliseconds = usualPatienceMilliseconds) {
  return {
    /**
     * Runs work that adds contacts while no other import does. New cards are written in unconditional batches
     * (conditional writes are four times slower), so two files with the same person must not be applied at the same
     * time. The lease is renewed during the work. Call `stillMine` before each batch; it throws if the lease was lost.
     * Throws `AnotherImportWorks` when its patience ends.
     */
    async exclusively<T>(work: (stillMine: () => Promise<void>) => Promise<T>): Promise<T> {
      const owner = randomUUID();
      let leaseUntil = await take(table, owner, patienceMilliseconds);
      const heart = setInterval(() => {
        renew(table, owner).then(
          (until) => (leaseUntil = until),
          // If the renewal fails, the lease expires and `stillMine` throws.
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

/** Returns until when the lease is valid, in epoch milliseconds. */
async function take(table: Table, owner: string, patienceMilliseconds: number): Promise<number> {
  const giveUpAt = Date.now() + patienceMilliseconds;
  for (;;) {
    const now = Date.now();
    const isOurs = await putItem(
      table,
      { ...key, lockOwner: owner, leaseUntil: now + leaseMilliseconds },
      { condition: 'attribute_not_exists(pk) OR leaseUntil < :now', values: { ':now': now } },
    );
    if (isOurs) return now + leaseMilliseconds;
    if (now >= giveUpAt) throw new AnotherImportWorks();
    await sleep(pollMilliseconds);
  }
}

/** After a long silence another owner may have taken the lock; then leave it. */
async function giveBack(table: Table, owner: string): Promise<void> {
  await deleteItem(table, key, { condition: 'lockOwner = :owner', values: { ':owner': owner } });
}
