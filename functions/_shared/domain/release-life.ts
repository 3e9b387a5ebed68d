import * as z from 'zod';
import { audienceSummarySchema } from './audience.ts';
import { auditLineSchema } from './audit.ts';
import { contactIdSchema } from './contact.ts';
import { approvalPolicySchema, languageSchema } from './newsroom.ts';
import { type Edition, editionSchema } from './release.ts';
import { type Instant, instantSchema, localMomentSchema, localTimeSchema, problemSchema } from './report.ts';

/**
 * The head of a release: one item that contains every invariant of its life (which version is approved, until when it
 * is embargoed, whether it was killed). One conditional write changes it, and one strongly consistent read decides
 * whether to send. Only `decide` (release-moves.ts) changes it.
 */

export const plannedEditionSchema = z.object({
  edition: editionSchema,
  deliveryId: z.string(),
  /** No send starts before this instant. */
  dueAt: instantSchema,
  /** Each reader is due at this time in their own zone, but not before `dueAt`. Missing if all are due at once. */
  local: localMomentSchema.optional(),
  /** `overdue`: the newsroom was down at `dueAt`, and for longer than its limit; a person decides. */
  state: z.enum(['planned', 'armed', 'sent', 'stopped', 'overdue']),
});
export type PlannedEdition = z.infer<typeof plannedEditionSchema>;

