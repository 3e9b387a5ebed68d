import * as z from 'zod';
import { type Bucket, bucketObjects } from '../aws/bucket.ts';
import { objectVersions } from '../aws/object-versions.ts';
import { cutLines } from '../aws/recipients-file.ts';
import { objectUploads } from '../aws/upload-object.ts';

const lines = 'application/x-ndjson';

/**
 * The files that contain personal data, and how to remove one person from each. Recipients and exclusions are read by
 * byte ranges, so their lines must keep their length.
 */
const places = [
  { prefix: 'store/audiences/', ends: '.ndjson', type: lines, forget: blankLines },
  { prefix: 'store/deliveries/', ends: '.ndjson', type: lines, forget: blankLines },
  { prefix: 'store/imports/', ends: '.ndjson', type: lines, forget: dropLines },
  { prefix: 'store/imports/', ends: '/import.json', type: 'application/json', forget: dropProblems },
  { prefix: 'reports/lists/', ends: '.json', type: 'application/json', forget: dropProblems },
  { prefix: 'reports/lists/', ends: '.html', type: 'text/html; charset=utf-8', forget: dropLines },
] as const;

const addressedSchema = z.looseObject({ contactId: z.string() });

/**
 * Removes one person from every file that the pipeline wrote about them; the id may stay where it is counted. Streams
 * every audience, delivery and import plan. Returns the number of files that named the person. Idempotent.
 */
export async function forgetInFiles(bucket: Bucket, contactId: string): Promise<number> {
  const { listObjects, readObjectStream } = bucketObjects(bucket);
  const streamLines = async function* (key: string): AsyncIterable<Buffer> {
    yield* cutLines(await readObjectStream(key));
  };
  let files = 0;
  for (const { prefix, ends, type, forget } of places)
    for await (const { key } of listObjects(prefix))
      if (key.endsWith(ends) && (await namesContact(streamLines(key), contactId))) {
        await rewrite(bucket, key, forget(streamLines(key), contactId), type);
        files += 1;
      }
  for await (const { key } of listObjects('store/notices/'))
    if (await namesContact(streamLines(key), contactId)) {
      await objectVersions(bucket).forgetVersions(key, 'nothing');
      files += 1;
    }
  return files;
}

async function namesContact(lines: AsyncIterable<Buffer>, contactId: string): Promise<boolean> {
  for await (const line of lines) if (line.includes(contactId)) return true;
  return false;
}

/**
 * Removes address and name from a recipient's line and pads it to its original length, because chunks are byte ranges
 * of the file and a delivery may be running. The claim skips an erased contact.
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

const withProblemsSchema = z.looseObject({
  problems: z.array(z.looseObject({ contactId: z.string().optional() })),
});

/** Removes from an import, or from its report, the problems that quote a cell of this person's row. */
async function* dropProblems(lines: AsyncIterable<Buffer>, contactId: string): AsyncGenerator<string> {
  const stored = withProblemsSchema.parse(JSON.parse(Buffer.concat(await Array.fromAsync(lines)).toString()));
  const problems = stored.problems.filter((problem) => problem.contactId !== contactId);
  yield JSON.stringify({ ...stored, problems }, null, 2);
}

/** Marks a list as rewritten after an erasure, so that import-contacts does not treat it as a new drop. */
export const rewrittenMark = { rewritten: 'erasure' };

/** Replaces an object, line by line, and deletes its earlier versions. */
export async function rewrite(
  bucket: Bucket,
  key: string,
  lines: AsyncIterable<string>,
  contentType: string,
): Promise<void> {
  const upload = objectUploads(bucket).uploadObject(key, contentType, rewrittenMark);
  try {
    for await (const line of lines) await upload.write(line);
    await upload.finish();
  } catch (error) {
    await upload.abort();
    throw error;
  }
  await objectVersions(bucket).forgetVersions(key, 'latest');
}
