import type { QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { type Card, cardSchema } from '../domain/contact.ts';
import { ahead } from './ahead.ts';
import { shardOf, shardsFrom } from './id-shards.ts';
import { fromItem, toItem } from './item.ts';
import { pagesInTurn } from './pages-in-turn.ts';
import { queryPages } from './read-items.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';

/** A list is as many partitions as ids have shards. */
const partitionOf = (list: string, shard: string) => `LIST#${list}#${shard}`;
const keyOf = (list: string, contactId: string) => ({
  pk: partitionOf(list, shardOf(contactId)),
  sk: contactId,
});

/**
 * Until November 2026 a list was one partition. Such an entry counts until the contact is written again, and is deleted
 * with the contact. Writing does not delete it: that would cost a million units in one partition.
 */
const formerPartition = (list: string) => `LIST#${list}`;
const formerKeyOf = (list: string, contactId: string) => ({ pk: formerPartition(list), sk: contactId });

/**
 * A merge holds three pages of every list in memory, and a page of 1 MB in DynamoDB needs ten times as much as objects.
 */
export const itemsPerPage = 400;

/**
 * Copies of the cards, one for each list that a card names. Segments read these copies. The card is the authoritative
 * version.
 */
export function listEntryTable(table: Table) {
  return {
    /** Writes the list entries of cards, before `putCard`. Idempotent. */
    async putEntries(cards: readonly Card[]): Promise<void> {
      await writeBatch(
        table,
        cards.flatMap((card) =>
          card.lists.map((list) => ({
            PutRequest: { Item: toItem({ ...keyOf(list, card.contactId), ...card }) },
          })),
        ),
      );
    },

    /** Deletes a contact's entries on some lists. Ignores lists without an entry. */
    async deleteEntries(contactId: string, lists: readonly string[]): Promise<void> {
      await writeBatch(
        table,
        lists.flatMap((list) => [
          { DeleteRequest: { Key: toItem(keyOf(list, contactId)) } },
          { DeleteRequest: { Key: toItem(formerKeyOf(list, contactId)) } },
        ]),
      );
    },

    /** The entries of one list in the order of ids, from `after` on. The next pages are requested in advance. */
    streamList(list: string, after?: string): AsyncIterable<Card> {
      const pagesOf = (pk: string) => entryPages(table, pk, after);
      const shards = shardsFrom(after).map((shard) => pagesOf(partitionOf(list, shard)));
      return newestOf(cardsIn(pagesInTurn(shards)), cardsIn(ahead(pagesOf(formerPartition(list)))));
    },

    /**
     * The number of a list's entries. Who has been written again since lists have several partitions counts twice: this
     * number is for judging whether a quota is enough.
     */
    async countEntries(list: string): Promise<number> {
      const partitions = [...shardsFrom().map((shard) => partitionOf(list, shard)), formerPartition(list)];
      const counts = await Promise.all(partitions.map((pk) => countPartition(table, pk)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

function entryPages(table: Table, pk: string, after: string | undefined) {
  return queryPages(table, {
    Limit: itemsPerPage,
    KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    values: { ':pk': pk, ':after': after },
  });
}

async function* cardsIn(pages: AsyncIterable<QueryCommandOutput>): AsyncGenerator<Card> {
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(cardSchema, item);
}

async function countPartition(table: Table, pk: string): Promise<number> {
  let count = 0;
  const query = { KeyConditionExpression: 'pk = :pk', values: { ':pk': pk } };
  for await (const { Count = 0 } of queryPages(table, { ...query, Select: 'COUNT' })) count += Count;
  return count;
}

/** Two streams in the order of ids as one. Of two entries of a contact the newer counts, or else the one of `now`. */
async function* newestOf(now: AsyncGenerator<Card>, former: AsyncGenerator<Card>): AsyncGenerator<Card> {
  try {
    let [ours, theirs] = await Promise.all([now.next(), former.next()]);
    while (!ours.done && !theirs.done) {
      const [our, their] = [ours.value, theirs.value];
      if (our.contactId === their.contactId) yield our.revision < their.revision ? their : our;
      else yield our.contactId < their.contactId ? our : their;
      const isOurs = our.contactId <= their.contactId;
      if (their.contactId <= our.contactId) theirs = await former.next();
      if (isOurs) ours = await now.next();
    }
    if (!ours.done) yield ours.value;
    if (!theirs.done) yield theirs.value;
    yield* now;
    yield* former;
  } finally {
    await Promise.allSettled([now.return(undefined), former.return(undefined)]);
  }
}
