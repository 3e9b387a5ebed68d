import type { AudienceSummary } from './audience.ts';
import type { AuditLine } from './audit.ts';
import { type AddRefusal, editionToAdd, type OneMore } from './edition-to-add.ts';
import { firstDateAhead, localDues } from './local-time.ts';
import type { ArmMessage } from './messages.ts';
import type { ApprovalPolicy } from './newsroom.ts';
import { type Edition, isOwed } from './release.ts';
import {
  type AddedReader,
  type Candidate,
  hasBegun,
  isHeldBack,
  isOpen,
  isOverdue,
  isPaused,
  type Live,
  liveStateAt,
  type Plan,
  type PlannedEdition,
  planOf,
  plansOf,
  publicVersion,
  type Release,
  undecided,
} from './release-life.ts';
import { addedDeliveryId, deliveryIdOf } from './release-tag.ts';
import type { Instant, LocalMoment, LocalTime, Problem, Status } from './report.ts';
import type { EmbargoElsewhere } from './twin.ts';

/**
 * The state machine of a release: every legal move, and no other. `decide` is pure: from the head and a command it
 * computes the next head, the audit lines and the effects to carry out; or a refusal.
 */

/** A new version that was read and does not repeat an earlier one. */
export interface AcceptedVersion {
  version: number;
  contentHash: string;
  status: 'accepted' | 'held';
  title: string;
  language: string;
  embargo: Instant | null;
  sendAt: Instant | null;
  sendAtLocal: LocalTime | null;
  liftNotice: boolean;
  policy: ApprovalPolicy;
  correction: string | null;
  /** Releases with the same text that the desk declared to be different releases. */
  distinctFrom: string[];
}

interface OfVersion {
  by: string;
  version: number;
}

/** The embargo on the same text in another release; looked up for this move. */
interface WhatElse {
  elsewhere: EmbargoElsewhere | null;
}

export type Command =
  /** A drop was read and created a new version. */
  | { act: 'accept'; by: string; releaseId: string; accepted: AcceptedVersion }
  /** A drop was read and created no version: it was rejected or repeated what was already there. */
  | { act: 'read'; by: string; releaseId: string; status: Status; title: string | null }
  /** The composing stage found a problem that a person has to correct. */
  | ({ act: 'hold'; problems: Problem[] } & OfVersion)
  /** The audience is frozen and the emails are rendered. */
  | ({ act: 'compose'; audience: AudienceSummary } & OfVersion & WhatElse)
  | ({ act: 'approve'; audienceHash: string } & OfVersion & WhatElse)
  /** A person sends an edition that an outage had made overdue. */
  | ({ act: 'send-overdue'; by: string } & WhatElse)
  /** The files from which a version was read are no longer in the bucket. */
  | { act: 'withdraw'; by: string }
  /**
   * The same text was dropped under another name with another embargo. Whoever is approving this one must check again.
   */
  | { act: 'note-twin'; by: string; reason: string }
  | { act: 'cancel'; by: string; reason: string | null }
  | { act: 'lift'; by: string; reason: string }
  | { act: 'kill'; by: string; reason: string }
  /** A person sends the live version to one more reader. `edition`: the one that they were shown. */
  | ({ act: 'add'; edition: Edition } & OneMore & OfVersion)
  /** Progress of an edition, reported by the stages that arm and send it. */
  | ({
      act: 'arm' | 'finish' | 'stop' | 'hold-overdue';
      edition: Edition;
      addedContact?: string;
    } & OfVersion);

/** What has to be done after the head is written. Every effect is idempotent. */
export type Effect =
  | { kind: 'compose'; releaseId: string; version: number }
  /** Hand an edition to arm-delivery at an instant, which may be in the past. */
  | { kind: 'arm'; message: ArmMessage; at: Instant }
  /** Tell the desk that an edition waits for a person. */
  | { kind: 'tell-overdue'; message: ArmMessage; dueAt: Instant }
  /** Four-eyes policy: ask the other people of the desk. */
  | { kind: 'ask-second'; releaseId: string; version: number; approvedBy: string[] };

