import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { maximumBytes } from '../functions/accept-release/limits.ts';
import { ianaZone } from '../functions/accept-release/moments/find-zones.ts';
import { problem } from '../functions/accept-release/problems.ts';
import type { ReadingContext, ReadReport } from '../functions/accept-release/reading/reading.ts';
import {
  readingProgram,
  type SeparateReader,
  separateReader,
} from '../functions/accept-release/reading/separate-reader.ts';
import { noFields, releaseIn } from '../functions/accept-release/reading/text-fields.ts';
import { releaseIdOf, stemOf } from '../functions/accept-release/release-id-of.ts';
import { configuration } from '../infra/configuration.ts';
import { defineCommand, UsageError } from './command.ts';
import { reportInWords } from './report-words.ts';

/** Reads each file as a separate release, with the sidecar and the pictures beside it. Works offline. */
export const check = defineCommand({
  usage: 'check FILE… [--zone ZONE] [--now INSTANT] [--json]',
  summary: 'read and validate files without sending anything',
  options: {
    zone: {
      type: 'string',
      value: 'ZONE',
      about: 'in which times without a zone are read (default: the newsroom’s)',
    },
    now: { type: 'string', value: 'INSTANT', about: 'read as if it were then, as in 2025-06-12T02:00:00Z' },
  },
  examples: ['check forum.docx', 'check drafts/*.md --zone Asia/Ho_Chi_Minh'],
  positionals: { atLeast: 1, atMost: Number.POSITIVE_INFINITY },
  async run({ values, positionals, io }) {
    const { newsroom } = configuration('local');
    if (values.zone !== undefined && ianaZone(values.zone) === null)
      throw new UsageError(`there is no time zone "${values.zone}"; write it as Asia/Ho_Chi_Minh`);
    const now = instantOf(values.now) ?? io.now().toISOString();
    const context = {
      newsroom: { ...newsroom, zone: values.zone ?? newsroom.zone },
      now,
      zoneIsGiven: values.zone !== undefined,
    };
    const reader = separateReader(readingProgram, () => undefined);
    const directories = new Map<string, Promise<Directory>>();
    const lookInto = (directory: string) => {
      const known = directories.get(directory) ?? directoryAt(directory);
      directories.set(directory, known);
      return known;
    };
    const count = { accepted: 0, held: 0, rejected: 0 };
    let missing = false;
    for (const file of positionals) {
      const found = await filesOf(file, lookInto);
      missing ||= found === null;
      const report = found === null ? notFound(file) : await reportOn(file, found, reader, context);
      count[report.status]++;
      io.record(report, () => reportInWords(report, context.newsroom.zone, io.style));
    }
    reader.close();
    if (positionals.length > 1)
      io.say(io.style.dim(`${count.accepted} accepted, ${count.held} held, ${count.rejected} rejected`));
    if (missing) return 2;
    return count.held + count.rejected > 0 ? 1 : 0;
  },
});

function instantOf(written: string | undefined): string | null {
  if (written === undefined) return null;
  const time = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(written)
    ? Date.parse(written)
    : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`"${written}" is no instant; write it as 2025-06-12T02:00:00Z`);
  return new Date(time).toISOString();
}

interface Found {
  key: string;
  id: string;
  files: { key: string; bytes: Uint8Array; oversize?: boolean }[];
  siblings: { key: string; size: number }[];
}

/**
 * The content of a directory: texts and sidecars by their stem, and everything that may be a picture or an attachment.
 */
interface Directory {
  byStem: Map<string, string[]>;
  others: string[];
}

async function directoryAt(directory: string): Promise<Directory> {
  const found: Directory = { byStem: new Map(), others: [] };
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const folders: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const { role } = releaseIdOf(`releases/${name}`);
    if (entry.isDirectory()) {
      if (!name.startsWith('.') && folders.length < 50) folders.push(name);
    } else if (role === 'sidecar' || readable.test(name)) {
      const stem = stemOf(name);
      found.byStem.set(stem, [...(found.byStem.get(stem) ?? []), name]);
    } else if (role !== 'ignored') found.others.push(name);
  }
  // Pictures are often in a subfolder: `images/forum.jpg`.
  for (const folder of folders)
    for (const name of (await readdir(path.join(directory, folder)).catch(() => [])).slice(0, 500))
      if (!readable.test(name)) found.others.push(`${folder}/${name}`);
  return found;
}

/**
 * The file, its sidecars and everything else beside it, with the keys that they would have in the bucket. Null if the
 * file does not exist.
 */
async function filesOf(
  file: string,
  lookInto: (directory: string) => Promise<Directory>,
): Promise<Found | null> {
  const main = await readBounded(file);
  if (main === null) return null;
  const directory = path.dirname(file);
  const name = path.basename(file);
  const { byStem, others } = await lookInto(directory);
  const key = `releases/${name}`;
  const { id, role } = releaseIdOf(key);
  const files = [{ key, ...main }];
  const stem = stemOf(name);
  for (const other of [
    ...(byStem.get(stem) ?? []),
    ...(stem === 'release' ? [] : (byStem.get('release') ?? [])),
  ]) {
    const wanted =
      role === 'sidecar' ? readable.test(other) : releaseIdOf(`releases/${other}`).role === 'sidecar';
    const beside = other !== name && wanted ? await readBounded(path.join(directory, other)) : null;
    if (beside) files.push({ key: `releases/${other}`, ...beside });
  }
  const siblings = others
    .filter((other) => other !== name)
    .map((other) => ({ key: `releases/${id}/${other}`, size: 0 }));
  return { key, id: id === '' ? stem : id, files, siblings };
}
const readable = /\.(?:md|markdown|html?|docx|txt)$/i;

/** Files beyond the size limit are reported without being loaded. */
async function readBounded(file: string): Promise<{ bytes: Uint8Array; oversize?: boolean } | null> {
  try {
    const { size } = await stat(file);
    if (size <= maximumBytes.docx) return { bytes: await readFile(file) };
    const handle = await open(file);
    await handle.close();
    return { bytes: new Uint8Array(), oversize: true };
  } catch {
    return null;
  }
}

async function reportOn(
  file: string,
  found: Found,
  reader: SeparateReader,
  context: ReadingContext,
): Promise<ReadReport> {
  const { id, files, siblings, key } = found;
  const { reports } = await reader.read({ id, files, siblings }, context, false);
  const own = reports.find(({ report }) => report.file === key);
  return own ? { ...own.report, file } : notFound(file);
}

function notFound(file: string): ReadReport {
  return {
    file,
    status: 'rejected',
    release: releaseIn(stemOf(file), noFields),
    problems: [problem('file-not-found', `There is no readable file “${file}”.`)],
    assumptions: [],
    provenance: {},
  };
}
