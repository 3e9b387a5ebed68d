import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse, parseDocument } from 'yaml';
import * as z from 'zod';
import { auditStore } from '../../functions/_shared/aws/audit-store.ts';
import { bucketObjects } from '../../functions/_shared/aws/bucket.ts';
import { dropObject } from '../../functions/_shared/aws/drop-object.ts';
import { listTable } from '../../functions/_shared/aws/list-table.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import { segmentTable } from '../../functions/_shared/aws/segment-table.ts';
import { approveRelease } from '../../functions/_shared/decisions/approve-release.ts';
import { segmentSchema } from '../../functions/_shared/domain/segment.ts';
import { accreditContact } from '../../functions/_shared/lists/accredit-contact.ts';
import { connectPeople } from '../../functions/_shared/lists/connect-people.ts';
import { setSegment } from '../../functions/_shared/lists/set-segment.ts';
import type { Style } from '../command.ts';
import { connectDecisions } from '../connect-decisions.ts';
import type { Connection } from '../connection.ts';

export interface SampleRun {
  connection: Connection;
  dataDirectory: string;
  style: Style;
  say: (mark: string, what: string, words: string, ...more: string[]) => void;
}

/** The progress of loading the samples, in `<data>/samples.json`. After a crash the next start continues from there. */
const memorySchema = z.object({
  /** The embargo of the third sample; chosen once. */
  embargo: z.iso.datetime().nullable(),
  isDone: z.boolean(),
});
type Memory = z.infer<typeof memorySchema>;

const segmentRuleSchema = segmentSchema.pick({ include: true, exclude: true });
/** Of a finished import: a long one has a report without counts while it is at work. */
const listReportSchema = z.object({ list: z.string(), added: z.number() });

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const embargoSeconds = 30;
const pollMilliseconds = 100;
/** Far longer than the slowest first start of a small machine. */
const patienceMilliseconds = 120_000;

/**
 * Fills a new newsroom with the sample lists and segments and then three releases. Every step is idempotent, so that a
 * newsroom killed in between continues at the next start.
 */
export async function loadSamples(run: SampleRun): Promise<void> {
  const file = path.join(run.dataDirectory, 'samples.json');
  const memory = readMemory(file);
  if (memory.isDone) return;
  await loadLists(run);
  await loadSegments(run);
  await accreditSome(run);
  await dropText(run, 'seed-000');
  await dropText(run, 'seed-001');
  await approve(run, 'seed-001');
  // Chosen only now, after the first release has loaded everything: 30 seconds are short on a small machine.
  memory.embargo ??= wholeSecond(run.connection.now().getTime() + embargoSeconds * 1000);
  writeFileSync(file, JSON.stringify(memory));
  await dropRepaired(run, memory.embargo);
  await approve(run, 'peacekeeping-visit');
  writeFileSync(file, JSON.stringify({ ...memory, isDone: true }));
}

/** People write embargoes without milliseconds. */
function wholeSecond(milliseconds: number): string {
  return new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString();
}

async function loadLists({ connection, say, style }: SampleRun): Promise<void> {
  const { bucket } = connection;
  const lists = (await readdir(path.join(samples, 'lists'))).filter((name) => name.endsWith('.csv'));
  let isNew = false;
  for (const name of lists) {
    if (await bucketObjects(bucket).readObject(`reports/lists/${name}.json`)) continue;
    isNew = true;
    await drop(connection, `lists/${name}`, await readFile(path.join(samples, 'lists', name)));
  }
  const counts: string[] = [];
  for (const name of lists) {
    const report = await waitFor(async () => {
      const written = await bucketObjects(bucket).readObject(`reports/lists/${name}.json`);
      return (
        written && (listReportSchema.safeParse(JSON.parse(Buffer.from(written).toString())).data ?? null)
      );
    });
    if (!report) throw new Error(`samples/lists/${name} was not imported`);
    const { list, added } = report;
    counts.push(`${list} ${added}`);
  }
  if (isNew) say(style.good('✓'), 'lists', `${counts.join(', ')} contacts`);
}

