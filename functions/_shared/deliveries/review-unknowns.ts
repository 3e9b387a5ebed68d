import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { Known } from '../aws/known-records.ts';
import type { RecipientsFile } from '../aws/recipients-file.ts';
import type { Recipient } from '../domain/audience.ts';
import {
  type Chunk,
  type ChunkCounts,
  countOutcomes,
  type Delivery,
  isToBeResent,
  type Outcome,
  partOf,
} from '../domain/delivery.ts';
import { countSentTo, groupFinder } from '../domain/recipient-groups.ts';
import type { ConcludeDependencies } from './conclude-open-window.ts';

export interface ReviewDependencies
  extends ConcludeDependencies,
    Pick<RecipientsFile, 'readRecipients'>,
    Pick<DeliveryTable, 'reviewChunk'> {
  /** Events that are not processed yet. Only without such events does a missing event mean anything. */
  readBacklog: () => Promise<EventBacklog>;
  policy: { graceSeconds: number; embargoed: 'hold' | 'resend'; otherwise: 'hold' | 'resend' };
}

/** Events from SES that are not processed yet, from one look at their queues. */
export interface EventBacklog {
  /** When the queues were read, in epoch milliseconds. */
  at: number;
  /** Some are in the queue or being processed. */
  isWaiting: boolean;
  /** Some are in the dead-letter queue. A person has been told and may put them back. */
  isSetAside: boolean;
}

/** How long an unknown waits for a person to put dead letters back, which may contain its event. */
const deadLetterPatienceSeconds = 7200;

export interface Review {
  /** Still waiting for their Send events. */
  waiting: number;
  /** Unknown until a person decides. */
  held: number;
  resent: number;
}

/**
 * Reviews a chunk with unknowns. SES's events have settled some; for those without an event after the grace time, the
 * policy decides. If some are to be sent again, the chunk is opened from their position. Decisions are written before
 * the chunk: after a crash in between, the next sweep finds them.
 */
export async function reviewUnknowns(
  dependencies: ReviewDependencies,
  delivery: Delivery,
  chunk: Chunk,
): Promise<Review> {
  // One look for the whole chunk, before the records are read: sending again causes new events, and an event that is
  // processed in between must be found in the records.
  const backlog = await dependencies.readBacklog();
  const recipients = await dependencies.readRecipients(
    partOf(delivery, chunk.chunk).recipientsKey,
    chunk.start,
    chunk.end,
  );
  const known = await dependencies.readKnown(
    delivery.deliveryId,
    recipients.map(({ contactId }) => contactId),
  );
  const counts = countKnown(delivery, recipients, known);
  const review: Review = { waiting: 0, held: 0, resent: 0 };
  let firstResent: number | null = null;
  for (const [position, { contactId }] of recipients.entries()) {
    const { outcome = null, feedback = null } = known.get(contactId) ?? {};
    if (feedback || !outcome || (outcome.state !== 'unknown' && !isToBeResent(outcome))) continue;
    const decided = outcome.decided ?? (await decide(dependencies, delivery, outcome, backlog));
    if (decided === null) review.waiting += 1;
    else if (decided === 'hold') review.held += 1;
    else {
      review.resent += 1;
      firstResent ??= position;
    }
  }
  const state = firstResent !== null ? 'open' : review.waiting > 0 ? 'waiting' : 'settled';
  await dependencies.reviewChunk(chunk, { state, done: firstResent ?? chunk.recipients, counts });
  return review;
}

/** The counts of a chunk, from what is known about its recipients. */
export function countKnown(
  { groups = [] }: Pick<Delivery, 'groups'>,
  recipients: readonly Recipient[],
  known: ReadonlyMap<string, Known>,
): ChunkCounts {
  const states = recipients.map(({ contactId }) => {
    const { outcome = null, feedback = null } = known.get(contactId) ?? {};
    return feedback ? 'sent' : (outcome?.state ?? null);
  });
  const groupsOf = recipients.map(groupFinder(groups));
  return {
    ...countOutcomes(states),
    sentTo: countSentTo(groups, groupsOf, (position) => states[position] === 'sent'),
  };
}

/** The policy's decision about one unknown, when it is time; null until then. */
async function decide(
  { policy, concludeOutcome }: ReviewDependencies,
  { edition }: Delivery,
  outcome: Outcome,
  backlog: EventBacklog,
): Promise<Outcome['decided']> {
  const silentSeconds = (backlog.at - Date.parse(outcome.at)) / 1000;
  if (silentSeconds <= policy.graceSeconds || backlog.isWaiting) return null;
  if (backlog.isSetAside && silentSeconds <= deadLetterPatienceSeconds) return null;
  const decided = edition === 'embargoed' ? policy.embargoed : policy.otherwise;
  return (await concludeOutcome({ ...outcome, decided }, outcome)) ? decided : null;
}
