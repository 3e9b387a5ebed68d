import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { RecipientsFile } from '../aws/recipients-file.ts';
import { chunkSize, cutChunks } from '../deliveries/cut-chunks.ts';
import { countKnown } from '../deliveries/review-unknowns.ts';
import {
  type Chunk,
  type Delivery,
  type DeliveryPart,
  isToBeResent,
  type Outcome,
  partOf,
  partsOf,
} from '../domain/delivery.ts';
import { isOwed } from '../domain/release.ts';
import type { ArmedDelivery } from './armed-deliveries.ts';

export interface HoldDependencies
  extends Pick<
      DeliveryTable,
      'readDelivery' | 'createDelivery' | 'moveDelivery' | 'readChunks' | 'readKnown'
    >,
    Pick<DeliveryTable, 'writeOutcomes' | 'replaceChunk'>,
    Pick<RecipientsFile, 'readRecipients' | 'streamLines'> {
  armedDeliveries: () => Promise<ArmedDelivery[]>;
  now: () => Date;
}

/** How many recipients of a delivery may have been sent to without the table knowing. */
export interface HeldDelivery {
  deliveryId: string;
  held: number;
}

/**
 * Called on a restored table: mails that were sent after the restore point are not in it. Every delivery that the bucket
 * knows to have been armed, and the table does not know to be settled, is held: its recipients without a record are
 * unknown until a person decides (`dateline settle`). So nothing that may have been sent goes out again by itself.
 * Nothing may send meanwhile. Idempotent.
 */
export async function holdDeliveries(dependencies: HoldDependencies): Promise<HeldDelivery[]> {
  const all: HeldDelivery[] = [];
  for (const armed of await dependencies.armedDeliveries()) {
    const delivery = await deliveryOf(dependencies, armed);
    if (!delivery) continue;
    let held = 0;
    for await (const chunk of chunksOf(dependencies, delivery))
      held += await hold(dependencies, delivery, chunk);
    if (held > 0) all.push({ deliveryId: delivery.deliveryId, held });
  }
  return all;
}

/** The delivery to be held: as in the table, or made of the bucket if the table does not have it. Null if it is settled. */
async function deliveryOf(
  { readDelivery, createDelivery, moveDelivery, streamLines, now }: HoldDependencies,
  armed: ArmedDelivery,
): Promise<Delivery | null> {
  const found = await readDelivery(armed.deliveryId);
  if (found && found.state !== 'freezing')
    return found.state === 'armed' || found.state === 'sending' ? found : null;
  const at = now().toISOString();
  const { files, ...of } = armed;
  const parts: DeliveryPart[] = [];
  for (const { recipientsKey, notBefore } of files) {
    let recipients = 0;
    for await (const _ of streamLines(recipientsKey)) recipients += 1;
    const chunks = Math.ceil(recipients / chunkSize);
    parts.push({ recipientsKey, notBefore: notBefore ?? found?.notBefore ?? at, recipients, chunks });
  }
  const delivery: Delivery = {
    ...of,
    notBefore: parts[0]?.notBefore ?? at,
    recipientsKey: files[0].recipientsKey,
    recipients: parts.reduce((sum, part) => sum + part.recipients, 0),
    reachesUnsubscribed: isOwed(armed.edition),
    chunks: parts.reduce((sum, part) => sum + part.chunks, 0),
    ...(files[0].notBefore !== null && { parts }),
    state: 'armed',
    createdAt: found?.createdAt ?? at,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
    restoredAt: at,
  };
  if (found) await moveDelivery(delivery, 'freezing');
  else await createDelivery(delivery);
  return delivery;
}

/** The chunks in the table, then those of the file that the table does not have. */
async function* chunksOf(
  { readChunks, streamLines }: HoldDependencies,
  delivery: Delivery,
): AsyncGenerator<Chunk> {
  const { deliveryId } = delivery;
  const known = new Set<number>();
  for (const chunk of await Array.fromAsync(readChunks(deliveryId))) {
    known.add(chunk.chunk);
    yield chunk;
  }
  let first = 0;
  for (const { recipientsKey, chunks } of partsOf(delivery)) {
    for await (const chunk of cutChunks(deliveryId, streamLines(recipientsKey), chunkSize, first))
      if (!known.has(chunk.chunk)) yield chunk;
    first += chunks;
  }
}

/** Returns how many recipients are held. */
async function hold(dependencies: HoldDependencies, delivery: Delivery, chunk: Chunk): Promise<number> {
  if (chunk.state === 'settled' || chunk.state === 'stopped') return 0;
  const { deliveryId } = delivery;
  const { recipientsKey, notBefore } = partOf(delivery, chunk.chunk);
  if (delivery.parts && Date.parse(notBefore) > dependencies.now().getTime()) {
    // Nobody of this part can have been sent it: it goes out at its instant.
    await dependencies.replaceChunk(chunk);
    return 0;
  }
  const recipients = await dependencies.readRecipients(recipientsKey, chunk.start, chunk.end);
  const known = await dependencies.readKnown(
    deliveryId,
    recipients.map(({ contactId }) => contactId),
  );
  const unknown: Outcome[] = [];
  for (const { contactId, email, language } of recipients) {
    const { outcome = null, feedback = null } = known.get(contactId) ?? {};
    if (feedback || (outcome && outcome.state !== 'unknown' && !isToBeResent(outcome))) continue;
    unknown.push({
      deliveryId,
      contactId,
      email,
      language,
      state: 'unknown',
      reason: 'restored',
      at: dependencies.now().toISOString(),
      sesMessageId: null,
      attempt: outcome?.attempt ?? 1,
      decided: 'hold',
      chunk: chunk.chunk,
    });
  }
  await dependencies.writeOutcomes(unknown);
  for (const outcome of unknown) known.set(outcome.contactId, { outcome, feedback: null });
  const end = chunk.recipients;
  await dependencies.replaceChunk({
    ...chunk,
    state: 'settled',
    owner: null,
    leaseUntil: 0,
    done: end,
    highWater: end,
    touched: end,
    parkedUntil: null,
    counts: countKnown({}, recipients, known),
  });
  return unknown.length;
}
