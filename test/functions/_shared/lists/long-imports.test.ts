import { expect, it } from 'vitest';
import type { ContactImport } from '../../../../functions/_shared/domain/contact-import.ts';
import { isUnfinished } from '../../../../functions/_shared/lists/import-contacts.ts';
import type { Importing } from '../../../../functions/_shared/lists/plan-contacts.ts';
import { PaperLists } from './paper-lists.ts';

/** So many rows are two parts of a plan and the beginning of a third. */
const rows = 1020;

/** A list with everything: people who are there already, doubles, broken addresses, people who left. */
function longList(): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    if (n % 100 === 7) return 'nobody,Nobody,subscribed';
    const email = `p${n % 100 === 9 ? n - 5 : n}@x.example.org`;
    return `${email},New ${n},${n % 100 === 11 ? 'unsubscribed' : 'subscribed'}`;
  });
  return `Email,Name,Status\n${lines.join('\n')}\n`;
}

/** Lists with some people of whom the long one says something new. */
async function someLists(): Promise<PaperLists> {
  const lists = new PaperLists();
  const known = Array.from({ length: 30 }, (_, n) => `p${n * 30}@x.example.org,Old ${n}`);
  await lists.import(`Email,Name\n${known.join('\n')}\n`, { importId: 'before' });
  return lists;
}

const plain = (made: ContactImport) => JSON.parse(JSON.stringify({ ...made, importId: '', at: '' }));

/** Calls the import until it is finished, as its messages do. */
async function untilFinished(lists: PaperLists, more: Partial<Importing> = {}) {
  for (let calls = 1; ; calls++) {
    const made = await lists.import(longList(), { importId: 'long', mayGoOn: () => false, ...more });
    if (!isUnfinished(made)) return { made, calls };
  }
}

const atOnce = await someLists();
const expected = { made: await atOnce.import(longList(), { importId: 'long' }), picture: atOnce.picture() };

it('a list that takes longer than a function may is imported as if it did not', async () => {
  const lists = await someLists();
  const { made, calls } = await untilFinished(lists);
  // Two parts are planned and the third as well as the first applied in one call; then the second and the third.
  expect(calls).toBe(5);
  expect(plain(made)).toEqual(plain(expected.made));
  expect(lists.picture()).toEqual(expected.picture);
  expect(lists.audit).toEqual(atOnce.audit);
});

it('no card is read twice to plan a list, however often its reading stops', async () => {
  const lists = await someLists();
  const { readStandings } = lists.dependencies;
  let asked = 0;
  lists.dependencies.readStandings = (ids) => {
    if (lists.imports.get('long')?.state === 'planning') asked += ids.length;
    return readStandings(ids);
  };
  await untilFinished(lists);
  expect(asked).toBeLessThanOrEqual(rows);
});

const writes = [
  ...(['writeImport', 'writePart', 'writeProgress', 'registerList', 'appendAudit'] as const),
  ...(['putCards', 'putEntries', 'putCard', 'suppress'] as const),
];

/** Fails the nth write: before it has an effect, or after. Returns how many there were. */
function failAt(lists: PaperLists, nth: number): () => number {
  let count = 0;
  for (const name of writes) {
    const write: (...all: never[]) => Promise<unknown> = lists.dependencies[name];
    const failing = async (...all: never[]) => {
      count += 1;
      const fails = count === nth;
      if (fails && nth % 2 === 0) throw new Error('crash');
      const result = await write(...all);
      if (fails) throw new Error('crash');
      return result;
    };
    Object.assign(lists.dependencies, { [name]: failing });
  }
  return () => count;
}

it.each(Array.from({ length: 16 }, (_, i) => 1 + i * 4))(
  'a crash at write %i leaves an import that goes on and ends as if nothing had happened',
  async (nth) => {
    const lists = await someLists();
    const count = failAt(lists, nth);
    const run = () => untilFinished(lists, { mayGoOn: () => nth % 3 !== 0 });
    const { made } = await run().catch((error: unknown) => {
      expect(error).toEqual(new Error('crash'));
      return run();
    });
    expect(count()).toBeGreaterThan(nth);
    expect(plain(made)).toEqual(plain(expected.made));
    expect(lists.picture()).toEqual(expected.picture);
    expect(new Set(lists.audit.map((line) => JSON.stringify(line))).size).toBe(2);
    await lists.undo('long');
    expect(lists.cards.size).toBe(30);
  },
);

