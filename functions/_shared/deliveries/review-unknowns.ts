import type { Known } from '../aws/delivery-table.ts';
import type { Recipient } from '../domain/audience.ts';
import {
  type Chunk,
  type ChunkCounts,
  countOutcomes,
  type Delivery,
  type Outcome,
} from '../domain/delivery.ts';
import type { ConcludeDependencies } from './conclude-open-window.ts';

export interface ReviewDependencies extends ConcludeDependencies {
  readRecipients: (key: string, start: number, end: number) => Promise<Recipient[]>;
  /** False when the chunk has moved meanwhile. */
  reviewChunk: (
    chunk: Pick<Chunk, 'deliveryId' | 'chunk'>,
    review: Pick<Chunk, 'state' | 'done' | 'counts'>,
  ) => Promise<boolean>;
  /** Whether every event that SES has sent is taken in: only then does silence mean anything. */
  areEventsTakenIn: () => Promise<boolean>;
  policy: { graceSeconds: number; embargoed: 'hold' | 'resend'; otherwise: 'hold' | 'resend' };
  now: () => number;
}

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
    const decided = outcome.decided ?? (await decide(dependencies, delivery, outcome));
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
  { policy, now, areEventsTakenIn, concludeOutcome }: ReviewDependencies,
  { edition }: Delivery,
  outcome: Outcome,
): Promise<Outcome['decided']> {
  const isGraceOver = now() - Date.parse(outcome.at) > policy.graceSeconds * 1000;
  if (!isGraceOver || !(await areEventsTakenIn())) return null;
  const decided = edition === 'embargoed' ? policy.embargoed : policy.otherwise;
  return (await concludeOutcome({ ...outcome, decided }, outcome)) ? decided : null;
}
