import { z } from 'zod';
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

/** Cards whose list entries are not all written yet, see `editCard`. */
const unfinished = 'CARDS#unfinished';

/** What admins and imports say about people, one card each; its copies are in list-entry-table.ts. */
export function cardTable(table: Table) {
  return {
    readCard: (contactId: string): Promise<Card | null> => readItem(table, keyOf(contactId), cardSchema),

    /** Strong reads of cards; an id without one is missing from the answer. */
    async readCards(contactIds: readonly string[]): Promise<Map<string, Card>> {
      const items = await batchGet(table, [...new Set(contactIds)].map(keyOf));
      return new Map(items.map((item) => fromItem(cardSchema, item)).map((card) => [card.contactId, card]));
    },

    /**
     * Cards of new contacts with their list entries, 25 items to a request, entries first: a crash leaves entries
     * without a card, which repeating the write completes. Unconditional; what exists already is for `editCard` or
     * `putCard`.
     */
    async putCards(cards: readonly Card[]): Promise<void> {
      await listEntryTable(table).putEntries(cards);
      await writeBatch(
        table,
        cards.map((card) => ({ PutRequest: { Item: toItem({ ...keyOf(card.contactId), ...card }) } })),
      );
    },

    /** A conditional put of the card alone: its entries are the caller's, as in an import that writes them in batches. */
    putCard: (before: Card | null, after: Card, marks: Record<string, unknown> = {}): Promise<boolean> =>
      putCard(table, before, after, marks),

    /** Deletes a card with its entries; false when it was changed since `card` was read. The card goes last: a retry heals. */
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

/** Edits, which keep a card and its list entries in agreement whatever crashes in between. */
export function cardEdits(table: Table) {
  return {
    /**
     * Replaces the card `before` by `after` (whose revision is one higher); false when somebody else was quicker, and
     * then nothing has changed. The card is written first and marked in the index until its list entries agree with it,
     * so that a crash in between is found and finished (`finishCards`) before the next audience is frozen.
     */
    async editCard(before: Card | null, after: Card): Promise<boolean> {
      const leftLists = (before?.lists ?? []).filter((list) => !after.lists.includes(list));
      if (leftLists.length > 0) await noteTakenOff(table, after.contactId);
      const marks = { gsi1pk: unfinished, gsi1sk: after.contactId, leftLists };
      const written = await putCard(table, before, after, marks);
      if (written) await finishCard(table, after, leftLists);
      return written;
    },

    /** Completes what a crash left between a card and its entries; returns how many there were. */
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
