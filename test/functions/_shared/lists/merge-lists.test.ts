import { expect, it } from 'vitest';
import type { Card } from '../../../../functions/_shared/domain/contact.ts';
import { mergeLists } from '../../../../functions/_shared/lists/merge-lists.ts';
import { cardOf } from '../../../people.ts';

async function merged(entries: Record<string, Card[]>): Promise<Card[]> {
  const stream = async function* (list: string) {
    yield* (entries[list] ?? []).toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
  };
  return Array.fromAsync(mergeLists(Object.keys(entries), stream));
}

it('skips an entry that a crash left on a list after its contact was removed', async () => {
  const left = cardOf('ann@x.example.org', { lists: ['health'] });
  expect(await merged({ press: [left] })).toEqual([]);
});

it('takes the newest of several copies of a card', async () => {
  const old = cardOf('ann@x.example.org', { lists: ['press', 'health'], name: 'Old' });
  const newer = { ...old, name: 'New', revision: 2 };
  expect(await merged({ press: [old], health: [newer] })).toEqual([newer]);
});
