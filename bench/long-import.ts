/**
 * Measures the memory and the processor time of long imports: `node bench/long-import.ts [rows…]` (10,000, 100,000 and
 * 1,000,000 without an argument). The table knows nobody and forgets what it is told, and the bucket is a directory, so
 * that only the import itself can grow. It stops as its function does, after every sixty parts, and is called again.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { connectBucket } from '../functions/_shared/aws/bucket.ts';
import type { Card } from '../functions/_shared/domain/contact.ts';
import {
  type ContactImport,
  contactImportSchema,
  type ImportProgress,
  importProgressSchema,
  importStepSchema,
} from '../functions/_shared/domain/contact-import.ts';
import { connectImports } from '../functions/_shared/lists/connect-imports.ts';
import { importContacts, isUnfinished } from '../functions/_shared/lists/import-contacts.ts';
import { usualRowsInPart } from '../functions/_shared/lists/plan-contacts.ts';
import { configuration } from '../infra/configuration.ts';
import { tableThrough } from '../test/simulator/fake-table.ts';
import { someKeys } from '../test/some-keys.ts';

const partsAtOnce = 60;
const [mode, size] = process.argv.slice(2);
if (mode === 'one') await importMany(Number(size));
else
  for (const rows of process.argv.length > 2 ? process.argv.slice(2) : ['10000', '100000', '1000000'])
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'one', rows], { stdio: 'inherit' });

async function importMany(rows: number): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'dateline-long-import-'));
  const file = path.join(directory, 'list.csv');
  await writeList(file, rows);
  const imports = await connectToFiles(directory);
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const before = process.cpuUsage();
  const start = performance.now();
  let calls = 0;
  let made: ContactImport;
  do {
    let parts = 0;
    calls += 1;
    made = await importContacts(imports, {
      importId: 'long',
      list: 'bench',
      listTitle: 'Bench',
      file,
      open: async () => createReadStream(file),
      source: 'etag',
      by: 'bench',
      at: new Date().toISOString(),
      rowsInPart: usualRowsInPart,
      mayGoOn: () => ++parts < partsAtOnce,
      onProgress: () => undefined,
      onSteps: () => undefined,
    });
  } while (isUnfinished(made));
  clearInterval(watch);
  const { user, system } = process.cpuUsage(before);
  const result = {
    rows: made.counts.added,
    calls,
    seconds: Math.round((performance.now() - start) / 1000),
    cpuSeconds: Math.round((user + system) / 1e6),
    peakMebibytes: Math.round(peak / 1024 / 1024),
  };
  console.log(JSON.stringify(result));
  await rm(directory, { recursive: true, force: true });
}

async function writeList(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('Email Address,First Name,Last Name,Outlet,Job Title,Topics,Country,Language,Notes\n');
  for (let n = 0; n < rows; n++) {
    const line = `reporter-${n}@desk-${n % 997}.example.org,Given${n},Family${n},Outlet ${n % 997},reporter,"health, climate",Viet Nam,"vi, en",Calls\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

async function connectToFiles(directory: string) {
  const nobody = new Map<string, Card>();
  const stored = (importId: string, file: string) => path.join(directory, `${importId}-${file}`);
  const read = async (file: string): Promise<unknown> => {
    const text = await readFile(file, 'utf8').catch(() => null);
    return text === null ? null : JSON.parse(text);
  };
  const table = tableThrough(async () => ({}));
  const { newsroom } = configuration('local');
  return {
    ...(await connectImports({ table, bucket: connectBucket('none'), keys: someKeys }, newsroom, null)),
    exclusively: <T>(work: (stillMine: () => Promise<void>) => Promise<T>) => work(async () => undefined),
    readCards: async () => nobody,
    appendAudit: async () => undefined,
    readImport: async (importId: string) =>
      contactImportSchema.nullable().parse(await read(stored(importId, 'import.json'))),
    writeImport: (made: ContactImport) =>
      writeFile(stored(made.importId, 'import.json'), JSON.stringify(made)),
    readProgress: async (importId: string) =>
      importProgressSchema.nullable().parse(await read(stored(importId, 'progress.json'))),
    writeProgress: (importId: string, progress: ImportProgress) =>
      writeFile(stored(importId, 'progress.json'), JSON.stringify(progress)),
    writePart: (importId: string, file: string, lines: readonly string[]) =>
      writeFile(stored(importId, file), lines.join('')),
    async *streamPart(importId: string, file: string) {
      for await (const line of createInterface({ input: createReadStream(stored(importId, file)) }))
        yield importStepSchema.parse(JSON.parse(line));
    },
  };
}
