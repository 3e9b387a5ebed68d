import * as z from 'zod';
import { exclusionReasonSchema } from './audience.ts';
import { contactIdSchema } from './contact.ts';
import { languageSchema } from './newsroom.ts';
import { groupSchema } from './recipient-groups.ts';
import { editionSchema } from './release.ts';
import { instantSchema } from './report.ts';

/** The recipients who are due at one instant. Their lines are sorted by contact; each chunk belongs to one part. */
export const deliveryPartSchema = z.object({
  recipientsKey: z.string(),
  /** No send of this part may start before. */
  notBefore: instantSchema,
  recipients: z.number().int().nonnegative(),
  chunks: z.number().int().nonnegative(),
});
export type DeliveryPart = z.infer<typeof deliveryPartSchema>;

/** The sending of one edition of one version. The frozen recipients are in S3, the chunks and records in the table. */
export const deliverySchema = z.object({
  deliveryId: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
  releaseId: z.string(),
  version: z.number().int().positive(),
  edition: editionSchema,
  /** No send may start before this instant. */
  notBefore: instantSchema,
  recipientsKey: z.string(),
  recipients: z.number().int().nonnegative(),
  /** Also goes to people who have unsubscribed since the audience was frozen. */
  reachesUnsubscribed: z.boolean(),
  chunks: z.number().int().nonnegative(),
  state: z.enum(['freezing', 'armed', 'sending', 'sent', 'stopped']),
  createdAt: instantSchema,
  /**
   * Key of the contacts of the approved audience who do not get this edition, and why: `exclusionSchema` lines, sorted
   * by contactId.
   */
  exclusionsKey: z.string().nullable().default(null),
  /** In a general edition: the number of recipients for whom it is unknown whether they hold the embargoed edition. */
  unknownHolders: z.number().int().nonnegative().default(0),
  /**
   * The embargoed delivery that was still being sent when this one was frozen. The step that claims the send checks
   * again whether a recipient holds it. A general edition skips the holders; a lift notice skips everybody else.
   */
  holdersOf: z.string().nullable().default(null),
  /** Uses the urgent queue and is sent before other deliveries. */
  isUrgent: z.boolean().default(false),
  /**
   * The embargo of the version when the delivery was armed: what its readers know about the embargo. Missing in older
   * deliveries.
   */
  embargo: instantSchema.nullable().optional(),
  /**
   * The end of the day after the last mail. The watch then counts the recipients about whom SES has said nothing, and
   * removes this.
   */
  eventsUntil: instantSchema.optional(),
  /**
   * One part for each instant at which readers are due, in order; `notBefore` and `recipientsKey` are those of the
   * first. Missing if all are due at once.
   */
  parts: z.array(deliveryPartSchema).min(1).optional(),
  /** Set if the delivery is for one reader only, who was added after the audience was frozen. */
  addedContact: contactIdSchema.optional(),
  /**
   * Contacts to whom the embargoed edition was sent in a delivery of their own. The step that claims the send asks for
   * them, as for `holdersOf`.
   */
  addedHolders: z.array(contactIdSchema).optional(),
  /** Its recipients by list, language and provider. Missing in older deliveries, and after a restore. */
  groups: z.array(groupSchema).optional(),
  /** When the delivery was made of the bucket's files, because a restored table did not know it. */
  restoredAt: instantSchema.optional(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** The parts of a delivery; one if all its recipients are due at once. */
export function partsOf(delivery: Delivery): readonly DeliveryPart[] {
  return delivery.parts ?? [delivery];
}

/** The part that a chunk belongs to. Chunks are numbered through the parts. */
export function partOf(delivery: Delivery, chunk: number): Pick<DeliveryPart, 'recipientsKey' | 'notBefore'> {
  let end = 0;
  for (const part of partsOf(delivery)) {
    end += part.chunks;
    if (chunk < end) return part;
  }
  return delivery;
}

/** The state of a recipient: exactly one at any time. */
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

/** One recipient's record in a delivery: who got it, who did not, and why. */
export const recipientRecordSchema = z.object({
  deliveryId: z.string(),
  contactId: contactIdSchema,
  /** Null after the record was anonymised. */
  email: z.string().nullable(),
  language: languageSchema,
  state: recipientStateSchema,
  /** Why the recipient was left out, refused, bounced …; null if there is nothing to explain. */
  reason: z.union([exclusionReasonSchema, z.string()]).nullable(),
  at: instantSchema,
  sesMessageId: z.string().nullable(),
  /** 1 for the first attempt. Part of the tag that SES's events return. */
  attempt: z.number().int().positive(),
});
export type RecipientRecord = z.infer<typeof recipientRecordSchema>;

/**
 * What the sender knows about one recipient; written after a window is sent. `decided` is the decision about an
 * unknown, by policy or by a person: `resend` lets the next pass send it once more, `hold` leaves it unknown
 * permanently.
 */
export const outcomeSchema = recipientRecordSchema.extend({
  state: z.enum(['sent', 'refused', 'unknown', 'left-out']),
  decided: z.enum(['hold', 'resend']).nullable(),
  chunk: z.number().int().nonnegative(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** The next pass sends it again: an unknown by policy or by a person's decision, a refused one by a person's only. */
export function isToBeResent({ state, decided }: Outcome): boolean {
  return decided === 'resend' && (state === 'unknown' || state === 'refused');
}

/**
 * What SES says about one recipient. A separate item beside the outcome, so that events which arrive before the
 * sender's record, twice or in any order never overwrite anything.
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
 * Combines what the sender and SES say into one state. Any event proves that SES accepted the message, so feedback
 * takes precedence over an unknown. Null if neither has said anything; then the chunk gives the state
 * (`stateByPosition`).
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

/** SES accepted the message first and rejected it later. */
export const rejectedBySes = 'rejected-by-ses';

function saidBySes(feedback: Feedback): Pick<RecipientRecord, 'state' | 'reason' | 'at'> {
  const { complainedAt, bouncedAt, softBouncedAt, deliveredAt, rejectedAt, sentAt, delayedAt } = feedback;
  if (complainedAt) return { state: 'complained', reason: null, at: complainedAt };
  if (bouncedAt) return { state: 'bounced', reason: feedback.bounce ?? null, at: bouncedAt };
  if (deliveredAt) return { state: 'delivered', reason: null, at: deliveredAt };
  if (softBouncedAt) return { state: 'bounced', reason: feedback.softBounce ?? null, at: softBouncedAt };
  if (rejectedAt) return { state: 'refused', reason: rejectedBySes, at: rejectedAt };
  const at = sentAt ?? delayedAt ?? new Date(0).toISOString();
  return { state: 'sent', reason: delayedAt ? 'delivery-delayed' : null, at };
}

/** How many recipients of a delivery are in each of the states that SES reports after a send. */
const resultCountsSchema = z.object({
  delivered: z.number().int().default(0),
  bounced: z.number().int().default(0),
  complained: z.number().int().default(0),
  /** SES accepted the message first and rejected it later. */
  refused: z.number().int().default(0),
});
export type ResultCounts = z.infer<typeof resultCountsSchema>;

/** Recipients whose mail SES accepted and about whom it has said nothing a day later, counted once at the instant `at`. */
const silenceSchema = z.object({
  recipients: z.number().int().nonnegative(),
  /** All recipients whose mail SES accepted. */
  of: z.number().int().nonnegative(),
  at: instantSchema,
});
export type Silence = z.infer<typeof silenceSchema>;

/** One letter for each state that is counted by groups, so that all counts of a delivery fit into 1 kB. */
export const groupLetters = { delivered: 'd', bounced: 'b', complained: 'c' } as const;
const groupCountSchema = z.record(z.string().regex(/^[dbc]\d{1,2}$/), z.number().int());

/** Changes of counts by their names in the results. */
export type ResultChanges = Record<string, number>;

/** The same changes of the totals and of the recipient's groups. */
export function withGroups(changes: Partial<ResultCounts>, groups: readonly number[]): ResultChanges {
  const all: ResultChanges = { ...changes };
  for (const state of ['delivered', 'bounced', 'complained'] as const)
    for (const group of groups) {
      const change = changes[state];
      if (change !== undefined) all[`${groupLetters[state]}${group}`] = change;
    }
  return all;
}

/** `byGroup`: letter and position of a group, e.g. `d0` for the delivered of the delivery's first group. */
export const resultsSchema = resultCountsSchema
  .extend({ silence: silenceSchema.nullable().default(null) })
  .catchall(z.unknown())
  .transform(({ delivered, bounced, complained, refused, silence, ...others }) => ({
    delivered,
    bounced,
    complained,
    refused,
    silence,
    byGroup: groupCountSchema.parse(
      Object.fromEntries(Object.entries(others).filter(([name]) => /^[dbc]\d{1,2}$/.test(name))),
    ),
  }));
export type Results = z.infer<typeof resultsSchema>;

/** SES loses an event in rare cases. More than 2 % of at least three point to a fault on the events' way. */
export function isTooSilent({ recipients, of }: Pick<Silence, 'recipients' | 'of'>): boolean {
  return recipients >= 3 && recipients > of * 0.02;
}

/** What an event changes in a delivery's results; null for nothing. `before`: the feedback known until then. */
export function resultChanges(before: Feedback | null, event: Feedback): Partial<ResultCounts> | null {
  const was = before && resultOf(before);
  // Fields that were already known win over the event's.
  const is = resultOf({ ...event, ...before });
  if (was === is) return null;
  return { ...(was && { [was]: -1 }), ...(is && { [is]: 1 }) };
}

function resultOf(feedback: Feedback): keyof ResultCounts | null {
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
  /** How many of `sent` are in each of the delivery's groups. */
  sentTo: z.array(z.number().int().nonnegative()).optional(),
  /** What its owner sent between two instants of late (epoch milliseconds). */
  recent: z.object({ sent: z.number().int().nonnegative(), from: z.number(), to: z.number() }).optional(),
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
 * A byte range of the recipients file, and how far it has been sent. Positions count the lines of the range from 0.
 * `done`: every line below has a record. `highWater`: no line at or above is being sent. A line between the two without
 * a record becomes unknown if the owner disappears. `touched`: lines between `done` and `touched` may have records.
 */
export const chunkSchema = z.object({
  deliveryId: z.string(),
  chunk: z.number().int().nonnegative(),
  /** Bytes of the recipients file; `end` is inclusive. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  recipients: z.number().int().positive(),
  /** `waiting`: nothing is left to send, but some unknowns are not decided yet. */
  state: z.enum(['open', 'waiting', 'settled', 'stopped']),
  stoppedBecause: z.string().nullable(),
  /** Fence: a new id each time a worker takes the chunk. Only the current owner's writes succeed. */
  owner: z.string().nullable(),
  /** Lease, in epoch milliseconds. No other worker may take the chunk before. */
  leaseUntil: z.number(),
  done: z.number().int().nonnegative(),
  highWater: z.number().int().nonnegative(),
  touched: z.number().int().nonnegative(),
  /** Epoch milliseconds; set while the daily quota is used up. */
  parkedUntil: z.number().nullable(),
  counts: chunkCountsSchema,
  /** How often the sweeper has put the chunk back into the queue, and when it may do so again (epoch milliseconds). */
  putBacks: z.number().int().nonnegative(),
  putBackAfter: z.number(),
});
export type Chunk = z.infer<typeof chunkSchema>;

/** The state of a recipient who has no record yet. */
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
  /** Not tried yet: pending, parked or in the open window. */
  missing: number;
  parked: number;
  /** Not tried when the release was stopped. */
  stopped: number;
}

/** The progress of a delivery: a sum over its chunks, without reading records. */
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
