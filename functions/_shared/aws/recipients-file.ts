import { type Exclusion, exclusionSchema, type Recipient, recipientSchema } from '../domain/audience.ts';
import { within } from '../domain/within.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

/**
 * Splits a byte stream into lines, as buffers that include the final newline, because byte ranges of the file are
 * computed from their lengths. Only the byte 0x0a is a newline; U+2028 in a name does not end a line.
 */
export async function* cutLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, piece]) : Buffer.from(piece);
    let start = 0;
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10, start)) {
      yield buffer.subarray(start, end + 1);
      start = end + 1;
    }
    rest = buffer.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

export function parseRecipient(line: Buffer): Recipient {
  return recipientSchema.parse(JSON.parse(line.toString()));
}

export type RecipientsFile = ReturnType<typeof recipientsFile>;

/** `folders`: where this caller's files lie, `store/audiences/` or `store/deliveries/`. */
export function recipientsFile(bucket: Bucket, folders: readonly string[]) {
  const { readObjectStream } = bucketObjects(bucket);
  /** The raw lines of a file. */
  const streamLines = async function* (key: string): AsyncIterable<Buffer> {
    yield* cutLines(await readObjectStream(within(key, folders)));
  };
  return {
    streamLines,

    /** All recipients in a file, in the order of contact ids. Streamed, so memory stays constant. */
    async *streamRecipients(key: string): AsyncIterable<Recipient> {
      for await (const line of streamLines(key)) yield parseRecipient(line);
    },

    /** All exclusions in a file, in the same way. */
    async *streamExclusions(key: string): AsyncIterable<Exclusion> {
      for await (const line of streamLines(key)) yield exclusionSchema.parse(JSON.parse(line.toString()));
    },

    /** The recipients of one chunk: bytes `start`..`end` (inclusive) of the file. */
    async readRecipients(key: string, start: number, end: number): Promise<Recipient[]> {
      const recipients: Recipient[] = [];
      for await (const line of cutLines(await readObjectStream(within(key, folders), { start, end })))
        recipients.push(parseRecipient(line));
      return recipients;
    },
  };
}
