import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { Known } from '../aws/known-records.ts';
import type { RecipientsFile } from '../aws/recipients-file.ts';
import {
  type Chunk,
  type ChunkCounts,
  countOutcomes,
  type Delivery,
  type Outcome,
} from '../domain/delivery.ts';
import type { ConcludeDependencies } from './conclude-open-window.ts';

export interface ReviewDependencies
  extends ConcludeDependencies,
    Pick<RecipientsFile, 'readRecipients'>,
    Pick<DeliveryTable, 'reviewChunk'> {
  /** What stands between SES's events and the records: only where nothing does, silence means anything. */
  readBacklog: () => Promise<EventBacklog>;
  policy: { graceSeconds: number; embargoed: 'hold' | 'resend'; otherwise: 'hold' | 'resend' };
}

/** Events of SES that are not taken in, as of one look at their queues. */
export interface EventBacklog {
  /** Epoch milliseconds of the look. */
  at: number;
  /** In the queue, or in the hands of a worker. */
  isWaiting: boolean;
  /** Among the dead letters: a person has been told, and may put them back. */
  isSetAside: boolean;
}

/** How long an unknown waits for a person to put dead letters back: theirs may be among them, and so may not. */
const deadLetterPatienceSeconds = 7200;

export interface Review {
  /** Still waiting for their Send events. */
  waiting: number;
  /** Unknown for good, until a person decides. */
  held: number;
  resent: number;
}

/**
 * Looks again at a chunk that has unknowns: SES's events have settled some, and of those that stayed silent over the
 * grace time policy decides. What is to be resent opens the chunk again from there on. Conclusions are written before
 * the chunk: after a crash in between the next sweep finds them made.
 */
export async function reviewUnknowns(
  dependencies: ReviewDependencies,
  delivery: Delivery,
  chunk: Chunk,
): Promise<Review> {
  // One look for all of a chunk, taken before the records are read: what is sent again raises events of its own, and
  // an event that is taken in between the two must be found.
  const backlog = await dependencies.readBacklog();
  const recipients = await dependencies.readRecipients(delivery.recipientsKey, chunk.start, chunk.end);
  const known = await dependencies.readKnown(
    delivery.deliveryId,
    recipients.map(({ contactId }) => contactId),
  );
  const counts = countKnown(known.values());
  const review: Review = { waiting: 0, held: 0, resent: 0 };
  let firstResent: number | null = null;
  for (const [position, { contactId }] of recipients.entries()) {
    const { outcome = null, feedback = null } = known.get(contactId) ?? {};
    if (feedback || outcome?.state !== 'unknown') continue;
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

export function countKnown(known: Iterable<Known>): ChunkCounts {
  const states: Outcome['state'][] = [];
  for (const { outcome, feedback } of known) {
    if (feedback) states.push('sent');
    else if (outcome) states.push(outcome.state);
  }
  return countOutcomes(states);
}

/** What policy makes of one unknown, once it is time; null until then. */
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
