import type { Chunk, Delivery, Outcome } from '../domain/delivery.ts';
import { reopen, type SettleUnknownsDependencies } from './settle-unknowns.ts';

export interface PuttingBack {
  deliveryId: string;
  /** Only those who were refused for this reason; null for any. */
  reason: string | null;
  /** Null for all who were refused. */
  contactId: string | null;
  by: string;
}

export interface PutBack {
  putBack: number;
  /** In chunks that are being sent at the moment: to be asked for again afterwards. */
  busy: number;
}

/**
 * A person has mended why SES refused recipients, and has them sent to once more. Only the record of a refusal is
 * changed, and only if it is still the one that was read: whoever was sent to, or perhaps was, is not touched. Null if
 * there is no such delivery.
 */
export async function putBackRefused(
  dependencies: SettleUnknownsDependencies,
  { deliveryId, reason, contactId, by }: PuttingBack,
): Promise<PutBack | null> {
  const delivery = await dependencies.readDelivery(deliveryId);
  if (!delivery) return null;
  let putBack = 0;
  let busy = 0;
  for await (const chunk of dependencies.readChunks(deliveryId)) {
    if (chunk.counts.refused === 0 || chunk.state === 'stopped') continue;
    if (isBeingSent(chunk, dependencies.now())) {
      busy += chunk.counts.refused;
      continue;
    }
    const refused = (await refusedOf(dependencies, delivery, chunk)).filter(
      (one) => (contactId ?? one.contactId) === one.contactId && (reason ?? one.reason) === one.reason,
    );
    for (const seen of refused)
      if (await dependencies.concludeOutcome({ ...seen, decided: 'resend' }, seen)) putBack += 1;
    // Whoever takes an open chunk reads its records, and begins at the first who may be sent to.
    if (refused.length > 0 && chunk.state !== 'open') await reopen(dependencies, delivery, chunk);
  }
  if (putBack > 0)
    await dependencies.appendAudit({
      subject: `RELEASE#${delivery.releaseId}`,
      at: new Date(dependencies.now()).toISOString(),
      by,
      act: 'put-back-refused',
      reason,
      before: { delivery: deliveryId, refused: putBack },
      after: { delivery: deliveryId, as: 'resend', contact: contactId },
    });
  return { putBack, busy };
}

/** Its owner would write over the decision, or left a window that the next owner has to conclude first. */
function isBeingSent({ state, leaseUntil, done, highWater }: Chunk, now: number): boolean {
  return state === 'open' && (leaseUntil >= now || done < highWater);
}

async function refusedOf(
  { readRecipients, readKnown }: SettleUnknownsDependencies,
  { deliveryId, recipientsKey }: Delivery,
  { start, end }: Chunk,
): Promise<Outcome[]> {
  const recipients = await readRecipients(recipientsKey, start, end);
  const known = await readKnown(
    deliveryId,
    recipients.map((recipient) => recipient.contactId),
  );
  const refused: Outcome[] = [];
  // What SES has spoken of was accepted once.
  for (const { outcome, feedback } of known.values())
    if (!feedback && outcome?.state === 'refused') refused.push(outcome);
  return refused;
}