/** `message` tells the person who made the request why it is refused and what to do. */
export interface Refusal {
  code:
    | 'no-such-release'
    | 'killed'
    | 'correction-missing'
    | 'undecided-version'
    | 'not-awaiting-approval'
    | 'not-composed'
    | 'held'
    | 'other-version'
    | 'audience-changed'
    | 'same-person'
    | 'embargoed-elsewhere'
    | 'nothing-to-cancel'
    | 'already-going-out'
    | 'not-approved'
    | 'no-embargo'
    | 'already-lifted'
    | 'not-planned'
    | 'paused'
    | 'other-edition'
    | AddRefusal['code'];
  message: string;
}

export type Decision =
  /** No lines means that nothing changed and nothing is written. */
  { ok: true; release: Release; lines: AuditLine[]; effects: Effect[] } | { ok: false; refusal: Refusal };

/** An edition is armed this long before its due time, because the scheduler is only precise to a minute. */
export const armingLeadSeconds = 120;

const atOrBefore = (a: Instant, b: Instant): boolean => Date.parse(a) <= Date.parse(b);
const later = (a: Instant, b: Instant): Instant => (atOrBefore(a, b) ? b : a);
const refuse = (code: Refusal['code'], message: string): Decision => ({
  ok: false,
  refusal: { code, message },
});
const unchanged = (release: Release): Decision => ({ ok: true, release, lines: [], effects: [] });

export function decide(release: Release | null, command: Command, now: Instant): Decision {
  if (command.act === 'accept') return accept(release, command, now);
  if (command.act === 'read') return read(release, command, now);
  if (!release) return refuse('no-such-release', 'There is no such release.');
  switch (command.act) {
    case 'hold':
    case 'compose':
      return prepare(release, command, now);
    case 'approve':
      return approve(release, command, now);
    case 'send-overdue':
      return sendOverdue(release, command, now);
    case 'cancel':
      return cancel(release, command, now);
    case 'withdraw':
      return withdraw(release, command, now);
    case 'note-twin':
      return noteTwin(release, command, now);
    case 'lift':
      return lift(release, command, now);
    case 'kill':
      return kill(release, command, now);
    case 'add':
      return add(release, command, now);
    case 'arm':
    case 'finish':
    case 'stop':
    case 'hold-overdue':
      return record(release, command, now);
  }
}

/** All effects that the current head requires. Calling it again after a crash finds what was left undone. */
export function dueEffects(release: Release): Effect[] {
  const { releaseId, candidate, live } = release;
  const effects: Effect[] = [];
  if (candidate?.state === 'composing')
    effects.push({ kind: 'compose', releaseId, version: candidate.version });
  if (candidate?.state === 'awaiting-approval' && candidate.approvals.length > 0)
    effects.push({
      kind: 'ask-second',
      releaseId,
      version: candidate.version,
      approvedBy: candidate.approvals.map(({ by }) => by),
    });
  for (const { edition, state, dueAt, addedContact } of plansOf(release)) {
    if (!live || isHeldBack(release, edition)) continue;
    const message = { releaseId, version: live.version, edition, ...(addedContact && { addedContact }) };
    if (state === 'overdue') effects.push({ kind: 'tell-overdue', message, dueAt });
    if (state !== 'planned' && state !== 'armed') continue;
    if (isComposedLate(release, edition)) effects.push({ kind: 'compose', releaseId, version: live.version });
    else effects.push({ kind: 'arm', message, at: armAt(dueAt) });
  }
  return effects;
}

/**
 * Some emails contain facts that were unknown when the version was composed: why it was killed, why its embargo was
 * broken. They are composed after the event; then compose-emails hands the edition on to be armed.
 */
export function isComposedLate({ broken }: Release, edition: Edition): boolean {
  return edition === 'kill' || (edition === 'lift-notice' && broken !== null);
}

/**
 * The effects that a sweep repeats: all due effects except two. Armed editions are not armed again, because the sweep
 * of the deliveries does that. The second person is not reminded, because the proof has already asked.
 */
