import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import {
  type Card,
  cardSchema,
  goodStanding,
  type Standing,
  type SuppressionReason,
  standingSchema,
  suppressionStrength,
} from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';
import { ahead } from './ahead.ts';
import { batchGet } from './batch-get.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';

const cardKey = (contactId: string) => ({ pk: `CONTACT#${contactId}`, sk: 'CARD' });
const standingKey = (contactId: string) => ({ pk: `CONTACT#${contactId}`, sk: 'STANDING' });
const entryKey = (list: string, contactId: string) => ({ pk: `LIST#${list}`, sk: contactId });

/** Cards whose list entries are not all written yet, see `editCard`. */
const unfinished = 'CARDS#unfinished';

export async function readCard(table: Table, contactId: string): Promise<Card | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(cardKey(contactId)), ConsistentRead: true }),
  );
  return Item ? fromItem(cardSchema, Item) : null;
}

/** One strong read. */
export async function readStanding(table: Table, contactId: string): Promise<Standing> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(standingKey(contactId)), ConsistentRead: true }),
  );
  return Item ? toStanding(Item) : goodStanding(contactId);
}

/** Strong reads, a hundred to a request; every id asked for has its standing in the answer. */
export async function readStandings(
  table: Table,
  contactIds: readonly string[],
): Promise<Map<string, Standing>> {
  const standings = new Map(contactIds.map((id) => [id, goodStanding(id)]));
  for (const item of await batchGet(table, [...standings.keys()].map(standingKey))) {
    const standing = toStanding(item);
    standings.set(standing.contactId, standing);
  }
  return standings;
}

/** Strong reads of cards; an id without one is missing from the answer. */
export async function readCards(table: Table, contactIds: readonly string[]): Promise<Map<string, Card>> {
  const items = await batchGet(table, [...new Set(contactIds)].map(cardKey));
  return new Map(items.map((item) => fromItem(cardSchema, item)).map((card) => [card.contactId, card]));
}

/**
 * Cards of new contacts with their list entries, 25 items to a request, entries first: a crash leaves entries without
 * a card, which repeating the write completes. Unconditional; what exists already is for `editCard` or `putCard`.
 */
export async function putCards(table: Table, cards: readonly Card[]): Promise<void> {
  await putEntries(table, cards);
  await writeBatch(
    table,
    cards.map((card) => ({ PutRequest: { Item: toItem({ ...cardKey(card.contactId), ...card }) } })),
  );
}

/** Writes the list entries of cards, as a step before `putCard`; idempotent. */
export async function putEntries(table: Table, cards: readonly Card[]): Promise<void> {
  await writeBatch(
    table,
    cards.flatMap((card) =>
      card.lists.map((list) => ({
        PutRequest: { Item: toItem({ ...entryKey(list, card.contactId), ...card }) },
      })),
    ),
  );
}

/**
 * Replaces the card `before` by `after` (whose revision is one higher); false when somebody else was quicker, and then
 * nothing has changed. The card is written first and marked in the index until its list entries agree with it, so that
 * a crash in between is found and finished (`finishCards`) before the next audience is frozen.
 */
export async function editCard(table: Table, before: Card | null, after: Card): Promise<boolean> {
  const leftLists = (before?.lists ?? []).filter((list) => !after.lists.includes(list));
  if (leftLists.length > 0) await noteTakenOff(table, after.contactId);
  const written = await putCard(table, before, after, {
    gsi1pk: unfinished,
    gsi1sk: after.contactId,
    leftLists,
  });
  if (written) await finishCard(table, after, leftLists);
  return written;
}

async function finishCard(table: Table, card: Card, leftLists: readonly string[]): Promise<void> {
  await putEntries(table, [card]);
  await deleteEntries(table, card.contactId, leftLists);
  await ifUnchanged(() =>
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(cardKey(card.contactId)),
        UpdateExpression: 'REMOVE gsi1pk, gsi1sk, leftLists',
        ConditionExpression: 'revision = :seen',
        ExpressionAttributeValues: toItem({ ':seen': card.revision }),
      }),
    ),
  );
}

/** Completes what a crash left between a card and its entries; returns how many there were. */
export async function finishCards(table: Table): Promise<number> {
  let finished = 0;
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': unfinished }),
    },
  );
  for await (const page of pages)
    for (const item of page.Items ?? []) {
      const { leftLists } = fromItem(z.object({ leftLists: z.array(z.string()) }), item);
      await finishCard(table, fromItem(cardSchema, item), leftLists);
      finished += 1;
    }
  return finished;
}

