import { describe, expect, it } from 'vitest';
import { type ImportStep, noProgress } from '../../../../functions/_shared/domain/contact-import.ts';
import { type Plan, planImport } from '../../../../functions/_shared/lists/plan-import.ts';
import { PaperLists } from './paper-lists.ts';

const at = '2026-01-05T08:00:00.000Z';

async function plan(text: string, lists = new PaperLists()): Promise<Plan & { batches: ImportStep[][] }> {
  const file = {
    open: async () =>
      (async function* () {
        yield new TextEncoder().encode(text);
      })(),
    file: 'press.csv',
    list: 'press',
    at,
  };
  const planning = planImport(lists.dependencies, file, noProgress('etag'));
  const batches: ImportStep[][] = [];
  for (;;) {
    const { done, value } = await planning.next();
    if (!done) batches.push(value.steps);
    else if (value) return { ...value, batches };
    else throw new Error('nobody stopped it');
  }
}
const person = (n: number) => `p${n}@x.example.org`;
const people = (count: number) => Array.from({ length: count }, (_, n) => `${person(n)}\n`).join('');
const kinds = (batches: ImportStep[][]) =>
  batches.flat().map((step) => (step.kind === 'suppress' ? step.reason : step.kind));

describe('a file that is planned', () => {
  it('gives its list’s title, its layout and its encoding', async () => {
    expect(await plan('# Health press\nEmail,Name\na@x.example.org,Ann\n')).toMatchObject({
      title: 'Health press',
      encoding: 'utf-8',
      unreadable: false,
      counts: { rows: 1, added: 1 },
      problems: [],
      problemsLeftOut: 0,
    });
    expect((await plan('Email\na@x.example.org\n')).title).toBeNull();
  });

  it('that is no list is reported, without title, layout or encoding', async () => {
    const answer = await plan('Shopping,Price\nmilk,2\n');
    expect(answer).toMatchObject({
      title: null,
      layout: 'unknown',
      encoding: 'unknown',
      unreadable: true,
      problems: [{ row: 1, column: null, code: 'no-address-column' }],
    });
    expect(answer.batches).toEqual([]);
  });

  it('in a store that fails is not called unreadable: it is tried again', async () => {
    const lists = new PaperLists();
    lists.dependencies.readCards = async () => {
      throw new Error('no table');
    };
    await expect(plan('Email\na@x.example.org\n', lists)).rejects.toThrow('no table');
  });

  it.each([
    [0, []],
    [499, [499]],
    [500, [500]],
    [501, [500, 1]],
    [1000, [500, 500]],
  ])('with %d people reads them five hundred at a time, each once', async (count, sizes) => {
    const { batches, counts } = await plan(`Email\n${people(count)}`);
    expect(batches.map(({ length }) => length)).toEqual(sizes);
    expect(counts).toMatchObject({ rows: count, added: count });
    expect(new Set(batches.flat().map(({ contactId }) => contactId)).size).toBe(count);
  });

  it('keeps the first thousand problems and counts the others', async () => {
    const broken = (count: number) => plan(`Email\na@x.example.org\n${'nobody\n'.repeat(count)}`);
    expect(await broken(1000)).toMatchObject({ counts: { invalid: 1000, rows: 1001 }, problemsLeftOut: 0 });
    const { problems, problemsLeftOut } = await broken(1002);
    expect([problems.length, problemsLeftOut]).toEqual([1000, 2]);
  });

  it('names a column that was not taken and the person whose cell is quoted, and an unused beat, in the order of rows', async () => {
    const lists = new PaperLists();
    const { problems } = await plan(
      'Email,Beats,Shoe size\nbroken,,\na@x.example.org,healht,44\nalso broken,,\n',
      lists,
    );
    expect(problems.map(({ row }) => row)).toEqual([2, 3, 3, 4]);
    expect(problems).toContainEqual(
      expect.objectContaining({
        row: 3,
        column: 'Shoe size',
        code: 'column-ignored',
        contactId: lists.dependencies.contactIdOf('a@x.example.org'),
      }),
    );
    expect(problems).toContainEqual(
      expect.objectContaining({ row: 3, column: 'Beats', code: 'beat-unknown' }),
    );
  });

  it('quotes a cell in a row without an address without a person', async () => {
    const { problems } = await plan('Email,Shoe size\nbroken,44\n');
    const quoted = problems.find(({ code }) => code === 'column-ignored');
    expect(quoted).toMatchObject({ row: 2, column: 'Shoe size' });
    expect(quoted?.contactId ?? null).toBeNull();
  });

  it('skips empty rows and everything above the header', async () => {
    expect((await plan('Media list\n\nEmail,Name\n,\na@x.example.org,Ann\n,\n')).counts).toMatchObject({
      rows: 1,
      added: 1,
      invalid: 0,
    });
  });
});

describe('a person in a file', () => {
  it('twice is taken from the first row; the second row is reported with the number of the first', async () => {
    const { batches, problems, counts } = await plan(
      'Name,Email\nAnn,a@x.example.org\nBob,A@X.example.org\n',
    );
    expect(batches.flat()).toMatchObject([{ kind: 'write', row: 2, before: null, after: { name: 'Ann' } }]);
    expect(problems).toEqual([
      {
        row: 3,
        column: 'Email',
        code: 'duplicate-in-file',
        message: 'This person stands in row 2 already; that row was taken.',
      },
    ]);
    expect(counts).toMatchObject({ rows: 2, added: 1, duplicates: 1 });
  });

  it('who left counts as left in any row, and only once if already known', async () => {
    const file = 'Email,Status\na@x.example.org,\na@x.example.org,unsubscribed\n';
    expect(kinds((await plan(file)).batches)).toEqual(['write', 'unsubscribed']);
    expect(kinds((await plan('Email,Status\na@x.example.org,\na@x.example.org,\n')).batches)).toEqual([
      'write',
    ]);
    const lists = new PaperLists();
    lists.suppress(lists.dependencies.contactIdOf('a@x.example.org'), 'bounced', '', at);
    const again = await plan(file, lists);
    expect(kinds(again.batches)).toEqual([]);
    expect(again.counts).toMatchObject({ suppressed: 1, duplicates: 1 });
  });

  it.each([
    ['unsubscribed', ['unsubscribed']],
    ['left this list', []],
  ])('with the status “%s” gets no card and is counted as suppressed', async (status, steps) => {
    const { batches, counts } = await plan(`Email,Status\na@x.example.org,${status}\n`);
    expect(kinds(batches)).toEqual(steps);
    expect(counts).toMatchObject({ rows: 1, added: 0, suppressed: 1 });
  });

  it.each(['subscribed', 'some word of a tool'])('with the status “%s” is taken', async (status) => {
    expect((await plan(`Email,Status\na@x.example.org,${status}\n`)).counts).toMatchObject({ added: 1 });
  });

  it('who is known is updated, with the old card in the plan, or unchanged if the file says nothing new', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name\na@x.example.org,Ann\nb@x.example.org,Bob\n');
    const { batches, counts } = await plan('Email,Name\na@x.example.org,Anna\nb@x.example.org,Bob\n', lists);
    expect(batches.flat()).toMatchObject([
      { kind: 'write', row: 2, before: { name: 'Ann' }, after: { name: 'Anna' } },
    ]);
    expect(counts).toMatchObject({ rows: 2, updated: 1, unchanged: 1, added: 0 });
  });
});
