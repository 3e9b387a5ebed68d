import { type Exclusion, exclusionSchema, type Recipient, recipientSchema } from '../domain/audience.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

/**
 * The lines of a byte stream as buffers, each with the newline that ends it: byte ranges of the file are cut by their
 * lengths. A newline is the byte 0x0a and nothing else; U+2028 in a name ends no line.
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

export function recipientsFile(bucket: Bucket) {
  const { readObjectStream } = bucketObjects(bucket);
  /** The raw lines of a file. */
  const streamLines = async function* (key: string): AsyncIterable<Buffer> {
    yield* cutLines(await readObjectStream(key));
  };
  return {
    streamLines,

    /** All recipients of a file, in the order of contact ids; memory stays flat. */
    async *streamRecipients(key: string): AsyncIterable<Recipient> {
      for await (const line of streamLines(key)) yield parseRecipient(line);
    },

    /** The same of those who are left out. */
    async *streamExclusions(key: string): AsyncIterable<Exclusion> {
      for await (const line of streamLines(key)) yield exclusionSchema.parse(JSON.parse(line.toString()));
    },

    /** The recipients of one chunk: bytes `start`..`end` (inclusive) of the file. */
    async readRecipients(key: string, start: number, end: number): Promise<Recipient[]> {
      const recipients: Recipient[] = [];
      for await (const line of cutLines(await readObjectStream(key, { start, end })))
        recipients.push(parseRecipient(line));
      return recipients;
    },
  };
}