/** A conditional put of the card alone: its entries are the caller's, as in an import that writes them in batches. */
export async function putCard(
  table: Table,
  before: Card | null,
  after: Card,
  marks: Record<string, unknown> = {},
): Promise<boolean> {
  return ifUnchanged(() =>
    table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...cardKey(after.contactId), ...after, ...marks }),
        ConditionExpression: before ? 'revision = :seen' : 'attribute_not_exists(pk)',
        ExpressionAttributeValues: before ? toItem({ ':seen': before.revision }) : undefined,
      }),
    ),
  );
}

/** Deletes a card with its entries; false when it was changed since `card` was read. The card goes last: a retry heals. */
export async function deleteCard(table: Table, card: Card): Promise<boolean> {
  await noteTakenOff(table, card.contactId);
  await deleteEntries(table, card.contactId, card.lists);
  return ifUnchanged(() =>
    table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: toItem(cardKey(card.contactId)),
        ConditionExpression: 'attribute_not_exists(pk) OR revision = :seen',
        ExpressionAttributeValues: toItem({ ':seen': card.revision }),
      }),
    ),
  );
}

/**
 * Written before the card is, so that whatever is claimed after it finds the mark: the claim of a send reads standings
 * strongly and cards only of those who left something.
 */
async function noteTakenOff(table: Table, contactId: string): Promise<void> {
  await updateStanding(table, contactId, { set: 'wasTakenOff = :yes', values: { ':yes': true } });
}

/** Deletes a contact's entries on some lists; a list it is not on is passed over. */
export async function deleteEntries(
  table: Table,
  contactId: string,
  lists: readonly string[],
): Promise<void> {
  await writeBatch(
    table,
    lists.map((list) => ({ DeleteRequest: { Key: toItem(entryKey(list, contactId)) } })),
  );
}

/** A merge holds two pages of every list it reads: a page of DynamoDB's own megabyte makes ten of objects. */
const itemsPerPage = 400;

/** One list's entries in the order of their ids, from `after` on; pages are fetched ahead of their use. */
export async function* streamList(table: Table, list: string, after?: string): AsyncGenerator<Card> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      Limit: itemsPerPage,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: toItem({ ':pk': `LIST#${list}`, ':after': after }),
    },
  );
  for await (const page of ahead(pages))
    for (const item of page.Items ?? []) yield fromItem(cardSchema, item);
}

// Standings ---------------------------------------------------------------------------------------------------------

/** The second characters of ids, in the order of ids: standings are indexed under them, so that no partition is hot. */
const shards = [...'234567abcdefghijklmnopqrstuvwxyz'];

/** What every write of a standing sets: the id, and its place in the index that `streamStandings` reads. */
function indexed(contactId: string) {
  return { ':id': contactId, ':index': `STANDINGS#${contactId.charAt(1)}` };
}
const setIndexed = 'contactId = :id, gsi1pk = :index, gsi1sk = :id';

/**
 * All standings that were ever written, in the order of their ids, beginning at `from`. Most contacts have none, so
 * that joining an audience with this stream costs a fraction of reading a standing for each.
 */
export async function* streamStandings(table: Table, from: string): AsyncGenerator<Standing> {
  for (const shard of shards.slice(Math.max(0, shards.indexOf(from.charAt(1))))) {
    const pages = paginateQuery(
      { client: table.client },
      {
        TableName: table.name,
        IndexName: 'gsi1',
        Limit: itemsPerPage,
        KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk >= :from',
        ExpressionAttributeValues: toItem({ ':pk': `STANDINGS#${shard}`, ':from': from }),
      },
    );
    for await (const page of ahead(pages)) for (const item of page.Items ?? []) yield toStanding(item);
  }
}

/** Suppresses for good. Idempotent; a weaker reason never replaces a stronger one. True when something changed. */
export async function suppress(
  table: Table,
  contactId: string,
  reason: SuppressionReason,
  evidence: string,
  at: Instant,
): Promise<boolean> {
  return ifUnchanged(() =>
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(standingKey(contactId)),
        UpdateExpression: `SET ${setIndexed}, suppressed = :suppressed, suppressedStrength = :strength`,
        ConditionExpression: 'attribute_not_exists(suppressedStrength) OR suppressedStrength < :strength',
        ExpressionAttributeValues: toItem({
          ...indexed(contactId),
          ':suppressed': { reason, at, evidence },
          ':strength': suppressionStrength(reason),
        }),
      }),
    ),
  );
}