export function resumeEffects(release: Release): Effect[] {
  return dueEffects(release).filter(
    (effect) =>
      effect.kind !== 'ask-second' &&
      (effect.kind !== 'arm' || planOf(release, effect.message)?.state !== 'armed'),
  );
}

function armAt(dueAt: Instant): Instant {
  return new Date(Date.parse(dueAt) - armingLeadSeconds * 1000).toISOString();
}

/** The head after a move, its audit lines, and the effects that the new head requires and the old one did not. */
function moved(
  before: Release | null,
  after: Omit<Release, 'revision' | 'updatedAt' | 'trail'>,
  now: Instant,
  { act, by, reason = null }: { act: string; by: string; reason?: string | null },
): Decision {
  const live = after.live && { ...after.live, state: liveStateAt(after.live, after.broken !== null, now) };
  const line: AuditLine = {
    subject: `RELEASE#${after.releaseId}`,
    at: now,
    by,
    act,
    reason,
    before: before && extract(before),
    after: extract({ ...after, live }),
  };
  const release: Release = {
    ...after,
    live,
    revision: (before?.revision ?? 0) + 1,
    updatedAt: now,
    trail: [line],
  };
  const known = new Set((before ? dueEffects(before) : []).map((effect) => JSON.stringify(effect)));
  const effects = dueEffects(release).filter((effect) => !known.has(JSON.stringify(effect)));
  return { ok: true, release, lines: [line], effects };
}

/** The part of a head that the audit trail shows: its state, not its content. */
function extract({
  candidate,
  live,
  killed,
  cancelled,
  withdrawn,
  broken,
  lastStatus,
  added,
}: Omit<Release, 'revision' | 'updatedAt' | 'trail'>) {
  return {
    lastStatus,
    ...(candidate && {
      candidate: {
        version: candidate.version,
        state: candidate.state,
        embargo: candidate.embargo,
        sendAt: candidate.sendAt,
        ...(candidate.sendAtLocal && { sendAtLocal: candidate.sendAtLocal }),
        audience: candidate.audience?.hash ?? null,
        approvals: candidate.approvals.map(({ by }) => by),
      },
    }),
    ...(live && {
      live: {
        version: live.version,
        embargo: live.embargo,
        audience: live.audience.hash,
        approvals: live.approvals.map(({ by }) => by),
        editions: live.editions.map(({ edition, state, dueAt, local }) => ({
          edition,
          state,
          dueAt,
          ...(local && { local }),
        })),
        ...(added.length > 0 && {
          added: added
            .filter(({ version }) => version === live.version)
            .map(({ addedContact, edition, state }) => ({ addedContact, edition, state })),
        }),
      },
    }),
    ...(broken && { broken: true }),
    ...(killed && { killed: true }),
    ...(cancelled && { cancelled: true }),
    ...(withdrawn && { withdrawn: true }),
  };
}

function accept(
  release: Release | null,
  { by, releaseId, accepted }: Extract<Command, { act: 'accept' }>,
  now: Instant,
): Decision {
  if (release?.killed)
    return refuse('killed', 'This release was killed. A new announcement needs a name of its own.');
  const isPublic = release !== null && publicVersion(release, now) !== null;
  if (isPublic && accepted.status === 'accepted' && !accepted.correction)
    return refuse(
      'correction-missing',
      'This release has been sent already. Say what changed in a field "correction", and it goes out as a correction.',
    );
  const candidate: Candidate = {
    version: accepted.version,
    state: accepted.status === 'held' ? 'held' : 'composing',
    since: (release && undecided(release)?.since) ?? now,
    // What is already public cannot be embargoed any more.
    embargo: isPublic ? null : accepted.embargo,
    sendAt: accepted.sendAt,
    ...(accepted.sendAtLocal && { sendAtLocal: accepted.sendAtLocal }),
    liftNotice: accepted.liftNotice,
    isCorrection: accepted.correction !== null,
    policy: accepted.policy,
    audience: null,
    approvals: [],
    problems: [],
  };
  return moved(
    release,
    {
      ...(release ?? newHead(releaseId, now)),
      latestVersion: accepted.version,
      latestHash: accepted.contentHash,
      title: accepted.title,
      language: accepted.language,
      lastStatus: accepted.status,
      cancelled: null,
      withdrawn: null,
      distinctFrom: [...new Set([...(release?.distinctFrom ?? []), ...accepted.distinctFrom])],
      candidate,
    },
    now,
    { act: accepted.status === 'held' ? 'hold' : 'accept', by },
  );
}