it('a short list that comes between two calls of a long one loses nobody, and nothing that it said', async () => {
  const lists = await someLists();
  await lists.import(longList(), { importId: 'long', mayGoOn: () => false });
  await lists.import('Email,Outlet\np500@x.example.org,Daily\n', { importId: 'short', list: 'other' });
  await untilFinished(lists);
  expect(lists.cards.get(lists.dependencies.contactIdOf('p500@x.example.org'))).toMatchObject({
    name: 'New 500',
    outlet: 'Daily',
    lists: expect.arrayContaining(['other', 'press']),
  });
});

it.each([1, 2, 3, 4])(
  'taken back after %i calls, a long import leaves the lists as they were',
  async (calls) => {
    const lists = await someLists();
    const before = JSON.parse(JSON.stringify(lists.picture()));
    for (let call = 0; call < calls; call++)
      await lists.import(longList(), { importId: 'long', mayGoOn: () => false });
    expect(await lists.undo('long')).toBe('undone');
    // Its next message changes nothing.
    expect((await untilFinished(lists)).made.state).toBe('undone');
    expect(JSON.parse(JSON.stringify(lists.picture())).cards).toEqual(before.cards);
  },
);

it('an undo that broke off goes on with the part that it had reached, and the import does not', async () => {
  const lists = await someLists();
  await lists.import(longList(), { importId: 'long' });
  const { deleteCard, streamPart } = lists.dependencies;
  let deleted = 0;
  lists.dependencies.deleteCard = async (card) => {
    deleted += 1;
    if (deleted === 600) throw new Error('crash');
    return deleteCard(card);
  };
  await expect(lists.undo('long')).rejects.toThrow('crash');
  await new Promise(setImmediate);
  const left = lists.cards.size;
  expect((await untilFinished(lists)).made.state).toBe('undoing');
  expect(lists.cards.size).toBe(left);
  const read: string[] = [];
  lists.dependencies.streamPart = (importId, file) => {
    read.push(file);
    return streamPart(importId, file);
  };
  const far: string[] = [];
  await lists.undo('long', { onProgress: (undone, of) => far.push(`${undone} of ${of}`) });
  expect(read).toEqual(['plan-2.ndjson', 'plan-3.ndjson']);
  expect(far.at(-1)?.split(' of ')[0]).toBe(far.at(-1)?.split(' of ')[1]);
  expect(lists.cards.size).toBe(30);
});

it('a file that was replaced while it was read is planned anew', async () => {
  const lists = await someLists();
  await lists.import(longList(), { importId: 'long', mayGoOn: () => false });
  const made = await lists.import('Email\nonly@x.example.org\n', { importId: 'long', source: 'another' });
  expect(made).toMatchObject({ state: 'applied', counts: { rows: 1, added: 1 } });
  expect(lists.cards.size).toBe(31);
});

it.each(['applying', 'applied'] as const)(
  'an import that the version before left %s can go on, and be undone',
  async (state) => {
    const lists = new PaperLists();
    const made = await lists.import('Email\na@x.example.org\nb@x.example.org\n', { importId: 'old' });
    const plan = lists.parts.get('old/plan-1.ndjson') ?? [];
    if (state === 'applying') lists.cards.clear();
    lists.imports.set('old', { ...made, state });
    lists.progress.clear();
    lists.parts.clear();
    lists.parts.set('old/plan.ndjson', plan);
    const again = await lists.import('Email\na@x.example.org\nb@x.example.org\n', { importId: 'old' });
    expect(again).toMatchObject({ state: 'applied', counts: { added: 2 } });
    expect(lists.cards.size).toBe(2);
    expect(await lists.undo('old')).toBe('undone');
    expect(lists.cards.size).toBe(0);
  },
);
