import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  type KeysAndAttributes,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { goodStanding, type Standing, standingSchema } from '../domain/contact.ts';
import {
  type Chunk,
  type ChunkCounts,
  chunkSchema,
  type Delivery,
  deliverySchema,
  type Feedback,
  feedbackSchema,
  mergeRecord,
  type Outcome,
  outcomeSchema,
  type RecipientRecord,
  type Results,
  resultsSchema,
} from '../domain/delivery.ts';
import { type Release, releaseSchema } from '../domain/release-life.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';

const deliveryKey = (deliveryId: string) => ({ pk: `DELIVERY#${deliveryId}`, sk: 'DELIVERY' });
const chunkKey = (deliveryId: string, chunk: number) => ({
  pk: `DELIVERY#${deliveryId}`,
  sk: `CHUNK#${String(chunk).padStart(5, '0')}`,
});
const outcomeKey = (deliveryId: string, contactId: string) => ({
  pk: `DELIVERY#${deliveryId}`,
  sk: `TO#${contactId}`,
});
/** Sorts right behind the outcome, so that one query reads both and merges them in passing. */
const feedbackKey = (deliveryId: string, contactId: string) => ({
  pk: `DELIVERY#${deliveryId}`,
  sk: `TO#${contactId}#SES`,
});

// Deliveries --------------------------------------------------------------------------------------------------------

const openDeliveries = 'DELIVERIES#open';
const isOpenState = (state: Delivery['state']) => state !== 'sent' && state !== 'stopped';

function deliveryItem(delivery: Delivery) {
  const index = isOpenState(delivery.state) ? { gsi1pk: openDeliveries, gsi1sk: delivery.notBefore } : {};
  return toItem({ ...deliveryKey(delivery.deliveryId), ...delivery, ...index });
}

/** Strong. */
export async function readDelivery(table: Table, deliveryId: string): Promise<Delivery | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(deliveryKey(deliveryId)), ConsistentRead: true }),
  );
  return Item ? fromItem(deliverySchema, Item) : null;
}

/** False when there is one already. */
export async function createDelivery(table: Table, delivery: Delivery): Promise<boolean> {
  return unlessRefused(() =>
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: deliveryItem(delivery),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  );
}

/** Replaces a delivery if it is still in the state `from`; false when somebody else moved it first. */
export async function moveDelivery(
  table: Table,
  delivery: Delivery,
  from: Delivery['state'],
): Promise<boolean> {
  return unlessRefused(() =>
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: deliveryItem(delivery),
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: toItem({ ':from': from }),
      }),
    ),
  );
}

/** All deliveries that are not settled, by the instant before which they may not begin. Eventually consistent. */
export async function* readOpenDeliveries(table: Table): AsyncGenerator<Delivery> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': openDeliveries }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(deliverySchema, item);
}

// Chunks ------------------------------------------------------------------------------------------------------------

/** Strong. */
export async function readChunk(table: Table, deliveryId: string, chunk: number): Promise<Chunk | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.name,
      Key: toItem(chunkKey(deliveryId, chunk)),
      ConsistentRead: true,
    }),
  );
  return Item ? fromItem(chunkSchema, Item) : null;
}

/** In order; strong. A chunk is about 0.4 KB, so a page holds some 2,500 of them. */
export async function* readChunks(table: Table, deliveryId: string): AsyncGenerator<Chunk> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chunk)',
      ExpressionAttributeValues: toItem({ ':pk': `DELIVERY#${deliveryId}`, ':chunk': 'CHUNK#' }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(chunkSchema, item);
}

/** Never overwrites: a chunk that is being sent must not begin anew because its arming was repeated. */
export async function createChunk(table: Table, chunk: Chunk): Promise<void> {
  await unlessRefused(() =>
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...chunkKey(chunk.deliveryId, chunk.chunk), ...chunk }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  );
}