function read(
  release: Release | null,
  { by, releaseId, status, title }: Extract<Command, { act: 'read' }>,
  now: Instant,
): Decision {
  if (release?.lastStatus === status && !release.withdrawn) return unchanged(release);
  const head = release ?? { ...newHead(releaseId, now), title };
  return moved(release, { ...head, lastStatus: status, withdrawn: null }, now, {
    act: readActs[status],
    by,
  });
}

const readActs: Record<Status, string> = { accepted: 'read-again', held: 'hold', rejected: 'reject' };

function newHead(releaseId: string, now: Instant): Omit<Release, 'revision' | 'updatedAt' | 'trail'> {
  return {
    releaseId,
    createdAt: now,
    latestVersion: 0,
    latestHash: null,
    title: null,
    language: null,
    lastStatus: 'rejected',
    candidate: null,
    live: null,
    sentVersions: [],
    lifted: null,
    broken: null,
    killed: null,
    cancelled: null,
    withdrawn: null,
    distinctFrom: [],
    added: [],
  };
}

function prepare(
  release: Release,
  command: Extract<Command, { act: 'hold' | 'compose' }>,
  now: Instant,
): Decision {
  const { candidate } = release;
  if (release.killed || !candidate || candidate.version !== command.version)
    return refuse('other-version', 'Another version has taken its place.');
  if (candidate.state !== 'composing') return unchanged(release);
  if (command.act === 'hold')
    return moved(
      release,
      {
        ...release,
        candidate: { ...candidate, state: 'held', problems: command.problems },
      },
      now,
      { ...command, reason: command.problems.map(({ code }) => code).join(', ') },
    );
  const composed: Candidate = { ...candidate, state: 'awaiting-approval', audience: command.audience };
  const next = moved(release, { ...release, candidate: composed }, now, command);
  if (candidate.policy !== 'auto' || !next.ok) return next;
  const approved = approve(
    next.release,
    { ...command, act: 'approve', by: 'policy auto', audienceHash: command.audience.hash },
    now,
  );
  // If the policy may not approve it now, it waits for a person.
  return approved.ok ? inOneMove(next, approved) : next;
}

/** Combines two moves into one write: one revision, the lines of both. */
function inOneMove(
  first: Extract<Decision, { ok: true }>,
  second: Extract<Decision, { ok: true }>,
): Decision {
  const lines = [...first.lines, ...second.lines];
  return {
    ok: true,
    release: { ...second.release, revision: first.release.revision, trail: lines },
    lines,
    effects: [...first.effects, ...second.effects],
  };
}

function approve(release: Release, command: Extract<Command, { act: 'approve' }>, now: Instant): Decision {
  const { candidate } = release;
  if (release.killed) return refuse('killed', 'This release was killed.');
  if (!candidate || candidate.state === 'cancelled')
    return refuse('not-awaiting-approval', 'No version of this release waits for approval.');
  if (candidate.version !== command.version)
    return refuse(
      'other-version',
      `There is a newer version: ${candidate.version} has taken the place of ${command.version}. Look at its proof and approve that.`,
    );
  if (candidate.state === 'held')
    return refuse('held', 'This version is held: put right what its report says and drop it again.');
  if (!candidate.audience)
    return refuse('not-composed', 'This version is still being composed; its proof comes in a moment.');
  if (!candidate.audience.hash.startsWith(command.audienceHash) || command.audienceHash.length < 12)
    return refuse('audience-changed', 'The audience has changed since that proof; approve the newer proof.');
  if (candidate.approvals.some(({ by }) => isSamePerson(by, command.by)))
    return refuse('same-person', `${command.by} has approved it already; a second person has to.`);
  const { asked } = timeOf(release, candidate, now);
  const refusal = tooEarly({ embargo: candidate.embargo, sendAt: asked }, command.elsewhere, now);
  if (refusal) return refusal;
  const approvals = [...candidate.approvals, { by: command.by, at: now }];
  if (candidate.policy === 'four-eyes' && approvals.length < 2)
    return moved(release, { ...release, candidate: { ...candidate, approvals } }, now, command);
  const sentVersions = versionsWithReaders(release, now);
  return moved(
    release,
    {
      ...release,
      candidate: null,
      live: goLive(release, { ...candidate, audience: candidate.audience, approvals }, sentVersions, now),
      sentVersions,
      lifted: publicVersion(release, now),
      // The broken embargo was that of the previous version.
      broken: null,
    },
    now,
    command,
  );
}

