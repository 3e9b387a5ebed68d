import { randomBytes } from 'node:crypto';
import { type AuditLine, auditLineSchema } from '../domain/audit.ts';
import { releaseTag } from '../domain/release-tag.ts';
import { within } from '../domain/within.ts';
import { ahead } from './ahead.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

/**
 * The audit trail: one object per line, `audit/<month>/<subject>/<instant>#<id>.json`. The bucket's policy admits only
 * writes that cannot overwrite (`If-None-Match: *`), and no deletion by anybody, so a line stays as it was written
 * (docs/decisions/0009-the-trail-is-written-once.md). A line contains no address: people are named by their ids.
 */
const monthFolder = (month: string) => `audit/${month}/`;
const monthIn = (folder: string) => folder.split('/')[1] ?? '';
const subjectFolder = (month: string, subject: string) => `${monthFolder(month)}${subjectTag(subject)}/`;

/** `RELEASE#forum` → `release-forum`: readable where it can be, and short enough for a key. */
function subjectTag(subject: string): string {
  const [kind = '', ...id] = subject.split('#');
  return [kind.toLowerCase(), ...(id.length > 0 ? [releaseTag(id.join('#'))] : [])].join('-');
}

export type AuditStore = ReturnType<typeof auditStore>;

/** A page of the trail, the latest line first. */
export interface TrailPart {
  lines: AuditLine[];
  /** Asks for the lines before these; null if there are none. */
  older: string | null;
}

export interface TrailRequest {
  /** `older` of the page before; null for the latest lines. */
  before: string | null;
  size: number;
}

export function auditStore(bucket: Bucket) {
  const { writeObjectOnce, listFolders } = bucketObjects(bucket);
  const put = (line: AuditLine, id: string) => {
    const key = `${subjectFolder(line.at.slice(0, 7), line.subject)}${line.at}#${id}.json`;
    return writeObjectOnce(key, JSON.stringify(line), 'application/json');
  };
  return {
    /** Appends one line with a new key. */
    appendAudit: (line: AuditLine): Promise<void> => put(line, randomBytes(6).toString('hex')),

    /**
     * Appends a line unless it was appended before. `id` is unique within its subject and instant. The audit lines of a
     * release are written in this way, because after a crash between head and line the next move writes the line again.
     */
    appendAuditOnce: (line: AuditLine, id: string): Promise<void> => put(line, id),

    /** The lines of one subject, oldest first. */
    async *readAudit(subject: string): AsyncIterable<AuditLine> {
      // Two long names may have the same short one.
      for (const folder of (await listFolders('audit/')).sort())
        for await (const line of linesUnder(bucket, subjectFolder(monthIn(folder), subject)))
          if (line.subject === subject) yield line;
    },

    /** All lines of one month (`YYYY-MM`), oldest first. */
    readAuditMonth: (month: string): AsyncIterable<AuditLine> => linesUnder(bucket, monthFolder(month)),

    /** Lines of one month (`YYYY-MM`): one request for each thousand lines of the month, and one for each line shown. */
    readTrailOfMonth: (month: string, request: TrailRequest): Promise<TrailPart> =>
      readPart(bucket, [monthFolder(month)], request),

    /** Lines of one subject. */
    async readTrailOf(subject: string, request: TrailRequest): Promise<TrailPart> {
      const months = (await listFolders('audit/')).sort().reverse().map(monthIn);
      const part = await readPart(
        bucket,
        months.map((month) => subjectFolder(month, subject)),
        request,
      );
      return { ...part, lines: part.lines.filter((line) => line.subject === subject) };
    },
  };
}

/** Lines that are fetched at the same time. Half of the client's connections. */
const atOnce = 25;

/** The lines in a folder, in the order of their instants. */
async function* linesUnder(bucket: Bucket, folder: string): AsyncGenerator<AuditLine> {
  yield* linesAt(bucket, await keysUnder(bucket, folder));
}

async function* linesAt(bucket: Bucket, keys: readonly string[]): AsyncGenerator<AuditLine> {
  for await (const lines of ahead(inPortions(keys, bucketObjects(bucket).readObject))) yield* lines;
}

async function keysUnder(bucket: Bucket, folder: string): Promise<string[]> {
  const objects = await Array.fromAsync(bucketObjects(bucket).listObjects(folder));
  return objects.map(({ key }) => key).sort(byInstant);
}

/**
 * A page of the lines in folders of which the first has the latest lines. S3 lists in ascending order only, so all keys
 * of a folder are listed; only the lines of the page are read.
 */
async function readPart(
  bucket: Bucket,
  folders: readonly string[],
  { before, size }: TrailRequest,
): Promise<TrailPart> {
  const keys: string[] = [];
  for (const folder of folders) {
    const found = (await keysUnder(bucket, folder)).reverse();
    keys.push(...found.filter((key) => before === null || byInstant(key, before) < 0));
    if (keys.length > size) break;
  }
  const shown = keys.slice(0, size);
  const older = keys.length > size ? (shown.at(-1) ?? null) : null;
  return { lines: await Array.fromAsync(linesAt(bucket, shown)), older };
}

async function* inPortions(
  keys: readonly string[],
  readObject: (key: string) => Promise<Uint8Array | null>,
): AsyncGenerator<AuditLine[]> {
  for (let start = 0; start < keys.length; start += atOnce)
    yield await Promise.all(
      keys.slice(start, start + atOnce).map(async (key) => {
        const bytes = await readObject(within(key, ['audit/']));
        if (!bytes) throw new Error('a line of the audit trail that was listed is not there');
        return auditLineSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
      }),
    );
}

/** The last part of a key begins with the instant. Two subjects may have a line with the same last part. */
function byInstant(a: string, b: string): number {
  const [left = '', right = ''] = [a, b].map((key) => `${key.slice(key.lastIndexOf('/') + 1)} ${key}`);
  return left < right ? -1 : left > right ? 1 : 0;
}
