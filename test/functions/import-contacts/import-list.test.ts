import { describe, expect, it } from 'vitest';
import { importList } from '../../../functions/import-contacts/import-list.ts';
import { PaperLists } from '../_shared/lists/paper-lists.ts';

/** `etag`: of the object as it is now. */
function stage(
  text: string,
  { etag = 'e', isRewritten = false, partsAtOnce = Number.POSITIVE_INFINITY } = {},
) {
  const lists = new PaperLists();
  let clock = Date.parse('2026-01-05T08:00:00Z');
  const reports = new Map<string, string>();
  const logs: unknown[] = [];
  const measured: unknown[] = [];
  const drop = (key: string, versionId: string | null = 'v1') => {
    let parts = 0;
    return importList(
      {
        imports: lists.dependencies,
        lookAt: async () => ({ etag, isRewritten }),
        openObject: async () => lists.importing(text).open(),
        writeReport: async (reportKey, body) => void reports.set(reportKey, body),
        newsroom: { name: 'Newsroom' },
        rowsInPart: 500,
        mayGoOn: () => ++parts < partsAtOnce,
        // Each look at the clock finds it eleven seconds later.
        now: () => new Date((clock += 11_000)),
        log: (line) => logs.push(line),
        measure: (values) => void measured.push(values),
      },
      { bucket: 'newsroom', key, versionId, etag: 'e', size: 1 },
    );
  };
  return { lists, reports, logs, measured, drop };
}

const people = 'Email,Name\nann@x.example.org,<b>Ann\nnobody,"<script>alert(1)</script>"\n';

it('reports beside the list what happened to each row, for programs and for people', async () => {
  const { lists, reports, logs, drop } = stage(people);
  await drop('lists/General Press.csv');
  expect([...lists.lists.values()]).toMatchObject([{ list: 'general-press', title: 'General Press' }]);
  expect(JSON.parse(reports.get('reports/lists/General Press.csv.json') ?? '')).toMatchObject({
    file: 'lists/General Press.csv',
    status: 'accepted',
    list: 'general-press',
    rows: 2,
    added: 1,
    updated: 0,
    unchanged: 0,
    duplicates: 0,
    invalid: 1,
    suppressed: 0,
    problems: [{ row: 3, column: 'Email', code: 'address-malformed' }],
  });
  const page = reports.get('reports/lists/General Press.csv.html') ?? '';
  expect(page).toContain('General Press.csv is on the list');
  expect(page).not.toContain('<script>');
  expect(JSON.stringify(logs)).not.toContain('@');
});

it('rejects a file that is no list, and changes nothing', async () => {
  const { lists, reports, drop } = stage('Shopping,Price\nmilk,2\n');
  await drop('lists/shopping.csv');
  expect(JSON.parse(reports.get('reports/lists/shopping.csv.json') ?? '')).toMatchObject({
    status: 'rejected',
    rows: 0,
  });
  expect(lists.lists.size).toBe(0);
});

it('imports a drop once, even if it is notified twice; the same file dropped again changes nothing', async () => {
  const { lists, reports, drop } = stage('Email\nann@x.example.org\n');
  await drop('lists/press.csv');
  await drop('lists/press.csv');
  expect(lists.audit).toHaveLength(1);
  await drop('lists/press.csv', 'v2');
  expect(lists.audit).toHaveLength(1);
  expect(JSON.parse(reports.get('reports/lists/press.csv.json') ?? '')).toMatchObject({
    unchanged: 1,
    added: 0,
  });
});

it.each(['lists/', 'lists/.DS_Store', 'lists/~$press.xlsx', 'lists/Thumbs.db'])('skips %s', async (key) => {
  const { reports, drop } = stage(people);
  await drop(key);
  expect(reports.size).toBe(0);
});