/** Refuses a version that would publish a text which is under embargo in another release. */
function tooEarly(
  { embargo, sendAt }: Pick<Candidate, 'embargo' | 'sendAt'>,
  elsewhere: EmbargoElsewhere | null,
  now: Instant,
): Decision | null {
  if (!elsewhere) return null;
  const { releaseId, until, inWords } = elsewhere;
  if (until === null)
    return refuse(
      'embargoed-elsewhere',
      `The same text is held as “${releaseId}”, with an embargo that was not understood. Put that one right, or cancel it, before this one goes out.`,
    );
  const publicFrom = later(embargo ?? now, sendAt ?? now);
  if (atOrBefore(until, publicFrom)) return null;
  return refuse(
    'embargoed-elsewhere',
    `The same text is under embargo as “${releaseId}” until ${inWords}: this one cannot be approved before. Give it the same embargo and drop it again; or end that embargo: lift “${releaseId}” if it was approved, cancel it if it was not.`,
  );
}

/** The versions that somebody may have been sent until now, newest first. A newer version would correct them. */
function versionsWithReaders(release: Release, now: Instant): number[] {
  const { live, sentVersions } = release;
  return live && hasBegun(release, now) ? [live.version, ...sentVersions] : sentVersions;
}

const isSamePerson = (a: string, b: string): boolean =>
  a.trim().toLocaleLowerCase('en') === b.trim().toLocaleLowerCase('en');

function goLive(
  release: Release,
  candidate: Candidate & { audience: AudienceSummary },
  sentVersions: readonly number[],
  now: Instant,
): Live {
  const { version, embargo, sendAt, approvals, audience } = candidate;
  const editions = planEditions({ ...release, sentVersions: [...sentVersions] }, candidate, now);
  return { version, state: 'approved', embargo, sendAt, approvals, audience, editions };
}

/** The editions that the waiting version would have if it were approved now; shown in the proof and to the approver. */
export function previewPlan(release: Release, candidate: Candidate, now: Instant): PlannedEdition[] {
  return planEditions({ ...release, sentVersions: versionsWithReaders(release, now) }, candidate, now);
}

/**
 * Holders already have the release, so their notice starts later and leaves the first sending slots to people who have
 * nothing.
 */
const liftNoticeDelaySeconds = 2;

function afterTheGeneral(lift: Instant): Instant {
  return new Date(Date.parse(lift) + liftNoticeDelaySeconds * 1000).toISOString();
}

/** The editions of an approved version and their due times. */
function planEditions(release: Release, candidate: Candidate, now: Instant): PlannedEdition[] {
  const { version, embargo, liftNotice, audience } = candidate;
  const plan = (edition: Edition, dueAt: Instant): PlannedEdition => ({
    edition,
    deliveryId: deliveryIdOf(release.releaseId, version, edition),
    dueAt,
    state: 'planned',
  });
  const { asked, local } = timeOf(release, candidate, now);
  const hasReaders = release.sentVersions.length > 0;
  if (embargo === null || atOrBefore(embargo, now)) {
    // Without a declared correction nothing has been public yet: people who have it early learn that it is public now.
    const forReaders = candidate.isCorrection ? plan('correction', asked) : plan('lift-notice', asked);
    const general = { ...plan('general', asked), ...(local && { local }) };
    return [...(hasReaders ? [forReaders] : []), general];
  }
  const goesEarly = ((audience?.accredited ?? 0) > 0 || hasReaders) && !atOrBefore(embargo, asked);
  return [
    ...(goesEarly ? [plan('embargoed', asked)] : []),
    ...(isNewsToHolders(release, embargo) ? [plan('embargo-moved', now)] : []),
    plan('general', later(embargo, asked)),
    ...(liftNotice && (goesEarly || hasReaders)
      ? [plan('lift-notice', afterTheGeneral(later(embargo, asked)))]
      : []),
  ];
}

