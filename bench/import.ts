/**
 * Measures how long imports take: `node bench/import.ts [rows]` (50,000 without an argument) on the embedded DynamoDB.
 * Imports a new list, the same file again, and the file with one row in ten changed. Prints a line for each with
 * seconds, rows per second and the peak memory of this process.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { connectBucket } from '../functions/_shared/aws/bucket.ts';
import {
  type ImportProgress,
  importProgressSchema,
  importStepSchema,
} from '../functions/_shared/domain/contact-import.ts';
import { connectImports } from '../functions/_shared/lists/connect-imports.ts';
import { importContacts } from '../functions/_shared/lists/import-contacts.ts';
import { usualRowsInPart } from '../functions/_shared/lists/plan-contacts.ts';
import { configuration } from '../infra/configuration.ts';
import { openEmbeddedTable } from '../test/embedded/embedded-table.ts';
import { someKeys } from '../test/some-keys.ts';

const rows = Number(process.argv[2] ?? 50_000);
const directory = await mkdtemp(path.join(tmpdir(), 'dateline-import-'));
const { table, close } = await openEmbeddedTable();
const { newsroom } = configuration('local');

async function writeList(file: string, roleOf: (n: number) => string): Promise<void> {
  const out = createWriteStream(file);
  out.write('Email Address,First Name,Last Name,Outlet,Job Title,Topics,Country,Language,Notes\n');
  for (let n = 0; n < rows; n++)
    out.write(
      `reporter-${n}@desk-${n % 997}.example.org,Given${n},Family${n},Outlet ${n % 997},${roleOf(n)},"health, climate",Viet Nam,"vi, en","Likes ""short"" mails\nand calls"\n`,
    );
  out.end();
  await finished(out);
}

/** Keeps what the import stores in files, as the bucket does. */
const stored = (importId: string, file: string) => path.join(directory, `${importId}-${file}`);
const imports = {
  ...(await connectImports({ table, bucket: connectBucket('none'), keys: someKeys }, newsroom, null)),
  readImport: async () => null,
  writeImport: async () => undefined,
  readProgress: async (importId: string) =>
    importProgressSchema.parse(JSON.parse(await readFile(stored(importId, 'progress.json'), 'utf8'))),
  writeProgress: (importId: string, progress: ImportProgress) =>
    writeFile(stored(importId, 'progress.json'), JSON.stringify(progress)),
  writePart: (importId: string, file: string, lines: readonly string[]) =>
    writeFile(stored(importId, file), lines.join('')),
  async *streamPart(importId: string, file: string) {
    for await (const line of createInterface({ input: createReadStream(stored(importId, file)) }))
      yield importStepSchema.parse(JSON.parse(line));
  },
};

async function run(importId: string, file: string): Promise<void> {
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const start = performance.now();
  let plannedAt = 0;
  const { counts } = await importContacts(imports, {
    importId,
    list: 'bench',
    listTitle: 'Bench',
    file,
    open: async () => createReadStream(file),
    by: 'bench',
    at: new Date().toISOString(),
    source: file,
    rowsInPart: usualRowsInPart,
    mayGoOn: () => true,
    onProgress: ({ written }) => {
      if (written === 0) plannedAt = performance.now();
    },
    onSteps: () => undefined,
  });
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({
      import: importId,
      ...counts,
      seconds: Number(seconds.toFixed(1)),
      planningSeconds: Number(((plannedAt - start) / 1000).toFixed(1)),
      rowsPerSecond: Math.round(rows / seconds),
      peakMebibytes: Math.round(peak / 1024 / 1024),
    }),
  );
}

const file = path.join(directory, 'list.csv');
const edited = path.join(directory, 'edited.csv');
await writeList(file, () => 'reporter');
await writeList(edited, (n) => (n % 10 === 0 ? 'editor' : 'reporter'));
await run('new', file);
await run('again', file);
await run('one-in-ten-changed', edited);
await close();
await rm(directory, { recursive: true, force: true });
