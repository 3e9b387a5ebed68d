import { type Card, cardSchema } from '../domain/contact.ts';
import { ahead } from './ahead.ts';
import { fromItem, toItem } from './item.ts';
import { queryPages } from './read-items.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';

const keyOf = (list: string, contactId: string) => ({ pk: `LIST#${list}`, sk: contactId });

/**
 * A merge holds two pages of every list in memory, and a page of 1 MB in DynamoDB needs ten times as much as objects.
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
        lists.map((list) => ({ DeleteRequest: { Key: toItem(keyOf(list, contactId)) } })),
      );
    },

    /** The entries of one list in the order of ids, from `after` on. The next page is requested in advance. */
    async *streamList(list: string, after?: string): AsyncIterable<Card> {
      const pages = queryPages(table, {
        Limit: itemsPerPage,
        KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
        values: { ':pk': `LIST#${list}`, ':after': after },
      });
      for await (const page of ahead(pages))
        for (const item of page.Items ?? []) yield fromItem(cardSchema, item);
    },
  };
}