export const candidateSchema = z.object({
  version: z.number().int().positive(),
  state: z.enum(['held', 'composing', 'awaiting-approval', 'cancelled']),
  /** From this instant the approved version waits, until somebody decides about this version or its replacement. */
  since: instantSchema,
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  sendAtLocal: localTimeSchema.optional(),
  /** Holders of the embargoed edition get a lift notice. */
  liftNotice: z.boolean(),
  /** The desk has stated what changed. */
  isCorrection: z.boolean(),
  /** The stricter of the newsroom's policy and the release's own policy. */
  policy: approvalPolicySchema,
  /** Set when the version is composed. An approval is valid for this audience's hash only. */
  audience: audienceSummarySchema.nullable(),
  approvals: z.array(z.object({ by: z.string(), at: instantSchema })),
  /** What the composing stage found: a list that does not exist, a text that cannot be rendered. */
  problems: z.array(problemSchema),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const liveSchema = z.object({
  version: z.number().int().positive(),
  /**
   * State after the last move. `sending`: the early editions are being sent; `embargoed`: waiting for the lift; `sent`:
   * finished.
   */
  state: z.enum(['approved', 'sending', 'embargoed', 'sent']),
  embargo: instantSchema.nullable(),
  sendAt: instantSchema.nullable(),
  approvals: z.array(z.object({ by: z.string(), at: instantSchema })),
  audience: audienceSummarySchema,
  editions: z.array(plannedEditionSchema),
});
export type Live = z.infer<typeof liveSchema>;

/**
 * A reader who was added to a release after its audience was frozen (`dateline send`). They get one edition, in a
 * delivery of their own. From then on they belong to the release, also to its later versions.
 */
export const addedReaderSchema = plannedEditionSchema.extend({
  addedContact: contactIdSchema,
  version: z.number().int().positive(),
  language: languageSchema,
  /** The list that their mail names, and that its link unsubscribes them from. */
  list: z.string(),
});
export type AddedReader = z.infer<typeof addedReaderSchema>;

/** An edition to all its readers, or to one reader who was added. */
export type Plan = PlannedEdition & { addedContact?: string };

const actSchema = z.object({ at: instantSchema, by: z.string(), reason: z.string() });

export const releaseSchema = z.object({
  releaseId: z.string(),
  /** Optimistic lock: every move names the revision that it read. */
  revision: z.number().int().positive(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** 0 until a version is accepted or held. */
  latestVersion: z.number().int().nonnegative(),
  /** Content hash of the latest version. A drop with the same hash changes nothing. */
  latestHash: z.string().nullable(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  /** Status of the latest drop, even if it created no version. */
  lastStatus: z.enum(['accepted', 'held', 'rejected']),
  candidate: candidateSchema.nullable(),
  live: liveSchema.nullable(),
  /** Earlier approved versions, newest first. People who were sent one of them get corrections and kills. */
  sentVersions: z.array(z.number().int().positive()),
  /** The version that was public when a correction or a kill replaced it, and since when it was public. */
  lifted: z.object({ version: z.number().int().positive(), at: instantSchema }).nullable(),
  /** Set if the embargo of the live version was ended early. */
  broken: actSchema.nullable(),
  killed: actSchema.nullable(),
  cancelled: actSchema.nullable(),
  /** Set if the files were deleted from the bucket before anybody approved the version read from them. */
  withdrawn: actSchema.nullable().default(null),
  /** Other releases with the same text that somebody declared to be different releases. */
  distinctFrom: z.array(z.string()).default([]),
  /** All readers who were added, to any version; oldest first. Bounded, because every window reads the head. */
  added: z.array(addedReaderSchema).default([]),
  /**
   * The audit lines of the last move, written together with it. If a crash happens before they reach the trail, nothing
   * is lost: the next move or sweep of the release puts them there first.
   */
  trail: z.array(auditLineSchema),
});
export type Release = z.infer<typeof releaseSchema>;

/** The state as one word, shown to people. */
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

/** The version that a person still has to decide about, or null. */
export function undecided(release: Release): Candidate | null {
  return release.candidate && release.candidate.state !== 'cancelled' ? release.candidate : null;
}

/**
 * While a newer version waits for a decision, the approved version is not sent any further, because the newer drop was
 * meant to change something. Approving the newer version replaces the older; cancelling it lets the older continue.
 */
export function isPaused(release: Release): boolean {
  return undecided(release) !== null;
}

/**
 * Whether an edition waits for that decision. `embargo-moved` does not wait: until holders receive it, they follow the
 * old embargo.
 */
export function isHeldBack(release: Release, edition: Edition): boolean {
  return edition !== 'embargo-moved' && isPaused(release);
}

/** Whether an edition is still to be sent or is being sent. */
export function isOpen(edition: PlannedEdition): boolean {
  return edition.state === 'planned' || edition.state === 'armed';
}

/**
 * Whether the recipients of an edition are being chosen from the approved audience. Arming needs a minute for a million
 * contacts.
 */
export function isBeingChecked(
  { state, dueAt }: Pick<PlannedEdition, 'state' | 'dueAt'>,
  now: Instant,
): boolean {
  return state === 'planned' && isReached(dueAt, now);
}

/** All that is planned of the live version: its editions, and what readers get who were added to it. */
export function plansOf({ live, added }: Pick<Release, 'live' | 'added'>): Plan[] {
  return live ? [...live.editions, ...added.filter(({ version }) => version === live.version)] : [];
}

/** The plan of the live version for an edition, or for one reader of it who was added. */
export function planOf(
  release: Pick<Release, 'live' | 'added'>,
  { edition, addedContact }: Pick<Plan, 'edition' | 'addedContact'>,
): Plan | null {
  const plans = plansOf(release);
  return plans.find((plan) => plan.edition === edition && plan.addedContact === addedContact) ?? null;
}

/** Whether anybody may have been sent the live version: an edition was armed and its time had come. */
export function hasBegun(release: Pick<Release, 'live' | 'added'>, now: Instant): boolean {
  return plansOf(release).some(
    ({ state, dueAt }) =>
      state === 'sent' || ((state === 'armed' || state === 'stopped') && isReached(dueAt, now)),
  );
}

/**
 * The version that is public now, and since when; null if there is none. A version is public from its due time, even
 * while it is still being sent. A killed release keeps its last public version, so that its page can say so.
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

/** Whether the newsroom was down at an edition's time, and for so long that it may no longer send automatically. */
export function isOverdue(edition: PlannedEdition, now: Instant, overdueLimitSeconds: number): boolean {
  return isOpen(edition) && Date.parse(now) - Date.parse(edition.dueAt) > overdueLimitSeconds * 1000;
}

export function releaseState(release: Release, now: Instant): ReleaseState {
  if (release.killed) return 'killed';
  const waiting = undecided(release);
  if (waiting?.state === 'composing') return 'accepted';
  if (waiting) return waiting.state;
  if (release.live) return stateOfLive(release, release.live, now);
  if (release.withdrawn) return 'withdrawn';
  if (release.cancelled) return 'cancelled';
  return release.lastStatus;
}

function stateOfLive(release: Release, live: Live, now: Instant): ReleaseState {
  const { editions } = live;
  if (plansOf(release).some(({ state }) => state === 'overdue')) return 'held';
  const open = editions.filter(isOpen);
  if (open.length === 0)
    return editions.some(({ edition }) => edition === 'correction') ? 'corrected' : 'sent';
  return liveStateAt(live, release.broken !== null, now);
}

/** Computes `live.state` from the editions. */
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
