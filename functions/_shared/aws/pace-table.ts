import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

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

/** Strong. A newsroom that never sent has a pace that wants its quota read. */
export async function readPace(table: Table): Promise<Pace> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(key), ConsistentRead: true }),
  );
  return Item ? paceSchema.parse({ ...neverRead, ...fromItem(paceSchema.partial(), Item) }) : neverRead;
}

/**
 * Reserves slots that take `milliseconds` together and returns the pace after it; the reserved block ends at its
 * `nextAt`. Two conditional updates at most race for each block and neither reads first: one continues a busy bucket,
 * the other starts an idle one at `now`.
 */
export async function reservePace(
  table: Table,
  block: { milliseconds: number; now: number; isUrgent: boolean },
): Promise<Pace> {
  const urgent = block.isUrgent ? ', urgentUntil = :urgentUntil' : '';
  const values = {
    ':now': block.now,
    ':end': block.now + block.milliseconds,
    ':length': block.milliseconds,
    ...(block.isUrgent && { ':urgentUntil': block.now + urgentMilliseconds }),
  };
  for (;;) {
    const { ':end': _, ...continuing } = values;
    const busy = await update(table, `SET nextAt = nextAt + :length${urgent}`, 'nextAt >= :now', continuing);
    if (busy) return busy;
    const { ':length': __, ...starting } = values;
    const idle = await update(
      table,
      `SET nextAt = :end${urgent}`,
      'attribute_not_exists(nextAt) OR nextAt < :now',
      starting,
    );
    if (idle) return idle;
  }
}

/** How long bulk keeps back after an urgent reservation: longer than an urgent worker needs between two of them. */
const urgentMilliseconds = 2000;

/** Takes on the reading of the quota: true for one caller in ten seconds, so that one that died is followed by another. */
export async function claimQuotaReading(table: Table, now: number): Promise<boolean> {
  const claimed = await update(
    table,
    'SET quotaAskedAt = :now',
    'attribute_not_exists(quotaAskedAt) OR quotaAskedAt < :stale',
    { ':now': now, ':stale': now - 10_000 },
  );
  return claimed !== null;
}

/** The rate and when it was read, together: a rate that nobody has read yet must not look fresh. */
export async function setRate(table: Table, sendsPerSecond: number, readAt: number): Promise<void> {
  await update(table, 'SET sendsPerSecond = :rate, quotaReadAt = :at', null, {
    ':rate': sendsPerSecond,
    ':at': readAt,
  });
}

/** After a throttle: nobody sends before `until`, and slower from then on until the quota is read again. */
export async function slowPace(table: Table, until: number, sendsPerSecond: number): Promise<void> {
  await update(
    table,
    'SET nextAt = :until, sendsPerSecond = :rate',
    'attribute_not_exists(nextAt) OR nextAt < :until',
    { ':until': until, ':rate': sendsPerSecond },
  );
}

/** The daily quota is used up: nobody reserves before `until`. 0 ends it. */
export async function parkAll(table: Table, until: number): Promise<void> {
  await update(table, 'SET parkedUntil = :until', null, { ':until': until });
}

/** Stops all sending until a person resumes it; true for whoever opened it. */
export async function openCircuit(table: Table, because: string, at: string): Promise<boolean> {
  const opened = await update(
    table,
    'SET openBecause = :because, openSince = :at',
    'attribute_not_exists(openBecause) OR openBecause = :none',
    { ':because': because, ':at': at, ':none': null },
  );
  return opened !== null;
}

/** Stops mail to people who signed up until a person resumes it; true for whoever stopped it. */
export async function stopSignUps(table: Table, because: string, at: string): Promise<boolean> {
  const stopped = await update(
    table,
    'SET signUpsStoppedBecause = :because, signUpsStoppedSince = :at',
    'attribute_not_exists(signUpsStoppedBecause) OR signUpsStoppedBecause = :none',
    { ':because': because, ':at': at, ':none': null },
  );
  return stopped !== null;
}

/** Lets everything go on, and counts bounces of what is sent from `now` on. True when something had stopped. */
export async function closeCircuit(table: Table, now: number): Promise<boolean> {
  const closed = await update(
    table,
    'SET openBecause = :none, openSince = :none, signUpsStoppedBecause = :none, signUpsStoppedSince = :none, ratesSince = :now',
    '(attribute_exists(openBecause) AND openBecause <> :none) OR (attribute_exists(signUpsStoppedBecause) AND signUpsStoppedBecause <> :none)',
    { ':none': null, ':now': now },
  );
  return closed !== null;
}

async function update(
  table: Table,
  expression: string,
  condition: string | null,
  values: Record<string, unknown>,
): Promise<Pace | null> {
  try {
    const { Attributes } = await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(key),
        UpdateExpression: expression,
        ConditionExpression: condition ?? undefined,
        ExpressionAttributeValues: toItem(values),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes
      ? paceSchema.parse({ ...neverRead, ...fromItem(paceSchema.partial(), Attributes) })
      : null;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
