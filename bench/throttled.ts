/**
 * What reads all contacts, on a table whose partitions give what DynamoDB documents for a new one:
 * `node bench/throttled.ts [freeze|arm|kill|correction|proof] [contacts…]`; everything with 100,000 and 1,000,000 without
 * arguments. Each runs in a separate process with the memory of a function of 512 MB, in which the table answers as
 * well. Prints what the table refused and what was read.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contactTable } from '../functions/_shared/aws/contact-table.ts';
import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { listTable } from '../functions/_shared/aws/list-table.ts';
import { recipientsFile } from '../functions/_shared/aws/recipients-file.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { segmentTable } from '../functions/_shared/aws/segment-table.ts';
import { objectUploads } from '../functions/_shared/aws/upload-object.ts';
import { emailKey } from '../functions/_shared/domain/email-key.ts';
import type { Edition } from '../functions/_shared/domain/release.ts';
import type { Release } from '../functions/_shared/domain/release-life.ts';
import { armDelivery } from '../functions/arm-delivery/arm-delivery.ts';
import { countReaders } from '../functions/compose-emails/count-readers.ts';
import { freezeAudience } from '../functions/compose-emails/freeze-audience.ts';
import { releaseOf } from '../test/functions/_shared/deliveries/release-of.ts';
import { tableThrough } from '../test/simulator/fake-table.ts';
import { armingOn, putSentDelivery } from '../test/throttling/arming.ts';
import { lists, manyContacts, recipientNumber } from '../test/throttling/many-contacts.ts';
import { newTable } from '../test/throttling/partition-limits.ts';
import { clockOfTheMachine, throttledTable } from '../test/throttling/throttled-table.ts';
import { bucketOnDisk, fileOf } from './bucket-on-disk.ts';
import { peakOf } from './peak-memory.ts';

const now = '2026-01-05T10:00:00.000Z';
/** The rest of 512 MB is for what is no object of JavaScript. */
const heapOfAFunction = '--max-old-space-size=384';
const audienceKey = 'store/audiences/recipients';
const sentKey = 'store/deliveries/sent';

const phases: Record<string, (shared: Opened, contacts: number) => Promise<number>> = {
  freeze,
  // Its second version, because the first was sent. Nobody is asked who holds it.
  arm: (shared) => arm(shared, releaseOf({ version: 2 }), 'general'),
  kill: (shared) =>
    arm(shared, { ...releaseOf({ kill: true }), killed: { at: now, by: 'Lan', reason: 'wrong' } }, 'kill'),
  correction: (shared) => arm(shared, releaseOf({ version: 2, sentVersions: [1] }), 'correction'),
  proof,
};

const [phase = '', size = '', directory = ''] = process.argv.slice(2);
if (directory !== '') await run(phase, Number(size));
else {
  const names = phase in phases ? [phase] : Object.keys(phases);
  const sizes = process.argv.slice(2).map(Number).filter(Number.isInteger);
  for (const contacts of sizes.length > 0 ? sizes : [100_000, 1_000_000])
    for (const name of names) await measure(name, contacts);
}

async function measure(name: string, contacts: number): Promise<void> {
  const written = await mkdtemp(path.join(tmpdir(), 'dateline-throttled-'));
  for (const key of [audienceKey, sentKey]) await writeRecipients(fileOf(written, key), contacts);
  const itself = ['--expose-gc', heapOfAFunction, import.meta.filename, name, String(contacts), written];
  const { stdout, stderr } = spawnSync(process.execPath, itself, { encoding: 'utf8' });
  console.log(stdout.trimEnd() || stderr);
  await rm(written, { recursive: true });
}

type Opened = Awaited<ReturnType<typeof open>>;

async function open(contacts: number) {
  const sent = ['forum_v1_general', 'forum_v1_embargoed'];
  const opened = throttledTable(newTable, await manyContacts(contacts, sent), clockOfTheMachine);
  const unlimited = tableThrough(async (command) => opened.stored.execute(command));
  const bucket = bucketOnDisk(directory);
  // The same people in both, so that every contact is read twice.
  for (const edition of ['embargoed', 'general'] as const)
    await putSentDelivery(unlimited, bucket, { version: 1, edition, recipientsKey: sentKey });
  return { ...opened, unlimited, bucket };
}

async function run(name: string, contacts: number): Promise<void> {
  const shared = await open(contacts);
  const began = performance.now();
  const cpu = process.cpuUsage();
  let people = 0;
  const peak = await peakOf(async () => {
    people = (await phases[name]?.(shared, contacts)) ?? 0;
  });
  const { user, system } = process.cpuUsage(cpu);
  const seconds = [(performance.now() - began) / 1000, (user + system) / 1e6].map((each) => each.toFixed(0));
  const { used, throttled } = shared.meter;
  console.log(
    `  ${name} of ${contacts}: ${people} people in ${seconds[0]} s (${seconds[1]} s of CPU, with the table's), ${peak} MB at most (512); ` +
      `${Math.round(used.read)} read units, ${Math.round(used.write)} write units, refused ${throttled} times`,
  );
}

async function freeze({ table, bucket }: Opened, contacts: number): Promise<number> {
  const { uploadObject } = objectUploads(bucket);
  const { recipients, exclusions } = await freezeAudience(
    {
      ...listTable(table),
      ...segmentTable(table),
      ...contactTable(table),
      upload: (key) => uploadObject(key, 'application/x-ndjson'),
      newsroom: { defaultLanguage: 'en', defaultList: 'press' },
    },
    {
      releaseId: 'forum',
      version: 1,
      rule: { origin: 'declared', lists: [...lists], segments: [], beats: [], regions: [], exclude: [] },
      languages: ['en'],
      now,
    },
  );
  if (recipients + (exclusions.unsubscribed ?? 0) !== contacts) throw new Error('somebody is lost');
  return recipients;
}

async function arm(
  { table, bucket, unlimited }: Opened,
  release: Release,
  edition: Edition,
): Promise<number> {
  const { releaseId, latestVersion: version } = release;
  await releaseTable(unlimited).putRelease(release);
  for (const holds of [null, 1])
    await writeFile(
      fileOf(directory, emailKey(releaseId, version, { edition, language: 'en', holds })),
      '{}',
    );
  await armDelivery(armingOn(table, bucket), { releaseId, version, edition });
  const delivery = await deliveryTable(unlimited).readDelivery(`forum_v${version}_${edition}`);
  return delivery?.recipients ?? 0;
}

async function proof({ table, bucket }: Opened): Promise<number> {
  const { readRecords } = deliveryTable(table);
  const { streamRecipients } = recipientsFile(bucket, ['store/audiences/']);
  const readers = await countReaders(
    { readRecords, readRecipients: () => streamRecipients(audienceKey) },
    { releaseId: 'forum', added: [] },
    [1],
  );
  return readers.within;
}

async function writeRecipients(file: string, contacts: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let n = 0; n < contacts; n++)
    if (!stream.write(`${JSON.stringify(recipientNumber(n, contacts))}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
}