/** Makes `owner` the chunk's owner if it is open and nobody's lease holds; null when it is not to be had. */
export async function takeChunk(
  table: Table,
  taking: { deliveryId: string; chunk: number; owner: string; now: number; leaseUntil: number },
): Promise<Chunk | null> {
  return updateChunk(table, taking, {
    update: 'SET #owner = :owner, leaseUntil = :leaseUntil, parkedUntil = :none',
    condition: '#state = :open AND leaseUntil < :now',
    names: { '#owner': 'owner', '#state': 'state' },
    values: {
      ':owner': taking.owner,
      ':leaseUntil': taking.leaseUntil,
      ':now': taking.now,
      ':open': 'open',
      ':none': null,
    },
  });
}

export interface WindowClaim {
  deliveryId: string;
  chunk: number;
  owner: string;
  leaseUntil: number;
  /** Everything below has its record. */
  done: number;
  /** Nothing at or above is being sent. */
  highWater: number;
  touched: number;
  counts: ChunkCounts;
}

/**
 * Commits what is done and opens the next window; false when another owner has taken the chunk. A chunk that moves on
 * is none that kills its workers: the sweeper need not wait longer for it.
 */
export async function claimWindow(table: Table, claim: WindowClaim): Promise<boolean> {
  const updated = await updateChunk(table, claim, {
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
  });
  return updated !== null;
}

export interface ChunkRelease extends Omit<WindowClaim, 'highWater' | 'leaseUntil'> {
  state: Chunk['state'];
  stoppedBecause: string | null;
  parkedUntil: number | null;
}

/** Gives a chunk back with no window open; false when it was no longer ours. */
export async function releaseChunk(table: Table, release: ChunkRelease): Promise<boolean> {
  const updated = await updateChunk(table, release, {
    update:
      'SET done = :done, highWater = :done, touched = :touched, #counts = :counts, #state = :state, stoppedBecause = :because, parkedUntil = :parkedUntil, #owner = :none, leaseUntil = :zero',
    condition: '#owner = :owner',
    names: { '#owner': 'owner', '#counts': 'counts', '#state': 'state' },
    values: {
      ':owner': release.owner,
      ':done': release.done,
      ':touched': release.touched,
      ':counts': release.counts,
      ':state': release.state,
      ':because': release.stoppedBecause,
      ':parkedUntil': release.parkedUntil,
      ':none': null,
      ':zero': 0,
    },
  });
  return updated !== null;
}

/** What the sweeper found of a chunk that waited for its unknowns; false when it has moved meanwhile. */
export async function reviewChunk(
  table: Table,
  { deliveryId, chunk }: Pick<Chunk, 'deliveryId' | 'chunk'>,
  review: Pick<Chunk, 'state' | 'done' | 'counts'>,
): Promise<boolean> {
  const updated = await updateChunk(
    table,
    { deliveryId, chunk },
    {
      update:
        'SET #state = :state, done = :done, highWater = :done, #counts = :counts, putBacks = :zero, putBackAfter = :zero',
      condition: '#state IN (:waiting, :settled)',
      names: { '#counts': 'counts', '#state': 'state' },
      values: {
        ':state': review.state,
        ':done': review.done,
        ':counts': review.counts,
        ':waiting': 'waiting',
        ':settled': 'settled',
        ':zero': 0,
      },
    },
  );
  return updated !== null;
}

/** Notes that the sweeper puts a chunk back into its queue; false when another sweep or an owner was quicker. */
export async function notePutBack(table: Table, chunk: Chunk, now: number, after: number): Promise<boolean> {
  const updated = await updateChunk(table, chunk, {
    update: 'SET putBacks = putBacks + :one, putBackAfter = :after',
    condition: '#state = :open AND leaseUntil < :now AND putBackAfter = :seen',
    names: { '#state': 'state' },
    values: { ':one': 1, ':after': after, ':open': 'open', ':now': now, ':seen': chunk.putBackAfter },
  });
  return updated !== null;
}