/**
 * The first instant at which a version would go out if it were approved now. `local`: by which each of its readers is
 * due; null if all are due at once.
 */
function timeOf(
  release: Release,
  candidate: Candidate,
  now: Instant,
): { asked: Instant; local: LocalMoment | null } {
  const byZone = candidate.audience?.byZone ?? {};
  const local = candidate.sendAtLocal
    ? { ...candidate.sendAtLocal, date: dayOf(release, candidate.sendAtLocal, Object.keys(byZone), now) }
    : null;
  const [first] = local ? localDues(local, byZone, now) : [];
  return { asked: first?.at ?? later(candidate.sendAt ?? now, now), local };
}

/**
 * The day on which readers get a version by their own clocks: all on one date. If nobody wrote it, the first on which
 * the time is still ahead for everybody; a version that replaces one that some readers have already keeps that one's.
 */
function dayOf(
  { live, sentVersions }: Release,
  { time, date }: LocalTime,
  zones: readonly string[],
  now: Instant,
): string {
  const general = live?.editions.find(({ edition }) => edition === 'general');
  const begun = sentVersions.length > 0 ? general?.local?.date : undefined;
  return date ?? begun ?? firstDateAhead(time, zones, now);
}

/** Whether somebody who holds an earlier version may know another embargo, or none. */
function isNewsToHolders({ live, sentVersions, broken }: Release, embargo: Instant): boolean {
  if (!live || sentVersions.length === 0) return false;
  const isBeingTold = live.editions.some(
    ({ edition, state }) => edition === 'embargo-moved' && state !== 'sent',
  );
  const isSame = live.embargo !== null && Date.parse(live.embargo) === Date.parse(embargo);
  return !isSame || isBeingTold || broken !== null;
}

function sendOverdue(
  release: Release,
  command: Extract<Command, { act: 'send-overdue' }>,
  now: Instant,
): Decision {
  const { live } = release;
  if (release.killed) return refuse('killed', 'This release was killed.');
  const waiting = undecided(release);
  if (waiting)
    return refuse(
      'undecided-version',
      `Version ${waiting.version} waits for a decision. Look at its proof and approve that, or cancel it.`,
    );
  if (!live || !plansOf(release).some(({ state }) => state === 'overdue'))
    return refuse('not-awaiting-approval', 'No version of this release waits for approval.');
  const refusal = tooEarly(live, command.elsewhere, now);
  if (refusal) return refusal;
  const sent = eachPlan(release, (plan) =>
    plan.state === 'overdue' ? { ...plan, state: 'planned', dueAt: now } : plan,
  );
  return moved(release, sent, now, command);
}

function cancel(release: Release, command: Extract<Command, { act: 'cancel' }>, now: Instant): Decision {
  const { live } = release;
  if (release.killed) return refuse('killed', 'This release was killed.');
  const cancelled = { at: now, by: command.by, reason: command.reason ?? '' };
  const waiting = undecided(release);
  if (waiting)
    return moved(
      release,
      {
        ...release,
        candidate: { ...waiting, state: 'cancelled' },
        cancelled: live ? release.cancelled : cancelled,
      },
      now,
      command,
    );
  if (!live) return refuse('nothing-to-cancel', 'There is nothing to cancel.');
  if (release.sentVersions.length > 0 || hasBegun(release, now))
    return refuse(
      'already-going-out',
      'Some recipients have it already. Kill it to retract it, or drop a new version to correct it or to move its embargo.',
    );
  return moved(release, { ...release, live: null, candidate: null, cancelled }, now, command);
}

