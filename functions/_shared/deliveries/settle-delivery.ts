import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Edition } from '../domain/release.ts';

export interface SettleDependencies
  extends Pick<DeliveryTable, 'readDelivery' | 'readChunks' | 'moveDelivery'> {
  /** Records it in the release's head. Idempotent; has no effect if another version has replaced this one. */
  recordEdition: (
    as: 'sent' | 'stopped',
    of: { releaseId: string; version: number; edition: Edition; addedContact?: string },
  ) => Promise<unknown>;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * SES tries to deliver for 14 hours at most
 * (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DeliveryOptions.html), and its events follow in seconds.
 */
const eventMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Marks a delivery as `sent` (or `stopped`) when all its chunks are, and records it in the release. The head is written
 * first: after a crash in between the delivery is still listed as open and is settled again.
 */
export async function settleDelivery(
  { readDelivery, readChunks, moveDelivery, recordEdition, now }: SettleDependencies,
  deliveryId: string,
): Promise<Delivery['state'] | null> {
  const delivery = await readDelivery(deliveryId);
  if (!delivery) return null;
  if (delivery.state === 'freezing' || delivery.state === 'stopped') return delivery.state;
  let chunks = 0;
  let isStopped = false;
  for await (const { state } of readChunks(deliveryId)) {
    if (state !== 'settled' && state !== 'stopped') {
      // A sender took the chunk while another ended the delivery.
      if (delivery.state !== 'sent') return delivery.state;
      await moveDelivery({ ...delivery, state: 'sending' }, 'sent');
      return 'sending';
    }
    chunks += 1;
    isStopped ||= state === 'stopped';
  }
  // Some chunks are missing, so its arming is not complete.
  if (chunks < delivery.chunks || delivery.state === 'sent') return delivery.state;
  const state = isStopped ? 'stopped' : 'sent';
  const { releaseId, version, edition, addedContact } = delivery;
  await recordEdition(state, { releaseId, version, edition, addedContact });
  const eventsUntil = new Date(now() + eventMilliseconds).toISOString();
  const ended = { ...delivery, state, eventsUntil } as const;
  await moveDelivery(ended, delivery.state);
  // Somebody may have had a chunk opened again since it was read. They look at the delivery after that, and this looks
  // at the chunks after it: one of the two sees the other.
  for await (const chunk of readChunks(deliveryId))
    if (chunk.state !== 'settled' && chunk.state !== 'stopped') {
      await moveDelivery({ ...ended, state: 'sending' }, state);
      return 'sending';
    }
  return state;
}