async function updateChunk(
  table: Table,
  { deliveryId, chunk }: Pick<Chunk, 'deliveryId' | 'chunk'>,
  change: {
    update: string;
    condition: string;
    names: Record<string, string>;
    values: Record<string, unknown>;
  },
): Promise<Chunk | null> {
  try {
    const { Attributes } = await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(chunkKey(deliveryId, chunk)),
        UpdateExpression: change.update,
        ConditionExpression: change.condition,
        ExpressionAttributeNames: change.names,
        ExpressionAttributeValues: toItem(change.values),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes ? fromItem(chunkSchema, Attributes) : null;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

// Recipients --------------------------------------------------------------------------------------------------------

/** Puts records behind the window, 25 to a request. Whoever tried to send knows best, so an older record gives way. */
export async function writeOutcomes(table: Table, outcomes: readonly Outcome[]): Promise<void> {
  await writeBatch(
    table,
    outcomes.map((outcome) => ({
      PutRequest: { Item: toItem({ ...outcomeKey(outcome.deliveryId, outcome.contactId), ...outcome }) },
    })),
  );
}

/**
 * Writes a record only over the one that was read (`seen`, null for none): for what is concluded about a recipient
 * rather than seen, as that a dead worker's window is unknown.
 */
export async function concludeOutcome(
  table: Table,
  outcome: Outcome,
  seen: Outcome | null,
): Promise<boolean> {
  return unlessRefused(() =>
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...outcomeKey(outcome.deliveryId, outcome.contactId), ...outcome }),
        ConditionExpression: seen
          ? '#state = :state AND attempt = :attempt AND decided = :decided'
          : 'attribute_not_exists(pk)',
        ExpressionAttributeNames: seen ? { '#state': 'state' } : undefined,
        ExpressionAttributeValues: seen
          ? toItem({ ':state': seen.state, ':attempt': seen.attempt, ':decided': seen.decided })
          : undefined,
      }),
    ),
  );
}

export interface Known {
  outcome: Outcome | null;
  feedback: Feedback | null;
}

/** Strong; contacts of whom nothing is known are missing from the answer. */
export async function readKnown(
  table: Table,
  deliveryId: string,
  contactIds: readonly string[],
): Promise<Map<string, Known>> {
  const items = await batchGet(
    table,
    contactIds.flatMap((id) => [outcomeKey(deliveryId, id), feedbackKey(deliveryId, id)]),
  );
  const known = new Map<string, Known>();
  for (const item of items) noteKnown(known, item);
  return known;
}

function noteKnown(known: Map<string, Known>, item: Item): void {
  if (item.sk?.S?.endsWith('#SES')) {
    const feedback = fromItem(feedbackSchema, item);
    known.set(feedback.contactId, { outcome: null, ...known.get(feedback.contactId), feedback });
  } else {
    const outcome = fromItem(outcomeSchema, item);
    known.set(outcome.contactId, { feedback: null, ...known.get(outcome.contactId), outcome });
  }
}

/** One recipient's record, outcome and feedback merged; null while nothing has happened. Strong. */
export async function readRecord(
  table: Table,
  deliveryId: string,
  contactId: string,
): Promise<RecipientRecord | null> {
  const known = (await readKnown(table, deliveryId, [contactId])).get(contactId);
  return known ? mergeRecord(known.outcome, known.feedback) : null;
}

/** Every record of a delivery in the order of contact ids, outcome and feedback merged. Strong. */
export async function* readRecords(table: Table, deliveryId: string): AsyncGenerator<RecipientRecord> {
  for await (const { outcome, feedback } of streamKnown(table, deliveryId)) {
    const record = mergeRecord(outcome, feedback);
    if (record) yield record;
  }
}

async function* streamKnown(table: Table, deliveryId: string): AsyncGenerator<Known> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :to)',
      ExpressionAttributeValues: toItem({ ':pk': `DELIVERY#${deliveryId}`, ':to': 'TO#' }),
    },
  );
  let known = new Map<string, Known>();
  for await (const page of pages)
    for (const item of page.Items ?? []) {
      const before = known;
      const [contactId] = before.keys();
      if (contactId && !item.sk?.S?.startsWith(`TO#${contactId}`)) {
        known = new Map();
        yield* before.values();
      }
      noteKnown(known, item);
    }
  yield* known.values();
}

/** SES's word on one recipient. `members` are set where unset; returns what was known before, null for nothing. */
export async function writeFeedback(
  table: Table,
  feedback: Pick<Feedback, 'deliveryId' | 'contactId' | 'sesMessageId'>,
  members: Partial<Omit<Feedback, 'deliveryId' | 'contactId' | 'sesMessageId'>>,
): Promise<Feedback | null> {
  const entries = Object.entries({ ...feedback, ...members }).filter(([, value]) => value !== undefined);
  const { Attributes } = await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(feedbackKey(feedback.deliveryId, feedback.contactId)),
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: toItem(
        Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      ),
      ReturnValues: 'ALL_OLD',
    }),
  );
  return Attributes?.deliveryId ? fromItem(feedbackSchema, Attributes) : null;
}

