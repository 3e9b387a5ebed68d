import * as z from 'zod';
import { type Card, cardSchema } from '../domain/contact.ts';
import { batchGet } from './batch-get.ts';
import { fromItem, toItem } from './item.ts';
import { listEntryTable } from './list-entry-table.ts';
import { queryPages, readItem } from './read-items.ts';
import { noteTakenOff } from './standing-item.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';
import { deleteItem, putItem, updateItem } from './write-items.ts';

const keyOf = (contactId: string) => ({ pk: `CONTACT#${contactId}`, sk: 'CARD' });

/** Cards whose list entries are not complete yet, see `editCard`. */
const unfinished = 'CARDS#unfinished';

/** What admins and imports say about people, one card each. Copies of the cards are in list-entry-table.ts. */
export function cardTable(table: Table) {
  return {
    readCard: (contactId: string): Promise<Card | null> => readItem(table, keyOf(contactId), cardSchema),

    /** Strongly consistent reads of cards. An id without a card is missing from the result. */
    async readCards(contactIds: readonly string[]): Promise<Map<string, Card>> {
      const items = await batchGet(table, [...new Set(contactIds)].map(keyOf));
      return new Map(items.map((item) => fromItem(cardSchema, item)).map((card) => [card.contactId, card]));
    },

    /**
     * Writes cards of new contacts with their list entries, 25 items per request. Entries are written first: after a
     * crash there are entries without a card, and repeating the write completes them. Unconditional; for existing cards
     * use `editCard` or `putCard`.
     */
    async putCards(cards: readonly Card[]): Promise<void> {
      await listEntryTable(table).putEntries(cards);
      await writeBatch(
        table,
        cards.map((card) => ({ PutRequest: { Item: toItem({ ...keyOf(card.contactId), ...card }) } })),
      );
    },

    /**
     * Writes only the card, conditionally. The caller writes its list entries, like an import that writes them in
     * batches.
     */
    putCard: (before: Card | null, after: Card, marks: Record<string, unknown> = {}): Promise<boolean> =>
      putCard(table, before, after, marks),

    /**
     * Deletes a card with its entries. False if it changed after `card` was read. The card is deleted last, so that a
     * retry completes the work.
     */
    async deleteCard(card: Card): Promise<boolean> {
      await noteTakenOff(table, card.contactId);
      await listEntryTable(table).deleteEntries(card.contactId, card.lists);
      return deleteItem(table, keyOf(card.contactId), {
        condition: 'attribute_not_exists(pk) OR revision = :seen',
        values: { ':seen': card.revision },
      });
    },
  };
}

/** Edits that keep a card and its list entries consistent, even after a crash in between. */
export function cardEdits(table: Table) {
  return {
    /**
     * Replaces the card `before` with `after` (whose revision is one higher). False if somebody else saved first; then
     * nothing is changed. The card is written first and marked in the index until its list entries are written, so that
     * `finishCards` completes it after a crash, before the next audience is frozen.
     */
    async editCard(before: Card | null, after: Card): Promise<boolean> {
      const leftLists = (before?.lists ?? []).filter((list) => !after.lists.includes(list));
      if (leftLists.length > 0) await noteTakenOff(table, after.contactId);
      const marks = { gsi1pk: unfinished, gsi1sk: after.contactId, leftLists };
      const written = await putCard(table, before, after, marks);
      if (written) await finishCard(table, after, leftLists);
      return written;
    },

    /** Completes cards whose list entries a crash left incomplete. Returns their number. */
    async finishCards(): Promise<number> {
      let finished = 0;
      const query = { KeyConditionExpression: 'gsi1pk = :pk', values: { ':pk': unfinished } };
      for await (const page of queryPages(table, { IndexName: 'gsi1', ...query }))
        for (const item of page.Items ?? []) {
          const { leftLists } = fromItem(z.object({ leftLists: z.array(z.string()) }), item);
          await finishCard(table, fromItem(cardSchema, item), leftLists);
          finished += 1;
        }
      return finished;
    },
  };
}

function putCard(
  table: Table,
  before: Card | null,
  after: Card,
  marks: Record<string, unknown>,
): Promise<boolean> {
  const item = { ...keyOf(after.contactId), ...after, ...marks };
  if (!before) return putItem(table, item, { condition: 'attribute_not_exists(pk)' });
  return putItem(table, item, { condition: 'revision = :seen', values: { ':seen': before.revision } });
}

async function finishCard(table: Table, card: Card, leftLists: readonly string[]): Promise<void> {
  const entries = listEntryTable(table);
  await entries.putEntries([card]);
  await entries.deleteEntries(card.contactId, leftLists);
  await updateItem(table, keyOf(card.contactId), {
    update: 'REMOVE gsi1pk, gsi1sk, leftLists',
    condition: 'revision = :seen',
    values: { ':seen': card.revision },
  });
}
