import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactTable } from '../../functions/_shared/aws/contact-table.ts';
import { toItem } from '../../functions/_shared/aws/item.ts';
import { listTable } from '../../functions/_shared/aws/list-table.ts';
import { segmentTable } from '../../functions/_shared/aws/segment-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { goodStanding } from '../../functions/_shared/domain/contact.ts';
import { cardOf } from '../people.ts';
import { openEmbeddedTable } from './embedded-table.ts';

let table: Table;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await openEmbeddedTable());
});
afterAll(() => close());

const at = '2026-01-05T08:00:00Z';
const people = (prefix: string, n: number, lists: string[]) =>
  Array.from({ length: n }, (_, i) => cardOf(`${prefix}${i}@x.example.org`, { lists }));

describe('cards and list entries', () => {
  it('a list is read in the order of ids, each entry a copy of its card', async () => {
    const cards = people('order', 130, ['order']);
    await contactTable(table).putCards(cards);
    const entries = await Array.fromAsync(contactTable(table).streamList('order'));
    expect(entries).toEqual(cards.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1)));
    expect((await contactTable(table).readCards(cards.map(({ contactId }) => contactId))).size).toBe(130);
  });

  it('if two admins edit one card, the second is told and nothing is lost', async () => {
    const card = cardOf('two-admins@x.example.org', { lists: ['edit'] });
    await contactTable(table).putCards([card]);
    const outcomes = await Promise.all([
      contactTable(table).editCard(card, { ...card, revision: 2, name: 'First' }),
      contactTable(table).editCard(card, { ...card, revision: 2, role: 'Second' }),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    const [entry] = await Array.fromAsync(contactTable(table).streamList('edit'));
    expect(entry).toEqual(await contactTable(table).readCard(card.contactId));
  });

  it('an edit moves the contact between lists', async () => {
    const card = cardOf('moves@x.example.org', { lists: ['from', 'stays'] });
    await contactTable(table).putCards([card]);
    await contactTable(table).editCard(card, { ...card, revision: 2, lists: ['stays', 'to'] });
    const on = async (list: string) => (await Array.fromAsync(contactTable(table).streamList(list))).length;
    expect([await on('from'), await on('stays'), await on('to')]).toEqual([0, 1, 1]);
  });

  it('a change that a crash interrupted between a card and its entries is finished before an audience is frozen', async () => {
    const card = cardOf('crash@x.example.org', { lists: ['before'] });
    await contactTable(table).putCards([card]);
    const after = { ...card, revision: 2, lists: ['after'] };
    const marks = { gsi1pk: 'CARDS#unfinished', gsi1sk: card.contactId, leftLists: ['before'] };
    await contactTable(table).putCard(card, after, marks);
    expect(await contactTable(table).finishCards()).toBe(1);
    expect(await Array.fromAsync(contactTable(table).streamList('before'))).toEqual([]);
    expect(await Array.fromAsync(contactTable(table).streamList('after'))).toEqual([after]);
    expect(await contactTable(table).finishCards()).toBe(0);
  });

  it('a card that changed since it was read is not deleted', async () => {
    const card = cardOf('delete@x.example.org');
    await contactTable(table).putCards([{ ...card, revision: 2 }]);
    expect(await contactTable(table).deleteCard(card)).toBe(false);
    expect(await contactTable(table).deleteCard({ ...card, revision: 2 })).toBe(true);
    expect(await contactTable(table).readCard(card.contactId)).toBeNull();
  });
});

