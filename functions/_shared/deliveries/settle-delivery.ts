import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Edition } from '../domain/release.ts';

export interface SettleDependencies
  extends Pick<DeliveryTable, 'readDelivery' | 'readChunks' | 'moveDelivery'> {
  /** Tells the release's head; safe to repeat, and of no consequence when another version has taken its place. */
  recordEdition: (
    as: 'sent' | 'stopped',
    of: { releaseId: string; version: number; edition: Edition },
  ) => Promise<unknown>;
}

/**
 * Marks a delivery `sent` (or `stopped`) once every chunk is, and says so to the release. The head comes first: after
 * a crash in between the delivery is still listed as open and settles again.
 */
export async function settleDelivery(
  { readDelivery, readChunks, moveDelivery, recordEdition }: SettleDependencies,
  deliveryId: string,
): Promise<Delivery['state'] | null> {
  const delivery = await readDelivery(deliveryId);
  if (!delivery) return null;
  if (delivery.state !== 'armed' && delivery.state !== 'sending') return delivery.state;
  let chunks = 0;
  let isStopped = false;
  for await (const { state } of readChunks(deliveryId)) {
    if (state !== 'settled' && state !== 'stopped') return delivery.state;
    chunks += 1;
    isStopped ||= state === 'stopped';
  }
  // Fewer than there should be: its arming is not through.
  if (chunks < delivery.chunks) return delivery.state;
  const state = isStopped ? 'stopped' : 'sent';
  const { releaseId, version, edition } = delivery;
  await recordEdition(state, { releaseId, version, edition });
  await moveDelivery({ ...delivery, state }, delivery.state);
  return state;
}