it.each([
  ['lists/photo.png', 'file-kind-unsupported'],
  ['lists/press.pdf', 'file-kind-unsupported'],
  ['lists/???.csv', 'list-name-missing'],
])('answers %s with what it is and what to do', async (key, code) => {
  const { lists, reports, drop } = stage(people);
  await drop(key);
  expect(JSON.parse(reports.get(`reports/${key}.json`) ?? '')).toMatchObject({
    file: key,
    status: 'rejected',
    rows: 0,
    added: 0,
    problems: [{ row: 0, column: null, code }],
  });
  expect(reports.get(`reports/${key}.html`)).toContain('could not be read');
  expect(lists.cards.size).toBe(0);
});

it('marks a quote from a person’s cell with their id, so that erasing them removes it', async () => {
  const { lists, reports, drop } = stage('Email,Twitter\nann@x.example.org,@ann\n');
  await drop('lists/press.csv');
  const contactId = lists.dependencies.contactIdOf('ann@x.example.org');
  expect(JSON.parse(reports.get('reports/lists/press.csv.json') ?? '')).toMatchObject({
    problems: [{ row: 2, column: 'Twitter', code: 'column-ignored', contactId }],
  });
  const lines = (reports.get('reports/lists/press.csv.html') ?? '').split('\n');
  expect(lines.filter((line) => line.includes('@ann'))).toMatchObject([expect.stringContaining(contactId)]);
});

it('does not treat a list that was rewritten to erase somebody as a new one', async () => {
  const { lists, drop } = stage(people, { isRewritten: true });
  await drop('lists/press.csv');
  expect(lists.cards.size).toBe(0);
});

it('counts for operators what was imported, and what was no list', async () => {
  const good = stage(people);
  await good.drop('lists/press.csv');
  expect(good.measured).toEqual([{ ListsImported: 1 }]);
  const bad = stage('\0\0\0');
  await bad.drop('lists/press.csv');
  expect(bad.measured).toEqual([{ ListsRejected: 1 }]);
});

it('imports a list from which somebody was erased while it waited', async () => {
  const { lists, drop } = stage(people, { isRewritten: true, etag: 'rewritten since' });
  await drop('lists/press.csv');
  expect(lists.cards.size).toBe(1);
});

describe('a long list', () => {
  const long = `Email\n${Array.from({ length: 1200 }, (_, n) => `p${n}@x.example.org`).join('\n')}\n`;

  it('says in the report’s place how far it is, for programs and for people, and at last what happened', async () => {
    const { reports, measured, drop } = stage(long, { partsAtOnce: 1 });
    expect(await drop('lists/press.csv')).toBe('unfinished');
    const read = () => JSON.parse(reports.get('reports/lists/press.csv.json') ?? '');
    expect(read()).toMatchObject({ status: 'importing', progress: { read: 500, changes: 0, written: 0 } });
    expect(reports.get('reports/lists/press.csv.html')).toContain('500 rows are read');
    expect(await drop('lists/press.csv')).toBe('unfinished');
    expect(await drop('lists/press.csv')).toBe('unfinished');
    expect(read().progress).toMatchObject({ read: 1200, changes: 1200, written: 500 });
    expect(reports.get('reports/lists/press.csv.html')).toContain('500 of 1,200 people are written');
    expect(measured).toEqual([]);
    while ((await drop('lists/press.csv')) === 'unfinished');
    expect(read()).toMatchObject({ status: 'accepted', rows: 1200, added: 1200 });
    expect(measured).toEqual([{ ListsImported: 1 }]);
  });

  it('that was taken back while it was read is reported as taken back', async () => {
    const { lists, reports, drop } = stage(long, { partsAtOnce: 1 });
    await drop('lists/press.csv');
    const [importId = ''] = lists.imports.keys();
    await lists.undo(importId);
    expect(await drop('lists/press.csv')).toBe('finished');
    expect(JSON.parse(reports.get('reports/lists/press.csv.json') ?? '')).toMatchObject({ status: 'undone' });
    expect(reports.get('reports/lists/press.csv.html')).toContain('was taken back');
    expect(lists.cards.size).toBe(0);
  });
});
