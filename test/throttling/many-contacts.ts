import { BatchWriteItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../functions/_shared/aws/item.ts';
import { feedbackKey, outcomeKey } from '../../functions/_shared/aws/known-records.ts';
import { listEntryTable } from '../../functions/_shared/aws/list-entry-table.ts';
import { standingKey } from '../../functions/_shared/aws/standing-item.ts';
import type { Recipient } from '../../functions/_shared/domain/audience.ts';
import type { Card } from '../../functions/_shared/domain/contact.ts';
import type { Feedback, Outcome } from '../../functions/_shared/domain/delivery.ts';
import { tableThrough } from '../simulator/fake-table.ts';
import { type Collection, type Page, readPage } from './virtual-items.ts';

const at = '2026-01-05T09:30:00.000Z';
const firsts = '234567abcdefghijklmnopqrstuvwxyz';
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The n-th of many contacts. Ids are in the order of n, and all second characters are used alike, as in real ids. */
export function contactNumber(n: number, contacts: number): string {
  let id = '';
  for (let rest = n, i = 0; i < 6; i++) {
    id = letters.charAt(rest % 26) + id;
    rest = Math.floor(rest / 26);
  }
  return `c${firsts.charAt(Math.floor((n * firsts.length) / contacts))}${id}${'a'.repeat(19)}`;
}

/** Beside the first list, which names everybody, one contact in five is on the second. */
export const lists = ['press', 'science'] as const;

export function cardNumber(n: number, contacts: number): Card {
  return {
    contactId: contactNumber(n, contacts),
    revision: 1,
    email: `reporter-${n}@desk-${n % 997}.example.org`,
    name: `Reporter Number ${n}`,
    outlet: `Outlet ${n % 997}`,
    outletKind: 'newspaper',
    role: 'reporter',
    phone: null,
    beats: n % 2 ? ['health'] : ['climate', 'gender'],
    regions: ['VN'],
    languages: n % 3 ? ['vi', 'en'] : ['fr'],
    zone: n % 2 ? 'Europe/Paris' : null,
    lists: n % 5 ? ['press'] : ['press', 'science'],
    tier: 2,
    consent: null,
    notes: null,
    createdAt: at,
    updatedAt: at,
  };
}

export function recipientNumber(n: number, contacts: number): Recipient {
  const { contactId, email, name, zone } = cardNumber(n, contacts);
  return { contactId, email, name, language: 'en', zone, list: 'press', accredited: false };
}

/** The partition of a contact's entry on a list, as list-entry-table.ts writes it. */
async function entryPartition(list: string, card: Card): Promise<string> {
  let pk = '';
  const seen = tableThrough(async (command) => {
    if (command instanceof BatchWriteItemCommand)
      pk = command.input.RequestItems?.newsroom?.[0]?.PutRequest?.Item?.pk?.S ?? '';
    return {};
  });
  await listEntryTable(seen).putEntries([{ ...card, lists: [list] }]);
  return pk;
}

interface Range {
  start: number;
  end: number;
}

/** The members of a list in each of its partitions, counted among the list's members. */
async function partitionsOf(list: string, step: number, contacts: number): Promise<Map<string, Range>> {
  const found = new Map<string, Range>();
  const firstWith = (i: number) => Math.ceil((i * contacts) / firsts.length / step);
  for (let i = 0; i < firsts.length; i++) {
    const [start, end] = [firstWith(i), firstWith(i + 1)];
    if (start === end) continue;
    const pk = await entryPartition(list, cardNumber(start * step, contacts));
    found.set(pk, { start: found.get(pk)?.start ?? start, end });
  }
  return found;
}

async function listEntries(contacts: number): Promise<Map<string, Collection>> {
  const found = new Map<string, Collection>();
  for (const [list, step] of [['press', 1] as const, ['science', 5] as const])
    for (const [pk, { start, end }] of await partitionsOf(list, step, contacts)) {
      const sortKeyOf = (n: number) => contactNumber((start + n) * step, contacts);
      const itemOf = (n: number) =>
        toItem({ pk, sk: sortKeyOf(n), schemaVersion: 1, ...cardNumber((start + n) * step, contacts) });
      found.set(pk, { length: end - start, sortKeyOf, itemOf });
    }
  return found;
}

/** One contact in ten has a standing: unsubscribed. */
const everyTenth = 10;

function standings(first: string, contacts: number): Collection {
  const i = firsts.indexOf(first);
  const start = Math.ceil((i * contacts) / firsts.length / everyTenth);
  const end = Math.ceil(((i + 1) * contacts) / firsts.length / everyTenth);
  const sortKeyOf = (n: number) => contactNumber((start + n) * everyTenth, contacts);
  return {
    length: i < 0 ? 0 : end - start,
    sortKeyOf,
    itemOf(n) {
      const contactId = sortKeyOf(n);
      const suppressed = { reason: 'unsubscribed', at, evidence: 'link' };
      const index = { gsi1pk: `STANDINGS#${first}`, gsi1sk: contactId };
      return toItem({ ...standingKey(contactId), ...index, contactId, suppressed });
    },
  };
}

/** Everybody was sent a delivery, and SES says that it arrived: two items for each. */
function records(deliveryId: string, contacts: number): Collection {
  const keyOf = (n: number) =>
    (n % 2 ? feedbackKey : outcomeKey)(deliveryId, contactNumber(n >> 1, contacts));
  return {
    length: 2 * contacts,
    sortKeyOf: (n) => keyOf(n).sk,
    itemOf(n) {
      const { contactId, email, language } = recipientNumber(n >> 1, contacts);
      const sesMessageId = `0102018f${String(n >> 1).padStart(8, '0')}-5f1c2c1e-0000-4000-8000-000000000000-000000`;
      const said = { deliveryId, contactId, sesMessageId };
      const feedback: Feedback = { ...said, sentAt: at, deliveredAt: at };
      const sent = { state: 'sent', reason: null, at, attempt: 1, decided: null } as const;
      const outcome: Outcome = { ...said, ...sent, email, language, chunk: Math.floor((n >> 1) / 2000) };
      return toItem({ ...keyOf(n), schemaVersion: 1, ...(n % 2 ? feedback : outcome) });
    },
  };
}

/** Answers what is asked of a newsroom with so many contacts, in which everybody was sent the deliveries `sent`. */
export async function manyContacts(
  contacts: number,
  sent: readonly string[] = [],
): Promise<(query: QueryCommandInput) => Page | null> {
  const entries = await listEntries(contacts);
  return (query) => {
    const values = query.ExpressionAttributeValues ?? {};
    const [kind, name = ''] = (values[':pk']?.S ?? '').split('#');
    if (kind === 'STANDINGS') return readPage(standings(name, contacts), query, 'gsi1sk');
    if (kind === 'LIST') return readPage(entries.get(values[':pk']?.S ?? '') ?? nothing, query, 'sk');
    if (kind !== 'DELIVERY' || values[':to'] === undefined) return null;
    return readPage(sent.includes(name) ? records(name, contacts) : nothing, query, 'sk');
  };
}

const nothing: Collection = {
  length: 0,
  sortKeyOf: () => '',
  itemOf: () => ({}),
};