/**
 * The person's own confirmed wish to hear from us again: lifts what they themselves had asked for (unsubscribed,
 * erased), never a bounce, a complaint or an admin's decision. Only the double opt-in calls this.
 */
export async function resubscribe(table: Table, contactId: string): Promise<boolean> {
  return ifUnchanged(() =>
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(standingKey(contactId)),
        UpdateExpression: `SET ${setIndexed}, suppressed = :none REMOVE suppressedStrength`,
        ConditionExpression: 'suppressedStrength IN (:unsubscribed, :erased)',
        ExpressionAttributeValues: toItem({
          ...indexed(contactId),
          ':none': null,
          ':unsubscribed': suppressionStrength('unsubscribed'),
          ':erased': suppressionStrength('erased'),
        }),
      }),
    ),
  );
}

/** What the person set on their own pages. */
export async function setWishes(
  table: Table,
  contactId: string,
  wishes: { pausedUntil: Instant | null; leftLists: string[] },
): Promise<void> {
  await updateStanding(table, contactId, {
    set: 'pausedUntil = :pausedUntil, leftLists = :leftLists',
    values: { ':pausedUntil': wishes.pausedUntil, ':leftLists': wishes.leftLists },
  });
}

/** Leaves one list. Idempotent; true when something changed. */
export async function leaveList(table: Table, contactId: string, list: string): Promise<boolean> {
  return ifUnchanged(() =>
    updateStanding(table, contactId, {
      set: 'leftLists = list_append(if_not_exists(leftLists, :empty), :lists)',
      condition: 'NOT contains(leftLists, :list)',
      values: { ':empty': [], ':lists': [list], ':list': list },
    }),
  );
}

export type Accreditation = NonNullable<Standing['accreditation']>;

export async function accredit(table: Table, contactId: string, accreditation: Accreditation): Promise<void> {
  await updateStanding(table, contactId, {
    set: 'accreditation = :accreditation',
    values: { ':accreditation': accreditation },
  });
}

/** Accredits by accepted terms: only while an admin's offer of this version stands. False when it does not. */
export async function acceptTerms(
  table: Table,
  contactId: string,
  accreditation: Accreditation,
): Promise<boolean> {
  return ifUnchanged(() =>
    updateStanding(table, contactId, {
      set: 'accreditation = :accreditation',
      condition: 'termsOffered.version = :version',
      values: { ':accreditation': accreditation, ':version': accreditation.termsVersion },
    }),
  );
}

export async function offerTerms(
  table: Table,
  contactId: string,
  offer: NonNullable<Standing['termsOffered']>,
): Promise<void> {
  await updateStanding(table, contactId, { set: 'termsOffered = :offer', values: { ':offer': offer } });
}

/** Takes accreditation and any standing offer of the terms away. */
export async function revokeAccreditation(table: Table, contactId: string): Promise<void> {
  await updateStanding(table, contactId, {
    set: 'accreditation = :none, termsOffered = :none',
    values: { ':none': null },
  });
}

/** Leaves of an erased person only the mark that they are: no trust, no lists, no bounces. */
export async function clearStanding(table: Table, contactId: string): Promise<void> {
  await updateStanding(table, contactId, {
    set: 'accreditation = :none, termsOffered = :none, pausedUntil = :none, leftLists = :empty, transientBounces = :zero',
    values: { ':none': null, ':empty': [], ':zero': 0 },
  });
}

/** Counts a soft bounce; the caller decides how many are too many. */
export async function countTransientBounce(table: Table, contactId: string): Promise<number> {
  const { Attributes } = await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(standingKey(contactId)),
      UpdateExpression: `SET ${setIndexed} ADD transientBounces :one`,
      ExpressionAttributeValues: toItem({ ...indexed(contactId), ':one': 1 }),
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes ? toStanding(Attributes).transientBounces : 1;
}

async function updateStanding(
  table: Table,
  contactId: string,
  update: { set: string; condition?: string; values: Record<string, unknown> },
): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toItem(standingKey(contactId)),
      UpdateExpression: `SET ${setIndexed}, ${update.set}`,
      ConditionExpression: update.condition,
      ExpressionAttributeValues: toItem({ ...indexed(contactId), ...update.values }),
    }),
  );
}

/** Each update writes its own attributes only, so an item may lack the others. */
function toStanding(item: Parameters<typeof unmarshall>[0]): Standing {
  return standingSchema.parse({ ...goodStanding(''), ...unmarshall(item) });
}

// Requests ----------------------------------------------------------------------------------------------------------

async function ifUnchanged(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
