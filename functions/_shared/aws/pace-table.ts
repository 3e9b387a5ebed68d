import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { confirmationsStopEnded } from '../domain/circuit.ts';
import { type Pause, pauseSchema } from '../domain/pause.ts';
import { fromItem } from './item.ts';
import { readRaw } from './read-items.ts';
import type { Table } from './table.ts';
import { type Update, updateAndRead, updateItem } from './write-items.ts';

/**
 * One item decides whether and how fast the account may send: a GCRA (virtual scheduling) bucket whose `nextAt` is the
 * instant of the next free slot, the last reading of the quota, and the reasons that stop everything. All times are
 * epoch milliseconds.
 */
export const paceSchema = z.object({
  /** The first free slot. */
  nextAt: z.number(),
  /** Sends per second of all workers together. */
  sendsPerSecond: z.number(),
  quotaReadAt: z.number(),
  /** Bulk deliveries wait until then, because an urgent delivery is being sent. */
  urgentUntil: z.number(),
  /** Until then the daily quota is used up. */
  parkedUntil: z.number(),
  /** Why the circuit is open; null while it is closed. */
  openBecause: z.string().nullable(),
  openSince: z.string().nullable(),
  /** A person's stop; null while there is none. It may have ended by itself (`activePause`). */
  pause: pauseSchema.nullable(),
  /** Bounces of mails that were sent before this instant do not count, because a person has looked into them. */
  ratesSince: z.number(),
  /**
   * Why confirmations of sign-ups have stopped, and since when; null if they never have. Releases continue. The stop
   * ends by itself (`confirmationsStoppedUntil`).
   */
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
  pause: null,
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
    /** Strongly consistent. A newsroom that has never sent gets a pace that requires reading the quota. */
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

/**
 * How long bulk deliveries wait after an urgent reservation: longer than an urgent worker needs between two
 * reservations.
 */
const urgentMilliseconds = 2000;

function pacing(table: Table) {
  return {
    /**
     * Reserves slots for `milliseconds` and returns the new pace. The reserved block ends at its `nextAt`. For each
     * block at most two conditional updates compete, without reading first: one continues a busy bucket, the other
     * starts an idle one at `now`.
     */
    async reservePace(block: PaceBlock): Promise<Pace> {
      for (;;) {
        const after = (await reserve(table, continuing(block))) ?? (await reserve(table, starting(block)));
        if (after) return after;
      }
    },

    /**
     * Claims the reading of the quota: true for one caller in ten seconds, so that another caller replaces one that
     * died.
     */
    claimQuotaReading: (now: number): Promise<boolean> =>
      updateItem(table, key, {
        update: 'SET quotaAskedAt = :now',
        condition: 'attribute_not_exists(quotaAskedAt) OR quotaAskedAt < :stale',
        values: { ':now': now, ':stale': now - 10_000 },
      }),

    /** Sets the rate and the time of its reading together. Otherwise a rate that nobody has read could look new. */
    async setRate(sendsPerSecond: number, readAt: number): Promise<void> {
      await updateItem(table, key, {
        update: 'SET sendsPerSecond = :rate, quotaReadAt = :at',
        values: { ':rate': sendsPerSecond, ':at': readAt },
      });
    },

    /** Called after a throttle: nobody sends before `until`, and then at a lower rate until the quota is read again. */
    async slowPace(until: number, sendsPerSecond: number): Promise<void> {
      await updateItem(table, key, {
        update: 'SET nextAt = :until, sendsPerSecond = :rate',
        condition: 'attribute_not_exists(nextAt) OR nextAt < :until',
        values: { ':until': until, ':rate': sendsPerSecond },
      });
    },

    /** The daily quota is used up: nobody may reserve slots before `until`. 0 ends this. */
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
    /** Stops all sending until a person resumes it. True for the caller that opened the circuit. */
    openCircuit: (because: string, at: string): Promise<boolean> =>
      updateItem(table, key, {
        update: 'SET openBecause = :because, openSince = :at',
        condition: 'attribute_not_exists(openBecause) OR openBecause = :none',
        values: { ':because': because, ':at': at, ':none': null },
      }),

    /** A person's stop. Null ends it. */
    async setPause(pause: Pause | null): Promise<void> {
      await updateItem(table, key, {
        update: 'SET #pause = :pause',
        names: { '#pause': 'pause' },
        values: { ':pause': pause },
      });
    },

    /** Stops confirmations of sign-ups. True for the caller that stopped them. */
    stopSignUps: (because: string, at: string): Promise<boolean> =>
      updateItem(table, key, {
        update: 'SET signUpsStoppedBecause = :because, signUpsStoppedSince = :at',
        condition:
          'attribute_not_exists(signUpsStoppedBecause) OR signUpsStoppedBecause = :none OR signUpsStoppedSince <= :ended',
        values: {
          ':because': because,
          ':at': at,
          ':none': null,
          ':ended': confirmationsStopEnded(Date.parse(at)),
        },
      }),

    /** Resumes everything, and counts only bounces of mails sent after `now`. True if something was stopped. */
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