const resultsKey = (deliveryId: string) => ({ pk: `DELIVERY#${deliveryId}`, sk: 'RESULTS' });

/** Adds to a delivery's results. A crash between an event's record and this leaves one recipient uncounted. */
export async function countResults(
  table: Table,
  deliveryId: string,
  changes: Partial<Results>,
): Promise<void> {
  const entries = Object.entries(changes);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(resultsKey(deliveryId)),
      UpdateExpression: `ADD ${entries.map(([name]) => `${name} :${name}`).join(', ')}`,
      ExpressionAttributeValues: toItem(
        Object.fromEntries(entries.map(([name, change]) => [`:${name}`, change])),
      ),
    }),
  );
}

/** Eventually consistent: one item, however many the recipients. */
export async function readResults(table: Table, deliveryId: string): Promise<Results> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(resultsKey(deliveryId)) }),
  );
  return fromItem(resultsSchema, Item ?? {});
}

// What the step that claims a send looks at ---------------------------------------------------------------------------

export interface WindowReading {
  release: Release | null;
  standings: Map<string, Standing>;
  /** Of `holdersOf`: who is known to have been sent it. */
  holders: Set<string>;
}

/**
 * One strong read of all that may forbid a send: the release's head, the standings of the window's contacts and, for
 * those asked about, whether they hold the embargoed edition. A window of 25 is one request.
 */
export async function readWindow(
  table: Table,
  window: {
    releaseId: string;
    contactIds: readonly string[];
    holdersOf: string | null;
    asked: readonly string[];
  },
): Promise<WindowReading> {
  const { releaseId, contactIds, holdersOf, asked } = window;
  const items = await batchGet(table, [
    { pk: `RELEASE#${releaseId}`, sk: 'HEAD' },
    ...contactIds.map((id) => ({ pk: `CONTACT#${id}`, sk: 'STANDING' })),
    ...(holdersOf ? asked.flatMap((id) => [outcomeKey(holdersOf, id), feedbackKey(holdersOf, id)]) : []),
  ]);
  const reading: WindowReading = {
    release: null,
    standings: new Map(contactIds.map((id) => [id, goodStanding(id)])),
    holders: new Set(),
  };
  const known = new Map<string, Known>();
  for (const item of items) {
    const pk = item.pk?.S ?? '';
    if (pk.startsWith('RELEASE#')) reading.release = fromItem(releaseSchema, item);
    else if (pk.startsWith('DELIVERY#')) noteKnown(known, item);
    else {
      const contactId = pk.slice('CONTACT#'.length);
      // Each update of a standing writes its own attributes only, so an item may lack the others.
      reading.standings.set(
        contactId,
        standingSchema.parse({ ...goodStanding(contactId), ...unmarshall(item) }),
      );
    }
  }
  for (const [contactId, { outcome, feedback }] of known) {
    const state = mergeRecord(outcome, feedback)?.state;
    if (state === 'sent' || state === 'delivered') reading.holders.add(contactId);
  }
  return reading;
}

type Item = NonNullable<KeysAndAttributes['Keys']>[number];

async function batchGet(table: Table, keys: readonly Record<string, string>[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += 100) {
    let wanted: KeysAndAttributes | undefined = {
      Keys: keys.slice(start, start + 100).map(toItem),
      ConsistentRead: true,
    };
    while (wanted) {
      const { Responses, UnprocessedKeys }: BatchAnswer = await table.client.send(
        new BatchGetItemCommand({ RequestItems: { [table.name]: wanted } }),
      );
      items.push(...(Responses?.[table.name] ?? []));
      wanted = UnprocessedKeys?.[table.name];
    }
  }
  return items;
}

interface BatchAnswer {
  Responses?: Record<string, Item[]>;
  UnprocessedKeys?: Record<string, KeysAndAttributes>;
}

async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