async function loadSegments({ connection: { table, bucket, now, by } }: SampleRun): Promise<void> {
  for (const file of await readdir(path.join(samples, 'segments'))) {
    const rule = segmentRuleSchema.parse(parse(await readFile(path.join(samples, 'segments', file), 'utf8')));
    await setSegment(
      {
        readSegment: (name) => segmentTable(table).readSegment(name),
        putSegment: (segment) => segmentTable(table).putSegment(segment),
        readListNames: async () => (await listTable(table).readLists()).map(({ list }) => list),
        appendAudit: (line) => auditStore(bucket).appendAudit(line),
      },
      { name: path.basename(file, '.yaml'), rule, by, at: now().toISOString() },
    );
  }
}

/** Accredits the addresses in samples/accredited.txt, with the evidence written beside each. */
async function accreditSome({ connection, say, style }: SampleRun): Promise<void> {
  const { newsroom, now, by } = connection;
  const people = await connectPeople(connection);
  const lines = (await readFile(path.join(samples, 'accredited.txt'), 'utf8')).split('\n');
  let accredited = 0;
  for (const line of lines) {
    const [address = '', evidence = ''] = line.split('\t');
    if (!address.includes('@')) continue;
    const contactId = people.contactIdOf(address);
    if ((await people.readStanding(contactId)).accreditation) continue;
    const at = now().toISOString();
    await accreditContact(people, {
      contactId,
      termsVersion: newsroom.embargoTerms.version,
      evidence,
      by,
      at,
    });
    accredited++;
  }
  if (accredited > 0)
    say(style.good('✓'), 'trusted', `${accredited} contacts accredited for embargoed material`);
}

/** Asks until there is an answer. Null after `patienceMilliseconds`. */
async function waitFor<Answer>(ask: () => Promise<Answer | null>): Promise<Answer | null> {
  const until = Date.now() + patienceMilliseconds;
  while (Date.now() < until) {
    const answer = await ask();
    if (answer !== null) return answer;
    await sleep(pollMilliseconds);
  }
  return null;
}

/** Drops a sample text unchanged. */
async function dropText({ connection, say, style }: SampleRun, name: string): Promise<void> {
  const key = `releases/${name}.txt`;
  if (await bucketObjects(connection.bucket).readObject(key)) return;
  await drop(connection, key, await readFile(path.join(samples, `${name}.txt`)));
  say(style.dim('↑'), 'dropped', key);
}

/** Drops seed-000 again under another name, with a sidecar for the missing fields, and under embargo for 30 seconds. */
async function dropRepaired({ connection, say, style }: SampleRun, embargo: string): Promise<void> {
  const key = 'releases/peacekeeping-visit.txt';
  if (await bucketObjects(connection.bucket).readObject(key)) return;
  const sidecar = parseDocument(await readFile(path.join(samples, 'peacekeeping-visit.yaml'), 'utf8'));
  sidecar.set('embargo', embargo);
  await drop(connection, 'releases/peacekeeping-visit.yaml', Buffer.from(sidecar.toString()));
  await drop(connection, key, await readFile(path.join(samples, 'seed-000.txt')));
  say(
    style.dim('↑'),
    'dropped',
    `${key} and its sidecar: seed-000 repaired, under embargo for ${embargoSeconds} s`,
  );
}

/** The sample run approves in place of the desk; the audit trail shows this. */
async function approve({ connection, say, style }: SampleRun, releaseId: string): Promise<void> {
  const { table, by } = connection;
  const life = connectDecisions(connection);
  const settled = await waitFor(async () => {
    const release = await releaseTable(table).readHead(releaseId);
    const { state, version = 0, audience } = release?.candidate ?? {};
    if (release?.live || state === 'held' || state === 'cancelled') return true;
    if (state !== 'awaiting-approval' || !audience) return null;
    const shown = { version, audienceHash: audience.hash };
    const outcome = await approveRelease(life, { releaseId, by, shown });
    if (outcome.kind === 'refused')
      say(style.bad('✗'), 'refused', `${releaseId}: ${outcome.refusal.message}`);
    return true;
  });
  if (!settled) say(style.bad('✗'), 'waiting', `${releaseId} is not composed yet; approve it when it is`);
}

async function drop(connection: Connection, key: string, content: Uint8Array): Promise<void> {
  await dropObject(connection.bucket, key, content, content.length);
}

function readMemory(file: string): Memory {
  if (!existsSync(file)) return { embargo: null, isDone: false };
  return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