describe('standings', () => {
  const { contactId } = cardOf('standing@x.example.org');

  it('a contact without a stored standing is in good standing', async () => {
    expect(await contactTable(table).readStanding(contactId)).toEqual(goodStanding(contactId));
    expect((await contactTable(table).readStandings([contactId])).get(contactId)).toEqual(
      goodStanding(contactId),
    );
  });

  it('a weaker reason never replaces a stronger one, and repeating changes nothing', async () => {
    expect(await contactTable(table).suppress(contactId, 'bounced', 'ses', at)).toBe(true);
    expect(await contactTable(table).suppress(contactId, 'unsubscribed', 'link', at)).toBe(false);
    expect(await contactTable(table).suppress(contactId, 'bounced', 'ses again', at)).toBe(false);
    expect(await contactTable(table).suppress(contactId, 'complained', 'ses', at)).toBe(true);
    expect((await contactTable(table).readStanding(contactId)).suppressed).toEqual({
      reason: 'complained',
      evidence: 'ses',
      at,
    });
  });

  it('a person may come back after their own unsubscribe, not after a complaint', async () => {
    const back = cardOf('back@x.example.org').contactId;
    await contactTable(table).suppress(back, 'unsubscribed', 'link', at);
    expect(await contactTable(table).resubscribe(back)).toBe(true);
    expect((await contactTable(table).readStanding(back)).suppressed).toBeNull();
    expect(await contactTable(table).resubscribe(contactId)).toBe(false);
    expect(await contactTable(table).suppress(back, 'unsubscribed', 'link', at)).toBe(true);
  });

  it('terms accredit only while an admin offers this version, and an old link does nothing after a revocation', async () => {
    const id = cardOf('terms@x.example.org').contactId;
    const accepted = { termsVersion: '2026-01', at, evidence: 'link', by: 'contact' };
    expect(await contactTable(table).acceptTerms(id, accepted)).toBe(false);
    await contactTable(table).offerTerms(id, { version: '2026-01', at, by: 'An Admin' });
    expect(await contactTable(table).acceptTerms(id, { ...accepted, termsVersion: '2025-01' })).toBe(false);
    expect(await contactTable(table).acceptTerms(id, accepted)).toBe(true);
    expect((await contactTable(table).readStanding(id)).accreditation).toEqual(accepted);
    await contactTable(table).revokeAccreditation(id);
    expect(await contactTable(table).acceptTerms(id, accepted)).toBe(false);
    expect((await contactTable(table).readStanding(id)).accreditation).toBeNull();
  });

  it('each writer of a standing changes only its own attributes', async () => {
    const id = cardOf('many-writers@x.example.org').contactId;
    await Promise.all([
      contactTable(table).suppress(id, 'unsubscribed', 'link', at),
      contactTable(table).accredit(id, { termsVersion: '1', at, evidence: 'form', by: 'An Admin' }),
      contactTable(table).setWishes(id, { pausedUntil: at, leftLists: ['press'] }),
      contactTable(table).countTransientBounce(id),
    ]);
    expect(await contactTable(table).leaveList(id, 'health')).toBe(true);
    expect(await contactTable(table).leaveList(id, 'health')).toBe(false);
    expect(await contactTable(table).countTransientBounce(id)).toBe(2);
    expect(await contactTable(table).readStanding(id)).toMatchObject({
      suppressed: { reason: 'unsubscribed' },
      accreditation: { termsVersion: '1' },
      pausedUntil: at,
      leftLists: ['press', 'health'],
      transientBounces: 2,
    });
  });

  it('the stream of standings is in the order of ids, starting at any id', async () => {
    const ids = people('stream', 60, []).map((card) => card.contactId);
    await Promise.all(ids.map((id) => contactTable(table).suppress(id, 'unsubscribed', 'link', at)));
    const all = (await Array.fromAsync(contactTable(table).streamStandings(''))).map(
      (standing) => standing.contactId,
    );
    expect(all).toEqual(all.toSorted());
    expect(all).toEqual(expect.arrayContaining(ids));
    const from = all[30] ?? '';
    const rest = (await Array.fromAsync(contactTable(table).streamStandings(from))).map(
      (standing) => standing.contactId,
    );
    expect(rest).toEqual(all.slice(30));
  });

  it('a standing that was written before the index existed is read, too', async () => {
    const id = cardOf('bare@x.example.org').contactId;
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem({ pk: `CONTACT#${id}`, sk: 'STANDING' }),
        UpdateExpression: 'SET contactId = :id',
        ExpressionAttributeValues: toItem({ ':id': id }),
      }),
    );
    expect(await contactTable(table).readStanding(id)).toEqual(goodStanding(id));
  });
});

describe('lists and segments', () => {
  it('a list that exists keeps its title', async () => {
    await listTable(table).registerList({ list: 'press', title: 'Press', createdAt: at });
    await listTable(table).registerList({ list: 'press', title: 'Other', createdAt: at });
    expect((await listTable(table).readLists()).find(({ list }) => list === 'press')?.title).toBe('Press');
  });

  it('if two people change a segment, the second is told', async () => {
    const segment = { name: 'vn', version: 1, include: [{ regions: ['VN'] }], exclude: [] };
    expect(await segmentTable(table).putSegment(segment)).toBe(true);
    expect(await segmentTable(table).putSegment(segment)).toBe(false);
    expect(await segmentTable(table).putSegment({ ...segment, version: 2, exclude: [{ tiers: [3] }] })).toBe(
      true,
    );
    expect(await segmentTable(table).readSegment('vn')).toMatchObject({
      version: 2,
      exclude: [{ tiers: [3] }],
    });
  });
});
