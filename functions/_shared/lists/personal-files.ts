import { z } from 'zod';
import { type Bucket, listObjects, readObjectStream } from '../aws/bucket.ts';
import { forgetVersions } from '../aws/object-versions.ts';
import { cutLines } from '../aws/recipients-file.ts';
import { uploadObject } from '../aws/upload-object.ts';
import { readAddress } from '../domain/address.ts';
import type { OpenFile } from './decode-file.ts';
import { inspectCsv, rawRows } from './read-csv.ts';

/** Where files name people, and what is done about one of them. Exclusions and recipients are read by byte ranges. */
const places = [
  { prefix: 'store/audiences/', ends: '.ndjson', forget: blankLines },
  { prefix: 'store/deliveries/', ends: '.ndjson', forget: blankLines },
  { prefix: 'store/imports/', ends: '/plan.ndjson', forget: dropLines },
] as const;

const addressedSchema = z.looseObject({ contactId: z.string() });

/**
 * Takes one person out of every file that the pipeline wrote about them; their id may stay where it is counted. Reads
 * every audience, delivery and import plan there is, streamed. Returns how many files named them. Safe to repeat.
 */
export async function forgetInFiles(bucket: Bucket, contactId: string): Promise<number> {
  let files = 0;
  for (const { prefix, ends, forget } of places)
    for await (const { key } of listObjects(bucket, prefix))
      if (key.endsWith(ends) && (await namesContact(bucket, key, contactId))) {
        await rewrite(bucket, key, forget(cutLines(await readObjectStream(bucket, key)), contactId));
        files += 1;
      }
  for await (const { key } of listObjects(bucket, 'store/notices/'))
    if (await namesContact(bucket, key, contactId)) {
      await forgetVersions(bucket, key, 'nothing');
      files += 1;
    }
  return files;
}

async function namesContact(bucket: Bucket, key: string, contactId: string): Promise<boolean> {
  for await (const line of cutLines(await readObjectStream(bucket, key)))
    if (line.includes(contactId)) return true;
  return false;
}

/**
 * A recipient's line without address and name, padded to its length: chunks are byte ranges of the file, and a
 * delivery may be going on. The claim passes an erased contact over.
 */
async function* blankLines(lines: AsyncIterable<Buffer>, contactId: string): AsyncGenerator<string> {
  for await (const line of lines) {
    const text = line.toString();
    const named = line.includes(contactId) ? addressedSchema.parse(JSON.parse(text)) : null;
    if (named?.contactId !== contactId) {
      yield text;
      continue;
    }
    const blank = JSON.stringify({ ...named, email: '', ...('name' in named ? { name: null } : {}) });
    const missing = line.length - Buffer.byteLength(blank) - 1;
    yield `${blank.slice(0, -1)}${' '.repeat(Math.max(0, missing))}}\n`;
  }
}

async function* dropLines(lines: AsyncIterable<Buffer>, contactId: string): AsyncGenerator<string> {
  for await (const line of lines) if (!line.includes(contactId)) yield line.toString();
}

/** Says of a list that it is the old one less somebody: import-contacts must not take it for a new drop. */
export const rewrittenMark = { rewritten: 'erasure' };

async function rewrite(
  bucket: Bucket,
  key: string,
  lines: AsyncIterable<string>,
  contentType = 'application/x-ndjson',
): Promise<void> {
  const upload = uploadObject(bucket, key, contentType, rewrittenMark);
  try {
    for await (const line of lines) await upload.write(line);
    await upload.finish();
  } catch (error) {
    await upload.abort();
    throw error;
  }
  await forgetVersions(bucket, key, 'latest');
}

/**
 * Takes a person's rows out of the lists that staff dropped, and what the bucket keeps of those lists' past. The
 * rewritten list is UTF-8 and marked, so that it is not imported again over what admins have changed since.
 */
export async function forgetInLists(bucket: Bucket, isPerson: (email: string) => boolean): Promise<number> {
  let files = 0;
  for await (const { key } of listObjects(bucket, 'lists/')) {
    const open: OpenFile = () => readObjectStream(bucket, key);
    const { dialect } = await inspectCsv(open);
    const names = (cells: readonly string[]) =>
      cells.some((cell) => {
        const address = readAddress(cell);
        return 'email' in address && isPerson(address.email);
      });
    let isNamed = false;
    for await (const { cells } of rawRows(open, dialect)) isNamed ||= names(cells);
    if (!isNamed) continue;
    await rewrite(bucket, key, remainingRows(open, dialect, names), 'text/csv; charset=utf-8');
    files += 1;
  }
  return files;
}

async function* remainingRows(
  open: OpenFile,
  dialect: Parameters<typeof rawRows>[1],
  names: (cells: readonly string[]) => boolean,
): AsyncGenerator<string> {
  if (dialect.linesBefore === 1) yield `sep=${dialect.delimiter}\r\n`;
  for await (const { cells, raw } of rawRows(open, dialect)) if (!names(cells)) yield `${raw}\r\n`;
}
