import { type Chunk, type ChunkCounts, chunkSchema } from '../domain/delivery.ts';
import { fromItem } from './item.ts';
import { queryItems, readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem, type Update, updateAndRead } from './write-items.ts';

const keyOf = (deliveryId: string, chunk: number) => ({
  pk: `DELIVERY#${deliveryId}`,
  sk: `CHUNK#${String(chunk).padStart(5, '0')}`,
});

export function chunkTable(table: Table) {
  return {
    /** A strongly consistent read. */
    readChunk: (deliveryId: string, chunk: number): Promise<Chunk | null> =>
      readItem(table, keyOf(deliveryId, chunk), chunkSchema),

    /** In order; strongly consistent. A chunk has about 0.4 KB, so a page contains about 2,500 of them. */
    readChunks: (deliveryId: string): AsyncIterable<Chunk> =>
      queryItems(
        table,
        {
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chunk)',
          values: { ':pk': `DELIVERY#${deliveryId}`, ':chunk': 'CHUNK#' },
        },
        chunkSchema,
      ),

    /** Never overwrites: a chunk that is being sent must not start again because its arming was repeated. */
    async createChunk(chunk: Chunk): Promise<void> {
      const item = { ...keyOf(chunk.deliveryId, chunk.chunk), ...chunk };
      await putItem(table, item, { condition: 'attribute_not_exists(pk)' });
    },

    /** Overwrites or creates a chunk, whoever owns it. Only for a restored table that nobody uses yet. */
    async replaceChunk(chunk: Chunk): Promise<void> {
      await putItem(table, { ...keyOf(chunk.deliveryId, chunk.chunk), ...chunk });
    },
  };
}

export interface Taking {
  deliveryId: string;
  chunk: number;
  owner: string;
  now: number;
  leaseUntil: number;
}

export interface WindowClaim {
  deliveryId: string;
  chunk: number;
  owner: string;
  leaseUntil: number;
  /** Every line below has a record. */
  done: number;
  /** No line at or above is being sent. */
  highWater: number;
  touched: number;
  counts: ChunkCounts;
}

/** The state in which an owner gives its chunk back. */
export interface GivenBack extends Omit<WindowClaim, 'highWater' | 'leaseUntil'> {
  state: Chunk['state'];
  stoppedBecause: string | null;
  parkedUntil: number | null;
}

/** Writes of the chunk's owner, and taking the chunk. Everybody else is fenced off. */
export function chunkClaims(table: Table) {
  return {
    /** Makes `owner` the owner of the chunk, if it is open and no lease is valid. Otherwise null. */
    takeChunk: ({ deliveryId, chunk, owner, now, leaseUntil }: Taking): Promise<Chunk | null> =>
      update(table, deliveryId, chunk, {
        update: 'SET #owner = :owner, leaseUntil = :leaseUntil, parkedUntil = :none',
        condition: '#state = :open AND leaseUntil < :now',
        names: { '#owner': 'owner', '#state': 'state' },
        values: { ':owner': owner, ':leaseUntil': leaseUntil, ':now': now, ':open': 'open', ':none': null },
      }),

    /**
     * Records the progress and opens the next window. False if another owner has taken the chunk. A chunk that makes
     * progress does not kill its workers, so the sweeper's waiting time is reset.
     */
    claimWindow: ({ deliveryId, chunk, ...claim }: WindowClaim): Promise<boolean> =>
      isUpdated(table, deliveryId, chunk, {
        update:
          'SET done = :done, highWater = :highWater, touched = :touched, leaseUntil = :leaseUntil, #counts = :counts, putBacks = :zero, putBackAfter = :zero',
        condition: '#owner = :owner',
        names: { '#owner': 'owner', '#counts': 'counts' },
        values: {
          ':owner': claim.owner,
          ':leaseUntil': claim.leaseUntil,
          ':done': claim.done,
          ':highWater': claim.highWater,
          ':touched': claim.touched,
          ':counts': claim.counts,
          ':zero': 0,
        },
      }),

    /** Releases a chunk without an open window. False if we were no longer its owner. */
    giveBackChunk: ({ deliveryId, chunk, ...given }: GivenBack): Promise<boolean> =>
      isUpdated(table, deliveryId, chunk, {
        update:
          'SET done = :done, highWater = :done, touched = :touched, #counts = :counts, #state = :state, stoppedBecause = :because, parkedUntil = :parkedUntil, #owner = :none, leaseUntil = :zero',
        condition: '#owner = :owner',
        names: { '#owner': 'owner', '#counts': 'counts', '#state': 'state' },
        values: {
          ':owner': given.owner,
          ':done': given.done,
          ':touched': given.touched,
          ':counts': given.counts,
          ':state': given.state,
          ':because': given.stoppedBecause,
          ':parkedUntil': given.parkedUntil,
          ':none': null,
          ':zero': 0,
        },
      }),
  };
}

/** Writes to chunks whose owner is gone: of the sweep, and of the start of a local newsroom. */
export function chunkReviews(table: Table) {
  return {
    /**
     * Ends the lease of an owner that is known to be dead, so that the chunk may be taken, or put back, at once. The
     * open window stays open: the next owner concludes it. False if somebody else was faster.
     */
    endLease: ({ deliveryId, chunk, leaseUntil }: Chunk): Promise<boolean> =>
      isUpdated(table, deliveryId, chunk, {
        update: 'SET #owner = :none, leaseUntil = :zero, putBackAfter = :zero',
        condition: '#state = :open AND leaseUntil = :seen',
        names: { '#owner': 'owner', '#state': 'state' },
        values: { ':none': null, ':zero': 0, ':open': 'open', ':seen': leaseUntil },
      }),

    /**
     * Records what was found out about a chunk that waited for its unknowns. False if the chunk has changed meanwhile.
     */
    reviewChunk: (
      { deliveryId, chunk }: Pick<Chunk, 'deliveryId' | 'chunk'>,
      { state, done, counts }: Pick<Chunk, 'state' | 'done' | 'counts'>,
    ): Promise<boolean> =>
      isUpdated(table, deliveryId, chunk, {
        update:
          'SET #state = :state, done = :done, highWater = :done, #counts = :counts, putBacks = :zero, putBackAfter = :zero',
        condition: '#state IN (:waiting, :settled)',
        names: { '#counts': 'counts', '#state': 'state' },
        values: {
          ':state': state,
          ':done': done,
          ':counts': counts,
          ':waiting': 'waiting',
          ':settled': 'settled',
          ':zero': 0,
        },
      }),

    /** Notes that a chunk is put back into its queue. False if another sweep or an owner was faster. */
    notePutBack: ({ deliveryId, chunk, putBackAfter }: Chunk, now: number, after: number): Promise<boolean> =>
      isUpdated(table, deliveryId, chunk, {
        update: 'SET putBacks = putBacks + :one, putBackAfter = :after',
        condition: '#state = :open AND leaseUntil < :now AND putBackAfter = :seen',
        names: { '#state': 'state' },
        values: { ':one': 1, ':after': after, ':open': 'open', ':now': now, ':seen': putBackAfter },
      }),
  };
}

/** The chunk after the update. Null if the condition failed. */
async function update(
  table: Table,
  deliveryId: string,
  chunk: number,
  change: Update,
): Promise<Chunk | null> {
  const item = await updateAndRead(table, keyOf(deliveryId, chunk), change);
  return item && fromItem(chunkSchema, item);
}

async function isUpdated(table: Table, deliveryId: string, chunk: number, change: Update): Promise<boolean> {
  return (await update(table, deliveryId, chunk, change)) !== null;
}
