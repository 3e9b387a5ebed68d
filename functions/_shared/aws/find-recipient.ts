import type { Recipient } from '../domain/audience.ts';
import { within } from '../domain/within.ts';
import { type Bucket, bucketObjects } from './bucket.ts';
import { cutLines, parseRecipient } from './recipients-file.ts';

/** Bytes. Longer than any line. */
const lineBytes = 16 * 1024;
/** Bytes. A range that is not longer is read as a whole. */
const pieceBytes = 64 * 1024;

export type RecipientFinder = ReturnType<typeof recipientFinder>;

/** Finds one recipient in a file that is sorted by contact ids. */
export function recipientFinder(bucket: Bucket) {
  const { readObjectStream, sizeOfObject } = bucketObjects(bucket);
  const linesFrom = async (key: string, start: number, end: number) =>
    Array.fromAsync(cutLines(await readObjectStream(key, { start, end })));
  return {
    /**
     * Null if they are not in the file, or the file was forgotten. Halves the file again and again: a million
     * recipients need about a dozen small reads.
     */
    async findRecipient(file: string, contactId: string): Promise<Recipient | null> {
      const key = within(file, ['store/audiences/', 'store/deliveries/']);
      const size = (await sizeOfObject(key)) ?? 0;
      // The line begins at or after `low`, where a line begins, and before `high`.
      let low = 0;
      let high = size;
      while (high - low > pieceBytes) {
        const middle = Math.floor((low + high) / 2);
        const [rest = Buffer.alloc(0), line] = await linesFrom(key, middle, middle + lineBytes - 1);
        const isBefore = line !== undefined && parseRecipient(line).contactId <= contactId;
        if (isBefore) low = middle + rest.length;
        else high = middle + 1;
      }
      if (high === low) return null;
      for (const line of await linesFrom(key, low, high + lineBytes)) {
        if (line.at(-1) !== 10) break;
        const recipient = parseRecipient(line);
        if (recipient.contactId >= contactId) return recipient.contactId === contactId ? recipient : null;
      }
      return null;
    },
  };
}
