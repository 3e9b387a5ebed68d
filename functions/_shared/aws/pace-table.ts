import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem } from './item.ts';
import { readRaw } from './read-items.ts';
import type { Table } from './table.ts';
import { type Update, updateAndRead, updateItem } from './write-items.ts';

/**
 * One item says whether and how fast the account may send: a GCRA (virtual scheduling) bucket whose `nextAt` is the
 * instant of the next free slot, the quota as it was last read, and what stops everything. All epoch milliseconds.
 */
export const paceSchema = z.object({
  /** The first slot that nobody has reserved. */
  nextAt: z.number(),
  /** Sends per second over all workers together. */
  sendsPerSecond: z.number(),
  quotaReadAt: z.number(),
  /** Bulk waits until then: somebody more urgent is sending. */
  urgentUntil: z.number(),
  /** The daily quota is used up. */
  parkedUntil: z.number(),
  /** Why the circuit is open, null while it is closed. */
  openBecause: z.string().nullable(),
  openSince: z.string().nullable(),
  /** Bounces of mails that were sent before say nothing any more: a person has looked into them. */
  ratesSince: z.number(),
  /** Why mail to people who signed up has stopped, null while it has not. Releases go on. */
  signUpsStoppedBecause: z.string().nullable(),
  signUpsStoppedSince: z.string().nullable(),
});
export type Pace = z.infer<typeof paceSchema>;

const key = { pk: 'PACE', sk: 'PACE' };
const neverRead: Pace = {
  nextAt: 0,
  sendsPerSecond: 1,
  quotaReadAt: 0,
  urgentUntil: 0,
  parkedUntil: 0,
  openBecause: null,
  openSince: null,
  ratesSince: 0,
  signUpsStoppedBecause: null,
  signUpsStoppedSince: null,
};

function paceOf(item: Record<string, AttributeValue> | null): Pace {
  return item ? paceSchema.parse({ ...neverRead, ...fromItem(paceSchema.partial(), item) }) : neverRead;
}

export type PaceTable = ReturnType<typeof paceTable>;

export function paceTable(table: Table) {
  return {
    /** Strong. A newsroom that never sent has a pace that wants its quota read. */
    readPace: async (): Promise<Pace> => paceOf(await readRaw(table, key)),
    ...pacing(table),
    ...stops(table),
  };
}

export interface PaceBlock {
  milliseconds: number;
  now: number;
  isUrgent: boolean;
}

/** How long bulk keeps back after an urgent reservation: longer than an urgent worker needs between two of them. */
const urgentMilliseconds = 2000;

function pacing(table: Table) {
  return {
    /**
     * Reserves slots that take `milliseconds` together and returns the pace after it; the reserved block ends at its
     * `nextAt`. Two conditional updates at most race for each block and neither reads first: one continues a busy bucket,
     * the other starts an idle one at `now`.
     */
    async reservePace(block: PaceBlock): Promise<Pace> {
      for (;;) {
        const after = (await reserve(table, continuing(block))) ?? (await reserve(table, starting(block)));
        if (after) return after;
      }
    },

    /** Takes on the reading of the quota: true for one caller in ten seconds, so that one that died is followed by another. */
    claimQuotaReading: (now: number): Promise<boolean> =>
      updateItem(table, key, {
        update: 'SET quotaAskedAt = :now',
        condition: 'attribute_not_exists(quotaAskedAt) OR quotaAskedAt < :stale',
        values: { ':now': now, ':stale': now - 10_000 },
      }),

    /** The rate and when it was read, together: a rate that nobody has read yet must not look fresh. */
    async setRate(sendsPerSecond: number, readAt: number): Promise<void> {
      await updateItem(table, key, {
        update: 'SET sendsPerSecond = :rate, quotaReadAt = :at',
        values: { ':rate': sendsPerSecond, ':at': readAt },
      });
    },

    /** After a throttle: nobody sends before `until`, and slower from then on until the quota is read again. */
    async slowPace(until: number, sendsPerSecond: number): Promise<void> {
      await updateItem(table, key, {
        update: 'SET nextAt = :until, sendsPerSecond = :rate',
        condition: 'attribute_not_exists(nextAt) OR nextAt < :until',
        values: { ':until': until, ':rate': sendsPerSecond },
      });
    },

    /** The daily quota is used up: nobody reserves before `until`. 0 ends it. */
    async parkAll(until: number): Promise<void> {
      await updateItem(table, key, { update: 'SET parkedUntil = :until', values: { ':until': until } });
    },
  };
}

async function reserve(table: Table, update: Update): Promise<Pace | null> {
  const item = await updateAndRead(table, key, update);
  return item && paceOf(item);
}

function continuing({ milliseconds, ...block }: PaceBlock): Update {
  return {
    update: `SET nextAt = nextAt + :length${urgentUntil(block).set}`,
    condition: 'nextAt >= :now',
    values: { ':now': block.now, ':length': milliseconds, ...urgentUntil(block).values },
  };
}

function starting({ milliseconds, ...block }: PaceBlock): Update {
  return {
    update: `SET nextAt = :end${urgentUntil(block).set}`,
    condition: 'attribute_not_exists(nextAt) OR nextAt < :now',
    values: { ':now': block.now, ':end': block.now + milliseconds, ...urgentUntil(block).values },
  };
}

function urgentUntil({ now, isUrgent }: Pick<PaceBlock, 'now' | 'isUrgent'>) {
  return isUrgent
    ? { set: ', urgentUntil = :urgentUntil', values: { ':urgentUntil': now + urgentMilliseconds } }
    : { set: '', values: {} };
}

function stops(table: Table) {
  return {
    /** Stops all sending until a person resumes it; true for whoever opened it. */
    openCircuit: (because: string, at: string): Promise<boolean> =>
      updateItem(table, key, {
        update: 'SET openBecause = :because, openSince = :at',
        condition: 'attribute_not_exists(openBecause) OR openBecause = :none',
        values: { ':because': because, ':at': at, ':none': null },
      }),

    /** Stops mail to people who signed up until a person resumes it; true for whoever stopped it. */
    stopSignUps: (because: string, at: string): Promise<boolean> =>
      updateItem(table, key, {
        update: 'SET signUpsStoppedBecause = :because, signUpsStoppedSince = :at',
        condition: 'attribute_not_exists(signUpsStoppedBecause) OR signUpsStoppedBecause = :none',
        values: { ':because': because, ':at': at, ':none': null },
      }),

    /** Lets everything go on, and counts bounces of what is sent from `now` on. True when something had stopped. */
    closeCircuit: (now: number): Promise<boolean> =>
      updateItem(table, key, {
        update:
          'SET openBecause = :none, openSince = :none, signUpsStoppedBecause = :none, signUpsStoppedSince = :none, ratesSince = :now',
        condition:
          '(attribute_exists(openBecause) AND openBecause <> :none) OR (attribute_exists(signUpsStoppedBecause) AND signUpsStoppedBecause <> :none)',
        values: { ':none': null, ':now': now },
      }),
  };
}