/** Withdraws what nobody has approved. An approved version stays, because deleting its files recalls no mail. */
function withdraw(release: Release, command: Extract<Command, { act: 'withdraw' }>, now: Instant): Decision {
  const { live, killed, cancelled } = release;
  const waiting = undecided(release);
  const isDropOnly = !live && !waiting && !cancelled && !release.withdrawn;
  if (killed || (!waiting && !isDropOnly)) return unchanged(release);
  return moved(
    release,
    {
      ...release,
      candidate: waiting ? { ...waiting, state: 'cancelled' } : release.candidate,
      // So that the same file, dropped again, is accepted as new.
      latestHash: null,
      withdrawn: { at: now, by: command.by, reason: 'its file was deleted' },
    },
    now,
    command,
  );
}

/**
 * Adds a line to the trail and increments the revision, so that an approval which is being written fails and is decided
 * again.
 */
function noteTwin(release: Release, command: Extract<Command, { act: 'note-twin' }>, now: Instant): Decision {
  const { act, reason } = command;
  const isNoted = release.trail.some((line) => line.act === act && line.reason === reason);
  if (!undecided(release) || isNoted) return unchanged(release);
  return moved(release, release, now, command);
}

function lift(release: Release, command: Extract<Command, { act: 'lift' }>, now: Instant): Decision {
  const { live } = release;
  if (release.killed) return refuse('killed', 'This release was killed.');
  const waiting = undecided(release);
  if (live && waiting)
    return refuse(
      'undecided-version',
      `Version ${waiting.version} waits for a decision. Approve it or cancel it first: that says which version goes out.`,
    );
  if (!live) return refuse('not-approved', 'It has not been approved, so there is nothing to lift.');
  if (live.embargo === null) return refuse('no-embargo', 'It has no embargo.');
  if (publicVersion(release, now)) return refuse('already-lifted', 'Its embargo has been lifted already.');
  const hasHolders = release.sentVersions.length > 0 || hasBegun(release, now);
  const lifted = eachPlan(release, (plan) => {
    if (plan.edition === 'embargoed' || plan.edition === 'embargo-moved')
      return isOpen(plan) ? { ...plan, state: 'stopped' } : plan;
    return isOpen(plan) || plan.state === 'overdue' ? { ...plan, state: 'planned', dueAt: now } : plan;
  });
  const editions = [...(lifted.live?.editions ?? [])];
  // Holders are told that the embargo is over, even if no lift notice was planned for its normal end.
  if (hasHolders && !editions.some(({ edition }) => edition === 'lift-notice'))
    editions.push({
      edition: 'lift-notice',
      deliveryId: deliveryIdOf(release.releaseId, live.version, 'lift-notice'),
      dueAt: now,
      state: 'planned',
    });
  const broken = { at: now, by: command.by, reason: command.reason };
  return moved(release, { ...lifted, live: { ...live, editions }, broken }, now, command);
}

function kill(release: Release, command: Extract<Command, { act: 'kill' }>, now: Instant): Decision {
  if (release.killed) return refuse('killed', 'This release was killed already.');
  const { live, candidate } = release;
  const wasSent = live !== null && (release.sentVersions.length > 0 || hasBegun(release, now));
  const stopped = eachPlan(release, (plan) =>
    isOpen(plan) || plan.state === 'overdue' ? { ...plan, state: 'stopped' } : plan,
  );
  const retraction: PlannedEdition[] =
    live && wasSent
      ? [
          {
            edition: 'kill',
            deliveryId: deliveryIdOf(release.releaseId, live.version, 'kill'),
            dueAt: now,
            state: 'planned',
          },
        ]
      : [];
  return moved(
    release,
    {
      ...stopped,
      candidate: candidate && { ...candidate, state: 'cancelled' },
      live: stopped.live && {
        ...stopped.live,
        editions: [...stopped.live.editions, ...retraction],
      },
      lifted: publicVersion(release, now),
      killed: { at: now, by: command.by, reason: command.reason },
    },
    now,
    command,
  );
}

