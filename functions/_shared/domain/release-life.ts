import { z } from 'zod';
import { audienceSummarySchema } from './audience.ts';
import { auditLineSchema } from './audit.ts';
import { approvalPolicySchema } from './newsroom.ts';
import { type Edition, editionSchema } from './release.ts';
import { type Instant, instantSchema, problemSchema } from './report.ts';

/**
 * The head of a release: the one item in which every invariant of its life stands (which version is approved, until
 * when it is embargoed, whether it was killed), so that one conditional write moves it and one strong read gates it.
 * It is changed by `decide` (release-moves.ts) alone.
 */

export const plannedEditionSchema = z.object({
  edition: editionSchema,
  deliveryId: z.string(),
  /** No send before this instant. */
  dueAt: instantSchema,
  /** `overdue`: the newsroom was down over `dueAt` for longer than its limit; a person decides. */
  state: z.enum(['planned', 'armed', 'sent', 'stopped', 'overdue']),
});
export type PlannedEdition = z.infer<typeof plannedEditionSchema>;

export const candidateSchema = z.object({
  version: z.number().int().positive(),
  state: z.enum(['held', 'composing', 'awaiting-approval', 'cancelled']),
  /** From then on the approved version waits, until somebody decides about this one (or what takes its place). */
  since: instantSchema,
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  /** Holders of the embargoed edition get a lift notice. */
  liftNotice: z.boolean(),
  /** The desk has said what changed. */
  isCorrection: z.boolean(),
  /** The stricter of the newsroom's policy and the release's own. */
  policy: approvalPolicySchema,
  /** Set when composed; approval binds to its hash. */
  audience: audienceSummarySchema.nullable(),
  approvals: z.array(z.object({ by: z.string(), at: instantSchema })),
  /** What composing found: a list that does not exist, a text that cannot be rendered. */
  problems: z.array(problemSchema),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const liveSchema = z.object({
  version: z.number().int().positive(),
  /** `sending` covers the early editions, `embargoed` the wait for the lift, `sent` the end; as of the last move. */
  state: z.enum(['approved', 'sending', 'embargoed', 'sent']),
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  approvals: z.array(z.object({ by: z.string(), at: instantSchema })),
  audience: audienceSummarySchema,
  editions: z.array(plannedEditionSchema),
});
export type Live = z.infer<typeof liveSchema>;

const actSchema = z.object({ at: instantSchema, by: z.string(), reason: z.string() });

export const releaseSchema = z.object({
  releaseId: z.string(),
  /** Optimistic lock: every move names the revision it saw. */
  revision: z.number().int().positive(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** 0 while nothing was accepted or held yet. */
  latestVersion: z.number().int().nonnegative(),
  /** Content hash of the latest version: a drop that reads to the same is no news. */
  latestHash: z.string().nullable(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  /** Of the latest drop, also when it became no version. */
  lastStatus: z.enum(['accepted', 'held', 'rejected']),
  candidate: candidateSchema.nullable(),
  live: liveSchema.nullable(),
  /** Earlier approved versions, newest first: who was sent them gets corrections and kills. */
  sentVersions: z.array(z.number().int().positive()),
  /** The version the public could see when a correction or a kill took its place, and since when. */
  lifted: z.object({ version: z.number().int().positive(), at: instantSchema }).nullable(),
  /** The live version's embargo was ended early. */
  broken: actSchema.nullable(),
  killed: actSchema.nullable(),
  cancelled: actSchema.nullable(),
  /** Its files were deleted from the bucket before anybody approved what was read from them. */
  withdrawn: actSchema.nullable().default(null),
  /** Other releases with the same text, of which somebody said that this is another one. */
  distinctFrom: z.array(z.string()).default([]),
  /**
   * The audit lines of the last move, written with it: a crash before they are in the trail loses none of them, since
   * whoever moves or sweeps the release next puts them there first.
   */
  trail: z.array(auditLineSchema),
});
export type Release = z.infer<typeof releaseSchema>;

/** The one word shown to people. */
export type ReleaseState =
  | 'rejected'
  | 'held'
  | 'accepted'
  | 'awaiting-approval'
  | 'approved'
  | 'sending'
  | 'embargoed'
  | 'sent'
  | 'corrected'
  | 'killed'
  | 'cancelled'
  | 'withdrawn';

const isReached = (instant: Instant, now: Instant): boolean => Date.parse(instant) <= Date.parse(now);

/** The version that a person has still to decide about, or null. */
export function undecided(release: Release): Candidate | null {
  return release.candidate && release.candidate.state !== 'cancelled' ? release.candidate : null;
}

/**
 * While a newer version waits for a decision nothing more of the approved one goes out: whoever dropped it meant to
 * change something. Approving it replaces the older one, cancelling it lets the older one go on.
 */
export function isPaused(release: Release): boolean {
  return undecided(release) !== null;
}

/** Whether an edition waits for that decision. That the embargo has moved does not: until they hear of it, holders go by the old one. */
export function isHeldBack(release: Release, edition: Edition): boolean {
  return edition !== 'embargo-moved' && isPaused(release);
}

/** Whether an edition may still be going out, or will. */
export function isOpen(edition: PlannedEdition): boolean {
  return edition.state === 'planned' || edition.state === 'armed';
}

/** Whether anybody may have been sent something of the live version: it was armed and its time had come. */
export function hasBegun(live: Live, now: Instant): boolean {
  return live.editions.some(
    ({ state, dueAt }) =>
      state === 'sent' || ((state === 'armed' || state === 'stopped') && isReached(dueAt, now)),
  );
}

/**
 * The version anybody may see now, and since when; null while there is none. True from the instant T on, not from
 * whenever the sending of it is through. A killed release keeps what it had been, so that its page can say so.
 */
export function publicVersion(release: Release, now: Instant): { version: number; at: Instant } | null {
  const { live, lifted } = release;
  const general = live?.editions.find(({ edition }) => edition === 'general');
  if (!live || !general || !isReached(general.dueAt, now)) return lifted;
  const waiting = undecided(release);
  const heldBack =
    general.state === 'armed' && waiting !== null && Date.parse(waiting.since) < Date.parse(general.dueAt);
  const isOut = (general.state === 'armed' || general.state === 'sent') && !heldBack;
  return isOut ? { version: live.version, at: general.dueAt } : lifted;
}

/** Whether the newsroom was down over an edition's time for longer than it may send by itself. */
export function isOverdue(edition: PlannedEdition, now: Instant, overdueLimitSeconds: number): boolean {
  return isOpen(edition) && Date.parse(now) - Date.parse(edition.dueAt) > overdueLimitSeconds * 1000;
}

export function releaseState(release: Release, now: Instant): ReleaseState {
  if (release.killed) return 'killed';
  const waiting = undecided(release);
  if (waiting?.state === 'composing') return 'accepted';
  if (waiting) return waiting.state;
  if (release.live) return stateOfLive(release.live, release.broken !== null, now);
  if (release.withdrawn) return 'withdrawn';
  if (release.cancelled) return 'cancelled';
  return release.lastStatus;
}

function stateOfLive(live: Live, isBroken: boolean, now: Instant): ReleaseState {
  const { editions } = live;
  if (editions.some(({ state }) => state === 'overdue')) return 'held';
  const open = editions.filter(isOpen);
  if (open.length === 0)
    return editions.some(({ edition }) => edition === 'correction') ? 'corrected' : 'sent';
  return liveStateAt(live, isBroken, now);
}

/** What `live.state` says, worked out from its editions. */
export function liveStateAt(
  live: Pick<Live, 'editions' | 'embargo'>,
  isBroken: boolean,
  now: Instant,
): Live['state'] {
  const open = live.editions.filter(isOpen);
  if (open.length === 0) return 'sent';
  if (open.some(({ state, dueAt }) => state === 'armed' && isReached(dueAt, now))) return 'sending';
  const early = live.editions.find(({ edition }) => edition === 'embargoed');
  if (early && isOpen(early)) return 'approved';
  const isUnderEmbargo = live.embargo !== null && !isBroken && !isReached(live.embargo, now);
  return isUnderEmbargo ? 'embargoed' : 'approved';
}
