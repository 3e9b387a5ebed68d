import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { listObjects, readObject } from '../functions/_shared/aws/bucket.ts';
import { listReportPointers } from '../functions/_shared/aws/release-table.ts';
import { type Report, reportSchema } from '../functions/_shared/domain/report.ts';
import { defineCommand, Refusal } from './command.ts';
import type { Connection } from './connection.ts';
import { dropObject } from './drop-object.ts';
import { reportInWords } from './report-words.ts';
import { sayStop } from './say-stop.ts';

const texts = /\.(md|markdown|html?|docx|txt|doc|odt|pdf|rtf)$/i;
const scratch = /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;
const pollMilliseconds = 250;
const patienceSeconds = 90;
/** Unchanged content makes no new report: after this without one, the report that is there is the answer. */
const unchangedSeconds = 4;

interface Dropped {
  file: string;
  key: string;
}

export const drop = defineCommand({
  usage: 'drop FILE|FOLDER…',
  summary: 'upload to the newsroom and follow each file to its report',
  options: {},
  positionals: { atLeast: 1, atMost: Number.POSITIVE_INFINITY },
  async run({ positionals, io }) {
    const files = (await Promise.all(positionals.map(filesOf))).flat();
    if (files.length === 0) throw new Refusal('There is nothing to drop in there.');
    const connection = await io.connect();
    // A text is read together with what lies beside it, so that goes first.
    const inOrder = [
      ...files.filter(({ file }) => !texts.test(file)),
      ...files.filter(({ file }) => texts.test(file)),
    ];
    const answers = await reportsOn(connection, inOrder);
    const before = new Map(
      await Promise.all(answers.map(async (key) => [key, await versionOf(connection, key)] as const)),
    );
    for (const { file, key } of inOrder) {
      const { size } = await stat(file);
      await dropObject(connection.bucket, key, createReadStream(file), size);
      io.say(io.style.dim(`↑ ${key}`));
    }
    if (answers.length === 0) io.say('No text among these: they are read with the text they belong to.');
    let allAccepted = true;
    const dropped = Date.now();
    for (const key of answers) {
      const report = await follow(connection, key, before.get(key) ?? null, dropped);
      allAccepted &&= report.status === 'accepted';
      io.record(report, () => reportInWords(report, connection.newsroom.zone, io.style));
    }
    await sayStop(io, connection);
    return allAccepted ? 0 : 1;
  },
});

/** A file by its name, a folder with all that is in it. */
async function filesOf(given: string): Promise<Dropped[]> {
  const found = await stat(given).catch(() => null);
  if (!found) throw new Refusal(`There is no file ${given}.`);
  const name = path.basename(path.resolve(given));
  if (!found.isDirectory()) return [{ file: given, key: `releases/${name}` }];
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !scratch.test(entry.name))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return { file, key: `releases/${name}/${path.relative(given, file).split(path.sep).join('/')}` };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Keys of the reports that these drops will bring: one per text; sidecars and pictures alone bring their release's again. */
async function reportsOn({ bucket }: Connection, dropped: readonly Dropped[]): Promise<string[]> {
  const own = dropped.filter(({ key }) => texts.test(key)).map(({ key }) => `reports/${key}.json`);
  if (own.length > 0) return own;
  const known = new Set<string>();
  for (const { key } of dropped) {
    const stem = key.split('/').slice(0, 2).join('/').replace(/\..*$/, '');
    for await (const object of listObjects(bucket, `reports/${stem}`))
      if (object.key.endsWith('.json') && /^[./]/.test(object.key.slice(`reports/${stem}`.length)))
        known.add(object.key);
  }
  return [...known];
}

async function follow(
  connection: Connection,
  key: string,
  before: string | null,
  dropped: number,
): Promise<Report> {
  while (Date.now() - dropped < patienceSeconds * 1000) {
    const version = await versionOf(connection, key);
    const isNew = version !== null && version !== before;
    if (isNew || (version && (await isUnchanged(connection, key, dropped)))) {
      const body = await readObject(connection.bucket, key);
      if (body) return reportSchema.parse(JSON.parse(Buffer.from(body).toString()));
    }
    await sleep(pollMilliseconds);
  }
  throw new Refusal(
    `There is no report ${key} after ${patienceSeconds} seconds. The file is in the bucket and will be read; look at the console.`,
  );
}

/** Whether what was read last of the file is what lies in the bucket, and time enough has passed to read it anew. */
async function isUnchanged(
  { bucket, table }: Connection,
  reportKey: string,
  dropped: number,
): Promise<boolean> {
  if (Date.now() - dropped < unchangedSeconds * 1000) return false;
  const body = await readObject(bucket, reportKey);
  if (!body) return false;
  const { file, release } = reportSchema.parse(JSON.parse(Buffer.from(body).toString()));
  const { ETag } = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: file }));
  for await (const pointer of listReportPointers(table, release.id))
    if (pointer.key === file) return pointer.identity === (ETag ?? '').replaceAll('"', '');
  return false;
}

/** What tells one state of an object from the next; null while there is none. */
async function versionOf({ bucket }: Connection, key: string): Promise<string | null> {
  try {
    const { VersionId, LastModified, ETag } = await bucket.client.send(
      new HeadObjectCommand({ Bucket: bucket.name, Key: key }),
    );
    return VersionId ?? `${ETag}@${LastModified?.toISOString()}`;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
