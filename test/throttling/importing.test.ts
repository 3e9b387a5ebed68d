import { expect, it } from 'vitest';
import { connectImports } from '../../functions/_shared/lists/connect-imports.ts';
import { importContacts } from '../../functions/_shared/lists/import-contacts.ts';
import { undoImport } from '../../functions/_shared/lists/undo-import.ts';
import { configuration } from '../../infra/configuration.ts';
import { PaperLists } from '../functions/_shared/lists/paper-lists.ts';
import { bucketThrough, FakeBucket } from '../simulator/fake-bucket.ts';
import { someKeys } from '../some-keys.ts';
import { clockOfRequests, throttledTable } from './throttled-table.ts';

const people = (count: number, role: string) =>
  `Email,Role\n${Array.from({ length: count }, (_, n) => `p${n}@x.example.org,${role}`).join('\n')}\n`;

/** So few units a second that a short list is throttled as a million rows are. */
const limits = { read: 100, write: 40, partitions: 4 };

it('a list is imported, corrected and taken back on a table that throttles, and nothing fails', async () => {
  const { table, meter } = throttledTable(limits, () => null, clockOfRequests());
  const objects = new FakeBucket();
  const bucket = bucketThrough(async (command) => objects.execute(command));
  const { newsroom } = configuration('local');
  const imports = await connectImports({ table, bucket, keys: someKeys }, newsroom, null);
  const paper = new PaperLists();
  const run = (text: string, importId: string) =>
    importContacts(imports, paper.importing(text, { importId }));
  expect(await run(people(200, 'reporter'), 'new')).toMatchObject({
    state: 'applied',
    counts: { added: 200 },
  });
  expect(await run(people(60, 'editor'), 'corrected')).toMatchObject({ counts: { updated: 60 } });
  expect(meter.throttled).toBeGreaterThan(100);
  const undo = { importId: 'new', by: 'An Admin', now: new Date('2026-01-06'), onProgress: () => undefined };
  expect(await undoImport(imports, undo)).toBe('undone');
  // Whom a later import changed stays.
  const cards = await imports.readCards([0, 199].map((n) => imports.contactIdOf(`p${n}@x.example.org`)));
  expect([...cards.values()]).toMatchObject([{ email: 'p0@x.example.org', role: 'editor' }]);
}, 60_000);
