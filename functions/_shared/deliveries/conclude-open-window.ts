import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { Known } from '../aws/known-records.ts';
import type { Recipient } from '../domain/audience.ts';
import { type Chunk, isToBeResent, mergeRecord, type Outcome } from '../domain/delivery.ts';

export type ConcludeDependencies = Pick<DeliveryTable, 'readKnown' | 'concludeOutcome'>;

/**
 * Settles a window that a dead owner left open. A recipient without a record may or may not have been sent to, and is
 * marked unknown until SES's events settle it; if an event has already come, the recipient is settled now. Returns
 * everything that is now known about the chunk, and the number of unknowns.
 */
export async function concludeOpenWindow(
  { readKnown, concludeOutcome }: ConcludeDependencies,
  chunk: Chunk,
  recipients: readonly Recipient[],
  at: string,
): Promise<{ known: Map<string, Known>; unknown: number }> {
  const touched = Math.max(chunk.touched, chunk.highWater);
  const ids = recipients.slice(0, touched).map(({ contactId }) => contactId);
  const known = await readKnown(chunk.deliveryId, ids);
  let unknown = 0;
  let concluded = 0;
  for (const recipient of recipients.slice(chunk.done, chunk.highWater)) {
    const conclusion = conclude(chunk, recipient, known.get(recipient.contactId), at);
    if (!conclusion) continue;
    await concludeOutcome(conclusion.outcome, conclusion.seen);
    concluded += 1;
    if (conclusion.outcome.state === 'unknown') unknown += 1;
  }
  // A late record of the previous owner may have been written first. The stored records count.
  return { known: concluded > 0 ? await readKnown(chunk.deliveryId, ids) : known, unknown };
}

function conclude(
  chunk: Chunk,
  { contactId, email, language }: Recipient,
  known: Known | undefined,
  at: string,
): { outcome: Outcome; seen: Outcome | null } | null {
  const { outcome: seen = null, feedback = null } = known ?? {};
  const isInDoubt = !seen || isToBeResent(seen);
  if (!isInDoubt) return null;
  const proven = feedback && mergeRecord(null, feedback);
  const outcome: Outcome = {
    deliveryId: chunk.deliveryId,
    contactId,
    email,
    language,
    state: proven ? 'sent' : 'unknown',
    reason: proven ? null : 'worker-died',
    at,
    sesMessageId: proven?.sesMessageId ?? null,
    attempt: seen ? seen.attempt + 1 : 1,
    decided: null,
    chunk: chunk.chunk,
  };
  return { outcome, seen };
}
