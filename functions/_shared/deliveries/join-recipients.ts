import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { RecipientsFile } from '../aws/recipients-file.ts';
import type { Recipient } from '../domain/audience.ts';
import {
  type Chunk,
  type Delivery,
  partsOf,
  type RecipientRecord,
  stateByPosition,
} from '../domain/delivery.ts';

export type JoinDependencies = Pick<DeliveryTable, 'readChunks' | 'readRecords'> &
  Pick<RecipientsFile, 'streamRecipients'>;

export interface JoinedRecipient {
  recipient: Recipient;
  state: RecipientRecord['state'];
  reason: string | null;
  /** Null if nothing has happened yet. */
  record: RecipientRecord | null;
}

/** A recipient, and the state that follows from their chunk if there is no record. */
interface Placed extends Pick<JoinedRecipient, 'recipient' | 'state' | 'reason'> {}

/**
 * Every recipient of a delivery with their state, in the order of contact ids: the frozen files joined with the records,
 * all streamed. The chunks are read first. A recipient outside an open window then has a record by the time the
 * records are read, so nobody who is being sent to counts as untouched.
 */
export async function* joinRecipients(
  { readChunks, readRecords, streamRecipients }: JoinDependencies,
  delivery: Delivery,
): AsyncGenerator<JoinedRecipient> {
  if (delivery.recipientsKey === '') return;
  const chunks: Chunk[] = [];
  for await (const chunk of readChunks(delivery.deliveryId)) chunks.push(chunk);
  const records = readRecords(delivery.deliveryId)[Symbol.asyncIterator]();
  let next = await records.next();
  let first = 0;
  const parts = partsOf(delivery).map((part) => {
    const own = delivery.parts
      ? chunks.filter(({ chunk }) => chunk >= first && chunk < first + part.chunks)
      : chunks;
    first += part.chunks;
    return placeRecipients(streamRecipients(part.recipientsKey), own, delivery);
  });
  for await (const placed of inOrder(parts)) {
    const { recipient } = placed;
    while (!next.done && next.value.contactId < recipient.contactId) next = await records.next();
    const record = !next.done && next.value.contactId === recipient.contactId ? next.value : null;
    const { state, reason } = record ?? placed;
    yield { recipient, state, reason, record };
  }
}

/** The recipients of one part, with the state that their place in its chunks gives. */
async function* placeRecipients(
  recipients: AsyncIterable<Recipient>,
  chunks: readonly Chunk[],
  delivery: Delivery,
): AsyncGenerator<Placed> {
  let chunk = 0;
  let position = 0;
  for await (const recipient of recipients) {
    const current = chunks[chunk];
    yield { recipient, ...(current ? stateByPosition(current, position) : stateWithoutChunk(delivery)) };
    position += 1;
    if (current && position >= current.recipients) {
      chunk += 1;
      position = 0;
    }
  }
}

/** Merges the parts, each in the order of contact ids, into one stream in that order. */
async function* inOrder(parts: readonly AsyncGenerator<Placed>[]): AsyncGenerator<Placed> {
  const heads = await Promise.all(parts.map(async (part) => ({ part, head: await part.next() })));
  for (;;) {
    let least: { part: AsyncGenerator<Placed>; placed: Placed } | null = null;
    for (const { part, head } of heads)
      if (!head.done && (!least || head.value.recipient.contactId < least.placed.recipient.contactId))
        least = { part, placed: head.value };
    if (!least) return;
    yield least.placed;
    for (const each of heads) if (each.part === least.part) each.head = await each.part.next();
  }
}

/** The state if the chunk does not exist: arming is not complete, or the release ended before it was. */
function stateWithoutChunk({ state }: Delivery): Pick<JoinedRecipient, 'state' | 'reason'> {
  return state === 'stopped'
    ? { state: 'left-out', reason: 'release-stopped' }
    : { state: 'pending', reason: null };
}
