import { afterAll, beforeAll, expect, it } from 'vitest';
import { contactTable } from '../../functions/_shared/aws/contact-table.ts';
import { signUpTable } from '../../functions/_shared/aws/sign-up-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { connectImports } from '../../functions/_shared/lists/connect-imports.ts';
import { type Dependencies, importContacts } from '../../functions/_shared/lists/import-contacts.ts';
import { undoImport } from '../../functions/_shared/lists/undo-import.ts';
import { configuration } from '../../infra/configuration.ts';
import { PaperLists } from '../functions/_shared/lists/paper-lists.ts';
import { bucketThrough, FakeBucket } from '../simulator/fake-bucket.ts';
import { someKeys } from '../some-keys.ts';
import { openEmbeddedTable } from './embedded-table.ts';

let table: Table;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await openEmbeddedTable());
});
afterAll(() => close());

/** A newsroom with the real table. Plans and the trail are kept in memory, because this test does not concern them. */
async function newsroom(): Promise<{ imports: Dependencies; paper: PaperLists }> {
  const paper = new PaperLists();
  const objects = new FakeBucket();
  const bucket = bucketThrough(async (command) => objects.execute(command));
  const real = await connectImports({ table, bucket, keys: someKeys }, configuration('local').newsroom, null);
  return { paper, imports: real };
}

const emailsOn = async (list: string) =>
  (await Array.fromAsync(contactTable(table).streamList(list))).map(({ email }) => email).sort();

it('files dropped together lose nobody, even if they contain the same people', async () => {
  const { imports, paper } = await newsroom();
  const lists = ['north', 'south', 'east', 'west'];
  const csv = (list: string) =>
    `Email,Name,Beats\n${Array.from({ length: 40 }, (_, i) => `shared${i}@x.example.org,Shared ${i},${list}`).join('\n')}\n${list}@x.example.org,${list},\n`;
  await Promise.all(
    lists.map((list) => importContacts(imports, paper.importing(csv(list), { importId: list, list }))),
  );
  for (const list of lists) expect(await emailsOn(list)).toHaveLength(41);
  const card = await contactTable(table).readCard(imports.contactIdOf('shared7@x.example.org'));
  expect(card?.lists.toSorted()).toEqual(lists.toSorted());
  expect(card?.beats.toSorted()).toEqual(lists.toSorted());
});

it('a sign-up confirmed while its address is imported keeps its evidence', async () => {
  const { imports, paper } = await newsroom();
  const email = 'signs-up@x.example.org';
  const contactId = imports.contactIdOf(email);
  const at = '2026-01-05T08:00:00Z';
  const nothing = { name: null, outlet: null, role: null, beats: [], counters: [], confirmedAt: null };
  await signUpTable(table).putSignUp(
    { contactId, email, nonce: 'n', language: 'vi', list: 'general-press', requestedAt: at, ...nothing },
    at,
    new Date('2026-01-12T08:00:00Z'),
  );
  const { readSignUps } = imports;
  imports.readSignUps = async (ids) => {
    const found = await readSignUps(ids);
    // The confirmation comes between the import's last read and its write.
    const consent = { source: 'sign-up', at, evidence: 'confirmed' };
    const [card] = paper.cards.values();
    expect(card).toBeUndefined();
    await contactTable(table).editCard(null, {
      contactId,
      revision: 1,
      email,
      name: null,
      outlet: null,
      outletKind: null,
      role: null,
      phone: null,
      beats: [],
      regions: [],
      languages: ['vi'],
      zone: null,
      lists: ['general-press'],
      tier: null,
      consent,
      notes: null,
      createdAt: at,
      updatedAt: at,
    });
    return found;
  };
  await importContacts(
    imports,
    paper.importing(`Email,Outlet\n${email},Daily\n`, { importId: 'race', list: 'race' }),
  );
  expect(await contactTable(table).readCard(contactId)).toMatchObject({
    outlet: 'Daily',
    consent: { source: 'sign-up' },
    lists: ['general-press', 'race'],
  });
});

it('an import and its undo leave the table as it was', async () => {
  const { imports, paper } = await newsroom();
  const run = (text: string, importId: string) =>
    importContacts(imports, paper.importing(text, { importId, list: 'undo' }));
  await run('Email,Name\na@undo.example.org,Ann\nb@undo.example.org,Bob\n', 'first');
  const before = await Array.fromAsync(contactTable(table).streamList('undo'));
  await run('Email,Name,Outlet\na@undo.example.org,Anna,Daily\nc@undo.example.org,Cy,\n', 'second');
  const now = new Date('2026-01-06T00:00:00Z');
  await undoImport(imports, { importId: 'second', by: 'An Admin', now, onProgress: () => undefined });
  const after = await Array.fromAsync(contactTable(table).streamList('undo'));
  const plain = (cards: typeof before) => cards.map(({ email, name, outlet }) => [email, name, outlet]);
  expect(plain(after)).toEqual(plain(before));
});

it('an import reads the suppressions in the table and leaves those people out', async () => {
  const { imports, paper } = await newsroom();
  await contactTable(table).suppress(
    imports.contactIdOf('gone@x.example.org'),
    'complained',
    'ses',
    '2026-01-01T00:00:00Z',
  );
  const { counts } = await importContacts(
    imports,
    paper.importing('Email\ngone@x.example.org\nstays@x.example.org\n', { importId: 'gone', list: 'gone' }),
  );
  expect(counts).toMatchObject({ added: 1, suppressed: 1 });
  expect(await emailsOn('gone')).toEqual(['stays@x.example.org']);
});
