import type { AuditStore } from '../aws/audit-store.ts';
import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { ChunkQueues } from '../aws/queue.ts';
import { type Chunk, type Delivery, type Outcome, partOf } from '../domain/delivery.ts';
import { type ReviewDependencies, reviewUnknowns } from './review-unknowns.ts';

export interface SettleUnknownsDependencies
  extends ReviewDependencies,
    Pick<DeliveryTable, 'readDelivery' | 'readChunks' | 'moveDelivery'>,
    Pick<ChunkQueues, 'enqueueChunk'>,
    Pick<AuditStore, 'appendAudit'> {
  /** Epoch milliseconds. */
  now: () => number;
}

export interface Settling {
  deliveryId: string;
  /** Null for all unknowns of the delivery. */
  contactId: string | null;
  /** `sent`: count as sent. `resend`: send once more, whatever the policy. */
  as: 'sent' | 'resend';
  by: string;
}

/**
 * A person decides about unknown recipients. Returns the number of decisions; null if there is no such delivery.
 * Recipients whom SES's events have settled meanwhile stay as they are.
 */
export async function settleUnknowns(
  dependencies: SettleUnknownsDependencies,
  { deliveryId, contactId, as, by }: Settling,
): Promise<number | null> {
  const delivery = await dependencies.readDelivery(deliveryId);
  if (!delivery) return null;
  const at = new Date(dependencies.now()).toISOString();
  let settled = 0;
  for await (const chunk of dependencies.readChunks(deliveryId)) {
    if (chunk.counts.unknown === 0 || chunk.state === 'open') continue;
    const unknowns = await unknownsOf(dependencies, delivery, chunk, contactId);
    for (const seen of unknowns) {
      const outcome: Outcome =
        as === 'sent'
          ? { ...seen, state: 'sent', reason: 'settled-by-hand', at }
          : { ...seen, decided: 'resend' };
      if (await dependencies.concludeOutcome(outcome, seen)) settled += 1;
    }
    if (unknowns.length > 0) await reopen(dependencies, delivery, chunk);
  }
  if (settled > 0)
    await dependencies.appendAudit({
      subject: `RELEASE#${delivery.releaseId}`,
      at,
      by,
      act: 'settle-unknowns',
      reason: null,
      before: { delivery: deliveryId, unknown: settled },
      after: { delivery: deliveryId, as, contact: contactId },
    });
  return settled;
}

async function unknownsOf(
  { readRecipients, readKnown }: SettleUnknownsDependencies,
  delivery: Delivery,
  chunk: Chunk,
  contactId: string | null,
): Promise<Outcome[]> {
  const recipients = await readRecipients(
    partOf(delivery, chunk.chunk).recipientsKey,
    chunk.start,
    chunk.end,
  );
  const ids = recipients.map((recipient) => recipient.contactId);
  const known = await readKnown(delivery.deliveryId, contactId ? ids.filter((id) => id === contactId) : ids);
  const unknowns: Outcome[] = [];
  for (const { outcome, feedback } of known.values())
    if (!feedback && outcome?.state === 'unknown') unknowns.push(outcome);
  return unknowns;
}

/** Counts the decisions, and sends chunks with recipients to resend back to the senders. */
export async function reopen(
  dependencies: SettleUnknownsDependencies,
  delivery: Delivery,
  chunk: Chunk,
): Promise<void> {
  const { resent } = await reviewUnknowns(dependencies, delivery, chunk);
  if (resent === 0) return;
  // A sweep or a sender may have ended it since it was read.
  const current = await dependencies.readDelivery(delivery.deliveryId);
  if (current?.state === 'sent') await dependencies.moveDelivery({ ...current, state: 'sending' }, 'sent');
  await dependencies.enqueueChunk(delivery.isUrgent, { deliveryId: delivery.deliveryId, chunk: chunk.chunk });
}
