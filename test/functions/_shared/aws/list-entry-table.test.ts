import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { contactTable } from '../../../../functions/_shared/aws/contact-table.ts';
import { toItem } from '../../../../functions/_shared/aws/item.ts';
import type { Table } from '../../../../functions/_shared/aws/table.ts';
import { type Card, cardSchema } from '../../../../functions/_shared/domain/contact.ts';
import { cardOf } from '../../../people.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';

let fake: FakeTable;
let table: Table;
beforeEach(() => {
  fake = new FakeTable();
  table = tableThrough(async (command) => fake.execute(command));
});

const people = (n: number) =>
  Array.from({ length: n }, (_, i) => cardOf(`p${i}@x.example.org`, { lists: ['press'] }));
const inOrder = (cards: readonly Card[]) => cards.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
const read = (list = 'press', after?: string) => Array.fromAsync(contactTable(table).streamList(list, after));

/** As the version before wrote the entries of a list: into one partition. */
function writeAsBefore(cards: readonly Card[]): void {
  for (const card of cards)
    for (const list of card.lists) fake.put(toItem({ pk: `LIST#${list}`, sk: card.contactId, ...card }));
}

describe('a list of any length', () => {
  it('is written to many partitions, none of which gets more than its share', async () => {
    await contactTable(table).putEntries(people(3200));
    const sizes = Map.groupBy(fake.items(), (item) => item.pk?.S)
      .values()
      .map((items) => items.length);
    const sorted = [...sizes].sort((a, b) => a - b);
    expect(sorted).toHaveLength(32);
    expect(sorted.at(-1)).toBeLessThan(150);
  });

  it.each([0, 1, 5, 300])('with %i people is read whole, in the order of ids', async (n) => {
    await contactTable(table).putEntries(people(n));
    expect(await read()).toEqual(inOrder(people(n)));
    expect(await contactTable(table).countEntries('press')).toBe(n);
  });

  it('is turned over page by page from any person on', async () => {
    const cards = inOrder(people(300));
    await contactTable(table).putEntries(cards.slice(0, 150));
    writeAsBefore(cards.slice(150));
    for (const at of [0, 10, 149, 150, 298, 299])
      expect(await read('press', cards[at]?.contactId)).toEqual(cards.slice(at + 1));
  });
});

describe('a list that the version before wrote', () => {
  it('is read as it was recorded', async () => {
    const recorded = z
      .looseObject({ LIST: z.looseObject({ pk: z.string() }) })
      .parse(JSON.parse(readFileSync(new URL('items-of-version-1.json', import.meta.url), 'utf8'))).LIST;
    fake.put(toItem(recorded));
    const entries = await read(recorded.pk.slice('LIST#'.length));
    expect(entries).toEqual([cardSchema.parse(recorded)]);
  });

  it('keeps its people beside those who are added since, each once', async () => {
    const cards = inOrder(people(300));
    writeAsBefore(cards.filter((_, i) => i % 3 !== 0));
    await contactTable(table).putEntries(cards.filter((_, i) => i % 3 !== 1));
    expect(await read()).toEqual(cards);
  });

  it('shows of a person what was saved last, whichever version saved it', async () => {
    const [first, second, third] = inOrder(people(3));
    if (!first || !second || !third) throw new Error('three people');
    writeAsBefore([first, { ...second, revision: 3, name: 'Late' }, third]);
    const since = [
      { ...first, revision: 2, name: 'New' },
      { ...second, revision: 2, name: 'Early' },
      { ...third, name: 'Same' },
    ];
    await contactTable(table).putEntries(since);
    expect((await read()).map(({ name }) => name)).toEqual(['New', 'Late', 'Same']);
  });

  it('lets nobody stay who leaves it, was taken off or is deleted', async () => {
    const cards = people(3);
    writeAsBefore(cards);
    const [leaves, deleted, stays] = cards;
    if (!leaves || !deleted || !stays) throw new Error('three people');
    await contactTable(table).putCards(cards);
    await contactTable(table).editCard(leaves, { ...leaves, revision: 2, lists: [] });
    await contactTable(table).deleteCard(deleted);
    expect(await read()).toEqual([stays]);
    await contactTable(table).deleteEntries(stays.contactId, ['press']);
    expect([...fake.items()].filter((item) => item.pk?.S?.startsWith('LIST#'))).toEqual([]);
  });
});
