import { type Recipient, recipientSchema } from '../domain/audience.ts';
import { type Bucket, readObjectStream } from './bucket.ts';

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

/** All recipients of a file, in the order of contact ids; memory stays flat. */
export async function* streamRecipients(bucket: Bucket, key: string): AsyncGenerator<Recipient> {
  for await (const line of cutLines(await readObjectStream(bucket, key))) yield parseRecipient(line);
}

/** The recipients of one chunk: bytes `start`..`end` (inclusive) of the file. */
export async function readRecipients(
  bucket: Bucket,
  key: string,
  start: number,
  end: number,
): Promise<Recipient[]> {
  const recipients: Recipient[] = [];
  for await (const line of cutLines(await readObjectStream(bucket, key, { start, end })))
    recipients.push(parseRecipient(line));
  return recipients;
}

/** The raw lines of a file. */
export async function* streamLines(bucket: Bucket, key: string): AsyncGenerator<Buffer> {
  yield* cutLines(await readObjectStream(bucket, key));
}
