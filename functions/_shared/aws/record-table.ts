import {
  type Feedback,
  feedbackSchema,
  mergeRecord,
  type Outcome,
  type RecipientRecord,
} from '../domain/delivery.ts';
import { ahead } from './ahead.ts';
import { batchGet } from './batch-get.ts';
import { fromItem, toItem } from './item.ts';
import { feedbackKey, type Known, noteKnown, outcomeKey } from './known-records.ts';
import { queryPages } from './read-items.ts';
import type { Table } from './table.ts';
import { writeBatch } from './write-batch.ts';
import { putItem, updateAndRead } from './write-items.ts';

export function recordTable(table: Table) {
  return {
    ...recordReads(table),

    /**
     * Writes records after a window, 25 per request. They overwrite older records, because the worker that tried to
     * send knows best.
     */
    async writeOutcomes(outcomes: readonly Outcome[]): Promise<void> {
      await writeBatch(
        table,
        outcomes.map((outcome) => ({
          PutRequest: { Item: toItem({ ...outcomeKey(outcome.deliveryId, outcome.contactId), ...outcome }) },
        })),
      );
    },

    /**
     * Writes a record only over the one that was read (`seen`; null for none). For states that are concluded, such as
     * unknown for the window of a dead worker.
     */
    concludeOutcome(outcome: Outcome, seen: Outcome | null): Promise<boolean> {
      const item = { ...outcomeKey(outcome.deliveryId, outcome.contactId), ...outcome };
      if (!seen) return putItem(table, item, { condition: 'attribute_not_exists(pk)' });
      return putItem(table, item, {
        condition: '#state = :state AND attempt = :attempt AND decided = :decided',
        names: { '#state': 'state' },
        values: { ':state': seen.state, ':attempt': seen.attempt, ':decided': seen.decided },
      });
    },
  };
}

function recordReads(table: Table) {
  /** Strongly consistent. Contacts without any record are missing from the result. */
  const readKnown = async (
    deliveryId: string,
    contactIds: readonly string[],
  ): Promise<Map<string, Known>> => {
    const keys = contactIds.flatMap((id) => [outcomeKey(deliveryId, id), feedbackKey(deliveryId, id)]);
    const known = new Map<string, Known>();
    for (const item of await batchGet(table, keys)) noteKnown(known, item);
    return known;
  };
  return {
    readKnown,

    /** One recipient's record, with outcome and feedback merged. Null if nothing has happened. Strongly consistent. */
    async readRecord(deliveryId: string, contactId: string): Promise<RecipientRecord | null> {
      const known = (await readKnown(deliveryId, [contactId])).get(contactId);
      return known ? mergeRecord(known.outcome, known.feedback) : null;
    },

    /** All records of a delivery in the order of contact ids, with outcome and feedback merged. Strongly consistent. */
    async *readRecords(deliveryId: string): AsyncIterable<RecipientRecord> {
      for await (const { outcome, feedback } of streamKnown(table, deliveryId)) {
        const record = mergeRecord(outcome, feedback);
        if (record) yield record;
      }
    },
  };
}

/** A merge of all that were sent has two pages of each delivery in memory. */
const itemsPerPage = 1000;

async function* streamKnown(table: Table, deliveryId: string): AsyncGenerator<Known> {
  const pages = queryPages(table, {
    Limit: itemsPerPage,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :to)',
    values: { ':pk': `DELIVERY#${deliveryId}`, ':to': 'TO#' },
  });
  let known = new Map<string, Known>();
  for await (const page of ahead(pages))
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

type Told = 'deliveryId' | 'contactId' | 'sesMessageId';

export function feedbackTable(table: Table) {
  return {
    /**
     * Writes SES's information about one recipient. Only members that are not set yet are written. Returns what was
     * known before, or null.
     */
    async writeFeedback(
      feedback: Pick<Feedback, Told>,
      members: Partial<Omit<Feedback, Told>>,
    ): Promise<Feedback | null> {
      const entries = Object.entries({ ...feedback, ...members }).filter(([, value]) => value !== undefined);
      const sets = entries.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`);
      const before = await updateAndRead(
        table,
        feedbackKey(feedback.deliveryId, feedback.contactId),
        {
          update: `SET ${sets.join(', ')}`,
          names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
          values: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
        },
        'ALL_OLD',
      );
      return before?.deliveryId ? fromItem(feedbackSchema, before) : null;
    },
  };
}
