import { z } from 'zod';
import { exclusionReasonSchema } from './audience.ts';
import { contactIdSchema } from './contact.ts';
import { languageSchema } from './newsroom.ts';
import { editionSchema } from './release.ts';
import { instantSchema } from './report.ts';

/** The sending of one edition of one version: frozen recipients in S3, chunks and records in the table. */
export const deliverySchema = z.object({
  deliveryId: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
  releaseId: z.string(),
  version: z.number().int().positive(),
  edition: editionSchema,
  /** No send may start before this instant. */
  notBefore: instantSchema,
  recipientsKey: z.string(),
  recipients: z.number().int().nonnegative(),
  /** Owed even to those who unsubscribed since. */
  reachesUnsubscribed: z.boolean(),
  chunks: z.number().int().nonnegative(),
  state: z.enum(['freezing', 'armed', 'sending', 'sent', 'stopped']),
  createdAt: instantSchema,
  /** Who of the approved audience does not get this edition, and why: `exclusionSchema` lines by contactId. */
  exclusionsKey: z.string().nullable().default(null),
  /** Of a general edition: recipients of whom nobody can tell whether they hold the embargoed one. */
  unknownHolders: z.number().int().nonnegative().default(0),
  /**
   * The embargoed delivery that was still going out when this one was frozen: whether a recipient holds it is asked
   * again in the step that claims the send. A general edition leaves its holders out, a lift notice all others.
   */
  holdersOf: z.string().nullable().default(null),
  /** Goes through the urgent queue and before bulk. */
  isUrgent: z.boolean().default(false),
  /** Of its version when it was armed: what its readers know of the embargo. Older deliveries do not say. */
  embargo: instantSchema.nullable().optional(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Where each recipient is, exactly one at every moment. */
export const recipientStateSchema = z.enum([
  'pending',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'refused',
  'unknown',
  'parked',
  'left-out',
]);
export type RecipientState = z.infer<typeof recipientStateSchema>;

/** One recipient's line of a delivery: who got it, who did not, and why. */
export const recipientRecordSchema = z.object({
  deliveryId: z.string(),
  contactId: contactIdSchema,
  /** Null once anonymised. */
  email: z.string().nullable(),
  language: languageSchema,
  state: recipientStateSchema,
  /** Why left out, refused, bounced …; null when there is nothing to explain. */
  reason: z.union([exclusionReasonSchema, z.string()]).nullable(),
  at: instantSchema,
  sesMessageId: z.string().nullable(),
  /** 1 for the first try; part of the tag that SES's events bring back. */
  attempt: z.number().int().positive(),
});
export type RecipientRecord = z.infer<typeof recipientRecordSchema>;

/**
 * What the sender knows of one recipient, written behind the window. `decided` is what policy or a person made of an
 * unknown: `resend` lets the next pass send it once more, `hold` leaves it unknown for good.
 */
export const outcomeSchema = recipientRecordSchema.extend({
  state: z.enum(['sent', 'refused', 'unknown', 'left-out']),
  decided: z.enum(['hold', 'resend']).nullable(),
  chunk: z.number().int().nonnegative(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/**
 * What SES says of one recipient: an item of its own beside the outcome, so that events which overtake the sender's
 * record, come twice or in any order never write over each other.
 */
export const feedbackSchema = z.object({
  deliveryId: z.string(),
  contactId: contactIdSchema,
  sesMessageId: z.string(),
  sentAt: instantSchema.optional(),
  deliveredAt: instantSchema.optional(),
  delayedAt: instantSchema.optional(),
  bouncedAt: instantSchema.optional(),
  bounce: z.string().optional(),
  softBouncedAt: instantSchema.optional(),
  softBounce: z.string().optional(),
  complainedAt: instantSchema.optional(),
  rejectedAt: instantSchema.optional(),
});
export type Feedback = z.infer<typeof feedbackSchema>;

/**
 * One state of what the sender and SES say. Any event proves that SES took the message, so feedback settles an unknown
 * and outranks it. Null while neither has said anything: the chunk tells then (`stateByPosition`).
 */
export function mergeRecord(outcome: Outcome | null, feedback: Feedback | null): RecipientRecord | null {
  if (!feedback) return outcome;
  const { state, reason, at } = saidBySes(feedback);
  return {
    deliveryId: feedback.deliveryId,
    contactId: feedback.contactId,
    email: outcome?.email ?? null,
    language: outcome?.language ?? 'en',
    attempt: outcome?.attempt ?? 1,
    state,
    reason,
    at,
    sesMessageId: feedback.sesMessageId,
  };
}

function saidBySes(feedback: Feedback): Pick<RecipientRecord, 'state' | 'reason' | 'at'> {
  const { complainedAt, bouncedAt, softBouncedAt, deliveredAt, rejectedAt, sentAt, delayedAt } = feedback;
  if (complainedAt) return { state: 'complained', reason: null, at: complainedAt };
  if (bouncedAt) return { state: 'bounced', reason: feedback.bounce ?? null, at: bouncedAt };
  if (deliveredAt) return { state: 'delivered', reason: null, at: deliveredAt };
  if (softBouncedAt) return { state: 'bounced', reason: feedback.softBounce ?? null, at: softBouncedAt };
  if (rejectedAt) return { state: 'refused', reason: 'rejected-by-ses', at: rejectedAt };
  const at = sentAt ?? delayedAt ?? new Date(0).toISOString();
  return { state: 'sent', reason: delayedAt ? 'delivery-delayed' : null, at };
}

/** How many recipients of a delivery are in each state that SES's events tell after a send. */
export const resultsSchema = z.object({
  delivered: z.number().int().default(0),
  bounced: z.number().int().default(0),
  complained: z.number().int().default(0),
  /** By SES, after it had taken the message. */
  refused: z.number().int().default(0),
});
export type Results = z.infer<typeof resultsSchema>;

/** What an event changes in a delivery's results; null for nothing. `before`: what was known of the recipient then. */
export function resultChanges(before: Feedback | null, event: Feedback): Partial<Results> | null {
  const was = before && resultOf(before);
  // What was known first stands.
  const is = resultOf({ ...event, ...before });
  if (was === is) return null;
  return { ...(was && { [was]: -1 }), ...(is && { [is]: 1 }) };
}

function resultOf(feedback: Feedback): keyof Results | null {
  const { state } = saidBySes(feedback);
  return state === 'delivered' || state === 'bounced' || state === 'complained' || state === 'refused'
    ? state
    : null;
}

export const chunkCountsSchema = z.object({
  sent: z.number().int(),
  refused: z.number().int(),
  unknown: z.number().int(),
  leftOut: z.number().int(),
});
export type ChunkCounts = z.infer<typeof chunkCountsSchema>;

export function countOutcomes(states: Iterable<Outcome['state'] | null>): ChunkCounts {
  const counts: ChunkCounts = { sent: 0, refused: 0, unknown: 0, leftOut: 0 };
  for (const state of states) {
    if (state === 'left-out') counts.leftOut += 1;
    else if (state) counts[state] += 1;
  }
  return counts;
}

/**
 * A byte range of the recipients file and how far its sending is. Positions count the range's lines from 0.
 * `done`: all below have a record. `highWater`: nothing at or above it is being sent; what lies between and has no
 * record is unknown once the owner is gone. `touched`: above `done` and below this, records may exist.
 */
export const chunkSchema = z.object({
  deliveryId: z.string(),
  chunk: z.number().int().nonnegative(),
  /** Bytes of the recipients file, `end` inclusive. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  recipients: z.number().int().positive(),
  /** `waiting`: nothing left to send, but unknowns that nobody has decided yet. */
  state: z.enum(['open', 'waiting', 'settled', 'stopped']),
  stoppedBecause: z.string().nullable(),
  /** Fence: the id of the taking, new each time; only the current owner's writes succeed. */
  owner: z.string().nullable(),
  /** Epoch milliseconds; nobody else may take the chunk before. */
  leaseUntil: z.number(),
  done: z.number().int().nonnegative(),
  highWater: z.number().int().nonnegative(),
  touched: z.number().int().nonnegative(),
  /** Epoch milliseconds, while the daily quota is used up. */
  parkedUntil: z.number().nullable(),
  counts: chunkCountsSchema,
  /** How often the sweeper has put it back, and when it may next (epoch milliseconds). */
  putBacks: z.number().int().nonnegative(),
  putBackAfter: z.number(),
});
export type Chunk = z.infer<typeof chunkSchema>;

/** Where a recipient is of whom there is no record yet. */
export function stateByPosition(chunk: Chunk, position: number): Pick<RecipientRecord, 'state' | 'reason'> {
  if (chunk.state === 'stopped')
    return {
      state: 'left-out',
      reason: chunk.stoppedBecause === 'lifted' ? 'embargo-lifted' : 'release-stopped',
    };
  if (position >= chunk.done && position < chunk.highWater) return { state: 'sending', reason: null };
  if (chunk.parkedUntil !== null) return { state: 'parked', reason: 'daily-quota' };
  return { state: 'pending', reason: null };
}

export interface Progress extends ChunkCounts {
  expected: number;
  /** Not tried yet: pending, in the open window or parked. */
  missing: number;
  parked: number;
  /** Left over when the release was stopped. */
  stopped: number;
}

/** How far a delivery is: a sum over its chunks, without reading a record. */
export function progressOf(chunks: Iterable<Chunk>): Progress {
  const sum: Progress = {
    expected: 0,
    sent: 0,
    refused: 0,
    unknown: 0,
    leftOut: 0,
    missing: 0,
    parked: 0,
    stopped: 0,
  };
  for (const { recipients, counts, state, parkedUntil } of chunks) {
    const untried = recipients - counts.sent - counts.refused - counts.unknown - counts.leftOut;
    sum.expected += recipients;
    sum.sent += counts.sent;
    sum.refused += counts.refused;
    sum.unknown += counts.unknown;
    sum.leftOut += counts.leftOut;
    if (state === 'stopped') sum.stopped += untried;
    else sum.missing += untried;
    if (parkedUntil !== null) sum.parked += untried;
  }
  return sum;
}