/**
 * Sends the live version to one more reader: the edition that they may have now. Holders of the embargoed edition are
 * told when it lifts, so that notice is planned with the first of them.
 */
function add(release: Release, command: Extract<Command, { act: 'add' }>, now: Instant): Decision {
  const { live } = release;
  const may = editionToAdd(release, command, now);
  if (!live || !may.ok) return may.ok ? refuse('not-approved', 'It has not been approved.') : may;
  if (may.edition !== command.edition)
    return refuse(
      'other-edition',
      `They would now get the ${may.edition} edition, not the ${command.edition} one. Look again and confirm that.`,
    );
  const { addedContact, language, list } = command;
  const { edition } = may;
  const deliveryId = addedDeliveryId(deliveryIdOf(release.releaseId, live.version, edition), addedContact);
  const one = { addedContact, version: live.version, language, list };
  const reader: AddedReader = { ...one, edition, deliveryId, dueAt: now, state: 'planned' };
  const general = live.editions.find((each) => each.edition === 'general');
  const isNoticePlanned = live.editions.some((each) => each.edition === 'lift-notice');
  const notice: PlannedEdition[] =
    edition === 'embargoed' && command.liftNotice && general && !isNoticePlanned
      ? [
          {
            edition: 'lift-notice',
            deliveryId: deliveryIdOf(release.releaseId, live.version, 'lift-notice'),
            dueAt: afterTheGeneral(general.dueAt),
            state: 'planned',
          },
        ]
      : [];
  const after = {
    ...release,
    live: { ...live, editions: [...live.editions, ...notice] },
    added: [...release.added, reader],
  };
  return moved(release, after, now, { ...command, reason: `${edition} to ${addedContact}` });
}

/** Changes what is planned of the live version: editions, and what readers get who were added to it. */
function eachPlan(release: Release, change: <P extends Plan>(plan: P) => P): Release {
  const { live, added } = release;
  if (!live) return release;
  return {
    ...release,
    live: { ...live, editions: live.editions.map((edition) => change(edition)) },
    added: added.map((one) => (one.version === live.version ? change(one) : one)),
  };
}

type RecordAct = Extract<Command, { act: 'arm' | 'finish' | 'stop' | 'hold-overdue' }>;

const legalFrom: Record<RecordAct['act'], { from: PlannedEdition['state'][]; to: PlannedEdition['state'] }> =
  {
    arm: { from: ['planned'], to: 'armed' },
    finish: { from: ['planned', 'armed'], to: 'sent' },
    stop: { from: ['planned', 'armed'], to: 'stopped' },
    'hold-overdue': { from: ['planned', 'armed'], to: 'overdue' },
  };

function record(release: Release, command: RecordAct, now: Instant): Decision {
  const { live } = release;
  const planned = planOf(release, command);
  if (!live || live.version !== command.version || !planned)
    return refuse('not-planned', 'Another version has taken its place.');
  const { from, to } = legalFrom[command.act];
  if (planned.state === to) return unchanged(release);
  if (!from.includes(planned.state)) return refuse('not-planned', `This edition is ${planned.state}.`);
  if (command.act === 'arm' && isHeldBack(release, command.edition))
    return refuse('paused', 'A newer version waits for a decision.');
  const recorded = eachPlan(release, (plan) =>
    plan.deliveryId === planned.deliveryId ? { ...plan, state: to } : plan,
  );
  return moved(release, recorded, now, {
    act: `${command.act}-edition`,
    by: command.by,
    reason: command.addedContact ? `${command.edition} to ${command.addedContact}` : command.edition,
  });
}

/** Editions to hold because the newsroom was down at their time for too long; found by a sweep. */
export function overdueEditions(release: Release, now: Instant, overdueLimitSeconds: number): Edition[] {
  const { live } = release;
  if (!live || isPaused(release)) return [];
  return live.editions
    .filter((edition) => edition.state === 'planned' && !isOwed(edition.edition))
    .filter((edition) => isOverdue(edition, now, overdueLimitSeconds))
    .map(({ edition }) => edition);
}
