import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { RecipientsFile } from '../aws/recipients-file.ts';
import type { Recipient } from '../domain/audience.ts';
import { type Chunk, type Delivery, type RecipientRecord, stateByPosition } from '../domain/delivery.ts';

export type JoinDependencies = Pick<DeliveryTable, 'readChunks' | 'readRecords'> &
  Pick<RecipientsFile, 'streamRecipients'>;

export interface JoinedRecipient {
  recipient: Recipient;
  state: RecipientRecord['state'];
  reason: string | null;
  /** Null if nothing has happened yet. */
  record: RecipientRecord | null;
}

/**
 * Every recipient of a delivery with their state, in the order of contact ids: the frozen file joined with the records,
 * both streamed. The chunks are read first. A recipient outside an open window then has a record by the time the
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
  let chunk = 0;
  let position = 0;
  for await (const recipient of streamRecipients(delivery.recipientsKey)) {
    while (!next.done && next.value.contactId < recipient.contactId) next = await records.next();
    const record = !next.done && next.value.contactId === recipient.contactId ? next.value : null;
    const current = chunks[chunk];
    const unwritten = current ? stateByPosition(current, position) : stateWithoutChunk(delivery);
    const { state, reason } = record ?? unwritten;
    yield { recipient, state, reason, record };
    position += 1;
    if (current && position >= current.recipients) {
      chunk += 1;
      position = 0;
    }
  }
}

/** The state if the chunk does not exist: arming is not complete, or the release ended before it was. */
function stateWithoutChunk({ state }: Delivery): Pick<JoinedRecipient, 'state' | 'reason'> {
  return state === 'stopped'
    ? { state: 'left-out', reason: 'release-stopped' }
    : { state: 'pending', reason: null };
}
