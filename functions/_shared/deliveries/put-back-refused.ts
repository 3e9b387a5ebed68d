import { type Chunk, type Delivery, type Outcome, partOf } from '../domain/delivery.ts';
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
  /** Refused recipients in chunks that are being sent now. Ask again afterwards. */
  busy: number;
}

/**
 * Sends once more to recipients whom SES refused, after a person has removed the cause. Changes only records of
 * refusals, and each only if it is still the one that was read; recipients that were or may have been sent to keep
 * theirs. Null if there is no such delivery.
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
    // The next owner of an open chunk reads its records and starts at the first recipient to be sent to.
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

/** Its owner would overwrite the decision, or left a window open that the next owner must conclude first. */
function isBeingSent({ state, leaseUntil, done, highWater }: Chunk, now: number): boolean {
  return state === 'open' && (leaseUntil >= now || done < highWater);
}

async function refusedOf(
  { readRecipients, readKnown }: SettleUnknownsDependencies,
  delivery: Delivery,
  { chunk, start, end }: Chunk,
): Promise<Outcome[]> {
  const recipients = await readRecipients(partOf(delivery, chunk).recipientsKey, start, end);
  const known = await readKnown(
    delivery.deliveryId,
    recipients.map((recipient) => recipient.contactId),
  );
  const refused: Outcome[] = [];
  // SES reports only on mail that it accepted, so such a refusal is out of date.
  for (const { outcome, feedback } of known.values())
    if (!feedback && outcome?.state === 'refused') refused.push(outcome);
  return refused;
}
