import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Command, type CommandIo, Refusal, UsageError } from '../../bin/command.ts';
import type { Connection } from '../../bin/connection.ts';
import { contacts } from '../../bin/contacts.ts';
import { segments } from '../../bin/segments.ts';
import { connectKeySecret } from '../../functions/_shared/aws/key-secret.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { configuration } from '../../infra/configuration.ts';
import { madeWorkbook } from '../functions/_shared/lists/made-workbook.ts';
import { clientOptions, named, openStack } from '../infra/local/cloud/open-stack.ts';
import { smallTemplateWithout } from '../infra/local/cloud/small-template.ts';
import { someKeys } from '../some-keys.ts';
import { openEmbeddedTable } from './embedded-table.ts';

let table: Table;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await openEmbeddedTable());
});
afterAll(() => close());

/** Runs commands with `--json`. Returns the lines on stdout and the exit code. */
async function openNewsroom() {
  const stack = await openStack({
    template: smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005'),
  });
  const queue = { client: new SQSClient(clientOptions), url: 'https://sqs.example.org/1/none' };
  const connection: Connection = {
    newsroom: configuration('local').newsroom,
    table,
    bucket: {
      client: new S3Client({ ...clientOptions, endpoint: stack.endpoints.s3, forcePathStyle: true }),
      name: named(stack.names.buckets, 'Store'),
    },
    keys: someKeys,
    keySecret: connectKeySecret('none'),
    queues: { compose: queue, arm: queue, send: queue, urgentSend: queue },
    deadLetters: {},
    schedules: { group: 'g', roleArn: 'r', armQueueArn: 'a', deadLettersArn: 'd' },
    configurationSet: 'c',
    publicUrl: 'http://127.0.0.1:1',
    consoleUrl: 'http://127.0.0.1:1',
    by: 'An Admin',
    now: () => new Date(),
  };
  const same = (text: string) => text;
  /** The person at the terminal. */
  const person: { agrees: boolean; wasAsked: string[] } = { agrees: true, wasAsked: [] };
  const run = async (command: Command, ...argv: string[]) => {
    const lines: Record<string, unknown>[] = [];
    const words: string[] = [];
    const io: CommandIo = {
      json: true,
      dataDirectory: '.',
      stage: undefined,
      width: 100,
      style: { bold: same, dim: same, good: same, bad: same, caution: same },
      record: (value, inWords) => {
        lines.push(JSON.parse(JSON.stringify(value)));
        words.push(inWords());
      },
      say: () => undefined,
      complain: () => undefined,
      connect: async () => connection,
      confirm: async (what) => {
        person.wasAsked.push((await what()) ?? '');
        return person.agrees;
      },
      now: () => new Date(),
    };
    try {
      return { exit: await command.run(argv, io), lines, words: words.join('\n') };
    } catch (error) {
      if (error instanceof UsageError) return { exit: 2, lines, words: error.message };
      if (error instanceof Refusal) return { exit: 1, lines, words: error.message };
      throw error;
    }
  };
  const directory = await mkdtemp(path.join(tmpdir(), 'contacts-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = async (name: string, text: string | Uint8Array) => {
    await writeFile(path.join(directory, name), text);
    return path.join(directory, name);
  };
  return { run, file, directory, person };
}

it('handles a list from its import to its export, as the contract says', async () => {
  const { run, file, directory, person } = await openNewsroom();
  const csv = await file(
    'press.csv',
    'Email,Name,Beats,Country\nann@x.example.org,Ann,health,Viet Nam\nbob@x.example.org,Bob,climate,France\nann@x.example.org,Ann,,\nnobody,No,,\n',
  );
  const counts = { rows: 4, added: 2, updated: 0, unchanged: 0, duplicates: 1, invalid: 1, suppressed: 0 };
  const problems = [
    { row: 4, column: 'Email', code: 'duplicate-in-file', message: expect.any(String) },
    { row: 5, column: 'Email', code: 'address-malformed', message: expect.any(String) },
  ];

  const dry = await run(contacts, 'import', csv, '--list', 'press', '--dry-run');
  expect(dry).toMatchObject({ exit: 0, lines: [{ ...counts, problems }] });
  expect(dry.words).toContain('Nothing was changed');
  expect((await run(contacts, 'list')).lines).toEqual([]);

  const done = await run(contacts, 'import', csv, '--list', 'press');
  expect(done).toMatchObject({ exit: 0, lines: [{ ...counts, problems }] });
  expect((await run(contacts, 'list', '--list', 'press')).lines).toHaveLength(2);

  expect(await run(contacts, 'accredit', 'Ann@x.example.org', '--evidence', 'form')).toMatchObject({
    exit: 0,
  });
  expect(await run(contacts, 'suppress', 'bob@x.example.org', '--reason', 'asked')).toMatchObject({
    exit: 0,
  });
  expect((await run(contacts, 'show', 'ann@x.example.org')).lines).toMatchObject([
    {
      card: { email: 'ann@x.example.org', regions: ['VN'] },
      standing: { accreditation: { evidence: 'form', by: 'An Admin' } },
    },
  ]);

  expect(await run(segments, 'set', 'health-vn', '--beats', 'health', '--regions', 'Viet Nam')).toMatchObject(
    {
      exit: 0,
      lines: [
        {
          name: 'health-vn',
          version: 1,
          count: 1,
          accredited: 1,
          sentence: 'People covering health and in VN.',
        },
      ],
    },
  );
  expect((await run(segments, 'set', 'all', '--lists', 'press')).lines).toMatchObject([
    { count: 1, leftOut: { 'suppressed-by-admin': 1 } },
  ]);
  expect((await run(segments, 'list')).lines.map(({ name }) => name)).toEqual(['all', 'health-vn']);

  const out = path.join(directory, 'out.csv');
  await run(contacts, 'export', '--list', 'press', '--out', out);
  expect(await readFile(out, 'utf8')).toMatch(/bob@x\.example\.org.*suppressed-by-admin/);

  expect((await run(contacts, 'import', out, '--list', 'press')).lines).toMatchObject([
    { unchanged: 1, suppressed: 1 },
  ]);
  const [imported] = done.lines;
  expect(await run(contacts, 'undo', String(imported?.importId))).toMatchObject({ exit: 0 });
  // Bob stays suppressed, but he is no longer on the list, because the import that added him is undone.
  expect((await run(contacts, 'list', '--list', 'press')).lines).toEqual([]);

  await run(contacts, 'import', csv, '--list', 'press');
  person.agrees = false;
  expect(await run(contacts, 'erase', 'ann@x.example.org')).toMatchObject({ exit: 1, lines: [] });
  expect(person.wasAsked.at(-1)).toContain('<ann@x.example.org>, on press');
  expect((await run(contacts, 'show', 'ann@x.example.org')).exit).toBe(0);
  expect(await run(contacts, 'erase', 'ann@x.example.org', '--yes')).toMatchObject({
    exit: 0,
    lines: [{ erased: true, card: true }],
  });
  expect((await run(contacts, 'import', csv, '--list', 'press')).lines).toMatchObject([
    { added: 0, suppressed: 2 },
  ]);
  expect(JSON.stringify((await run(contacts, 'export', 'ann@x.example.org')).lines)).not.toContain('"Ann"');
});

it('reads a workbook, shows every field of a new person first, and keeps the telephone number to the export', async () => {
  const { run, file, directory } = await openNewsroom();
  const workbook = await file(
    'presse.xlsx',
    madeWorkbook([
      {
        name: 'Presse',
        rows: [
          ['E-Mail-Adresse', 'Name', 'Vorname', 'Telefon', 'Ressort', 'Stadt'],
          ['eva@x.example.org', 'Ölm', 'Eva', '+49 30 1', 'Gesundheit', 'Berlin'],
        ],
      },
    ]),
  );
  const counts = { rows: 1, added: 1, updated: 0, unchanged: 0, duplicates: 0, invalid: 0, suppressed: 0 };
  const ignored = {
    row: 2,
    column: 'Stadt',
    code: 'column-ignored',
    message: expect.stringContaining('“Berlin”'),
  };
  const dry = await run(contacts, 'import', workbook, '--list', 'presse', '--dry-run');
  expect(dry.lines).toMatchObject([
    {
      ...counts,
      changes: [
        {
          row: 2,
          change: 'add',
          contact: 'eva@x.example.org',
          fields: {
            name: { before: null, after: 'Eva Ölm' },
            phone: { before: null, after: '+49 30 1' },
            beats: { before: [], after: ['health'] },
            lists: { before: [], after: ['presse'] },
          },
        },
      ],
      changesLeftOut: 0,
    },
  ]);
  expect(dry.lines[0]?.problems).toEqual([ignored]);
  expect(dry.words).toMatch(/name: "Eva Ölm"\n\s+phone: "\+49 30 1"\n\s+beats: health/);

  await run(contacts, 'import', workbook, '--list', 'presse');
  const shown = await run(contacts, 'show', 'eva@x.example.org');
  expect(shown.lines).toMatchObject([{ card: { phone: '+49 30 1' } }]);
  expect(shown.words).toMatch(/phone\s+\+49 30 1/);
  const out = path.join(directory, 'out.csv');
  await run(contacts, 'export', '--list', 'presse', '--out', out);
  expect(await readFile(out, 'utf8')).toContain(`'+49 30 1`);
  expect((await run(contacts, 'import', out, '--list', 'presse')).lines).toMatchObject([{ unchanged: 1 }]);
  await run(contacts, 'edit', 'eva@x.example.org', '--phone', '0170/99');
  expect((await run(contacts, 'export', 'eva@x.example.org')).lines).toMatchObject([
    { card: { phone: '0170/99' } },
  ]);

  const old = await file('presse.xls', 'x');
  expect(await run(contacts, 'import', old, '--list', 'presse')).toMatchObject({
    exit: 1,
    lines: [{ rows: 0, problems: [{ row: 0, column: null, code: 'file-kind-unsupported' }] }],
    words: expect.stringContaining('save it as “Excel Workbook (.xlsx)”'),
  });
});

it('remembers the columns that a person named', async () => {
  const { run, file } = await openNewsroom();
  const odd = await file('odd.csv', 'Wer,Medium,Wohin\nDi,,di@x.example.org\n');
  expect((await run(contacts, 'import', odd, '--list', 'odd')).lines).toMatchObject([
    { rows: 1, added: 1, layout: 'unknown header', problems: [{ row: 1, code: 'header-unknown' }] },
  ]);
  const named = ['--map', 'email=Wohin', '--map', 'name=Wer'];
  expect((await run(contacts, 'import', odd, '--list', 'odd', ...named)).lines).toMatchObject([
    { problems: [] },
  ]);
  const next = await file('next.csv', 'Wer,Medium,Wohin\nEd,Daily,ed@x.example.org\n');
  expect((await run(contacts, 'import', next, '--list', 'odd')).lines).toMatchObject([
    { added: 1, layout: 'mapped' },
  ]);
});

it('exits with 2 on wrong usage and with 1 when refused', async () => {
  const { run } = await openNewsroom();
  expect(await run(contacts, 'import', 'x.csv')).toMatchObject({ exit: 2 });
  expect(await run(contacts, 'import', 'x.csv', '--list', 'Not A Name')).toMatchObject({ exit: 2 });
  expect(await run(contacts, 'import', 'x.csv', '--list', 'press')).toMatchObject({ exit: 1 });
  expect(await run(contacts, 'show', 'not an address')).toMatchObject({ exit: 2 });
  expect(await run(contacts, 'show', 'nobody@x.example.org')).toMatchObject({ exit: 1 });
  expect(await run(contacts, 'accredit', 'nobody@x.example.org')).toMatchObject({ exit: 2 });
  expect(await run(contacts, 'accredit', 'nobody@x.example.org', '--evidence', 'x')).toMatchObject({
    exit: 1,
  });
  expect(await run(segments, 'set', 'x')).toMatchObject({ exit: 2 });
  expect(await run(segments, 'set', 'x', '--lists', 'nowhere')).toMatchObject({ exit: 1 });
  expect(await run(segments, 'show', 'nothing')).toMatchObject({ exit: 1 });
});
