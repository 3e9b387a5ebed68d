import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { bucketObjects } from '../functions/_shared/aws/bucket.ts';
import { dropObject } from '../functions/_shared/aws/drop-object.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { textStore } from '../functions/_shared/aws/text-store.ts';
import { type Report, reportSchema } from '../functions/_shared/domain/report.ts';
import { attachmentsInWords, plain } from './attachment-words.ts';
import { defineCommand, Refusal } from './command.ts';
import type { Connection } from './connection.ts';
import { type DropPlan, type Given, planDrop } from './plan-drop.ts';
import { reportInWords } from './report-words.ts';
import { sayStop } from './say-stop.ts';

const pollMilliseconds = 250;
const patienceSeconds = 90;
/** Unchanged content creates no new report. If there is none after this time, the existing report is the answer. */
const unchangedSeconds = 4;
/**
 * How long reports of texts that were dropped together may have different versions: the first text may have been read
 * before the last one was uploaded.
 */
const agreementSeconds = 10;

export const drop = defineCommand({
  usage: 'drop FILE|FOLDER…',
  summary: 'upload to the newsroom and follow each text to its report',
  options: {},
  examples: ['drop forum.docx', 'drop forum/', 'drop forum.docx photo.jpg factsheet.pdf'],
  positionals: { atLeast: 1, atMost: Number.POSITIVE_INFINITY },
  async run({ positionals, io }) {
    const { style } = io;
    const plan = planDrop(await Promise.all(positionals.map(lookAt)));
    const [empty] = plan.withoutText;
    if (plan.uploads.length === 0 && empty !== undefined) throw noTextIn(empty);
    if (plan.uploads.length === 0)
      throw new Refusal(`${positionals.join(', ')}: what editors leave behind is no part of a release.`);
    const connection = await io.connect();
    const answers = await reportsOn(connection, plan);
    const before = new Map(
      await Promise.all(answers.map(async (key) => [key, await versionOf(connection, key)] as const)),
    );
    for (const { file, key } of plan.uploads) {
      const { size } = await stat(file);
      await dropObject(connection.bucket, key, createReadStream(file), size);
      io.say(style.dim(`↑ ${key}`));
    }
    for (const file of plan.leftovers) io.say(style.dim(`  ${file} stays here: it is no part of a release`));
    if (answers.length === 0) io.say('No text among these: they are read with the text they belong to.');
    const reports = await followAll(connection, answers, before);
    for (const report of reports)
      io.record(report, () => reportInWords(report, connection.newsroom.zone, style));
    if (reports.length > 0 && plan.attachments.length > 0)
      for (const line of attachmentsInWords(plan.attachments, await usedNames(connection, reports), style))
        io.say(line);
    await sayStop(io, connection);
    return reports.every(({ status }) => status === 'accepted') ? 0 : 1;
  },
});

async function lookAt(given: string): Promise<Given> {
  const found = await stat(given).catch(() => null);
  if (!found) throw new Refusal(`There is no file ${given}.`);
  if (!found.isDirectory()) return { kind: 'file', file: given };
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(given, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  return { kind: 'folder', folder: given, files };
}

/**
 * Keys of the reports that a drop will create: one per text. If only sidecars or pictures are dropped, the reports of
 * their release are written again. A folder without a text, for a release that does not exist yet, would get no report
 * and is refused before the upload.
 */
async function reportsOn({ bucket }: Connection, plan: DropPlan): Promise<string[]> {
  const own = plan.texts.map((key) => `reports/${key}.json`);
  if (own.length > 0 && plan.withoutText.length === 0) return own;
  const known = new Set<string>();
  for (const { key } of plan.uploads) {
    const [stem = ''] = key.split('/').slice(0, 2).join('/').split('.', 1);
    for await (const object of bucketObjects(bucket).listObjects(`reports/${stem}`))
      if (object.key.endsWith('.json') && /^[./]/.test(object.key.slice(`reports/${stem}`.length)))
        known.add(object.key);
  }
  const [folder] = plan.withoutText;
  if (folder !== undefined && known.size === 0) throw noTextIn(folder);
  return own.length > 0 ? own : [...known];
}

function noTextIn(folder: string): Refusal {
  return new Refusal(
    `There is no text in ${folder}, so there is no release to read. Put a .docx, .md, .html or .txt directly into it; pictures, PDFs and sidecars go with a text.`,
  );
}

/** All reports, in order. Waits until the reports of one release have the same version. */
async function followAll(
  connection: Connection,
  keys: readonly string[],
  before: ReadonlyMap<string, string | null>,
): Promise<Report[]> {
  const dropped = Date.now();
  const reports: Report[] = [];
  for (const key of keys) reports.push(await follow(connection, key, before.get(key) ?? null, dropped));
  const until = Date.now() + agreementSeconds * 1000;
  while (!agree(reports) && Date.now() < until) {
    await sleep(pollMilliseconds);
    const now = await Promise.all(keys.map((key) => readReport(connection, key)));
    for (const [i, report] of now.entries()) if (report) reports[i] = report;
  }
  return reports;
}

function agree(reports: readonly Report[]): boolean {
  const versions = new Map<string, Set<number | null>>();
  for (const { release } of reports)
    versions.set(release.id, (versions.get(release.id) ?? new Set()).add(release.version));
  return [...versions.values()].every(({ size }) => size === 1);
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
      const report = await readReport(connection, key);
      if (report) return report;
    }
    await sleep(pollMilliseconds);
  }
  throw new Refusal(
    `There is no report ${key} after ${patienceSeconds} seconds. The file is in the bucket and will be read; look at the console.`,
  );
}

async function readReport({ bucket }: Connection, key: string): Promise<Report | null> {
  const body = await bucketObjects(bucket).readObject(key);
  return body ? reportSchema.parse(JSON.parse(Buffer.from(body).toString())) : null;
}

/** Whether the object in the bucket is the one that was read last, and enough time has passed to read a new one. */
async function isUnchanged(connection: Connection, reportKey: string, dropped: number): Promise<boolean> {
  if (Date.now() - dropped < unchangedSeconds * 1000) return false;
  const report = await readReport(connection, reportKey);
  if (!report) return false;
  const { bucket, table } = connection;
  const { file, release } = report;
  const { ETag } = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: file }));
  for await (const pointer of releaseTable(table).listReportPointers(release.id))
    if (pointer.key === file) return pointer.identity === (ETag ?? '').replaceAll('"', '');
  return false;
}

/** Names of the pictures and attachments that the versions use. Null if there is no version. */
async function usedNames(
  { bucket, table }: Connection,
  reports: readonly Report[],
): Promise<ReadonlySet<string> | null> {
  const versions = new Map(
    reports.flatMap(({ release: { id, version } }) => (version === null ? [] : [[id, version] as const])),
  );
  if (versions.size === 0) return null;
  const used = new Set<string>();
  for (const [releaseId, version] of versions)
    for (const { key } of (await releaseTable(table).readVersion(releaseId, version))?.texts ?? []) {
      const text = await textStore(bucket).readText(key);
      for (const { file } of text ? [...text.images, ...text.attachments] : []) used.add(plain(file));
    }
  return used;
}

/** Identifies the current state of an object. Null if there is no object. */
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
