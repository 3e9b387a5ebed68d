import { filedOf, findTwins, type TwinDependencies } from '../_shared/decisions/find-twins.ts';
import { type LifeDependencies, moveRelease, writeMove } from '../_shared/decisions/move-release.ts';
import type { ApprovalPolicy } from '../_shared/domain/newsroom.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import { publicVersion, type Release, undecided } from '../_shared/domain/release-life.ts';
import { type Command, decide, type Refusal, resumeEffects } from '../_shared/domain/release-moves.ts';
import { type Instant, type Problem, type Status, statusOf } from '../_shared/domain/report.ts';
import type { Filed, Twin } from '../_shared/domain/twin.ts';
import type { Reading, ReadReport, ReleaseContent, ReleaseFiles } from './reading/reading.ts';
import { releaseIdOf } from './release-id-of.ts';
import { twinProblems } from './twin-problems.ts';

/** A release's objects in the bucket as they are now. `identities`: ETags by key. */
export interface Dropped extends ReleaseFiles {
  identities: ReadonlyMap<string, string>;
}

export interface Dependencies extends LifeDependencies, TwinDependencies {
  /** Reads all objects of the release, after the head was read. */
  loadFiles: (releaseId: string) => Promise<Dropped>;
  readFiles: (files: ReleaseFiles, now: Instant) => Promise<Reading>;
  /** Holds for lists and segments that nobody has made; a warning for a default list that is missing. */
  checkAudience: (rule: Version['audience']) => Promise<Problem[]>;
  writeText: (key: string, text: Text) => Promise<void>;
  /** Keeps a content to be known again under another name. Safe to repeat. */
  fileLikeness: (filed: Filed) => Promise<void>;
  readVersion: (releaseId: string, version: number) => Promise<Pick<Version, 'sources'> | null>;
  /** Leaves a version that is there as it is. */
  putVersion: (version: Version) => Promise<void>;
  writeReport: (report: ReadReport, html: string) => Promise<void>;
  putReportPointer: (
    releaseId: string,
    pointer: { key: string; identity: string; status: Status },
  ) => Promise<void>;
  /** The keys of a release's files that were answered. */
  listReportKeys: (releaseId: string) => Promise<string[]>;
  /** Takes back the answer to a file that is gone. */
  forgetReport: (releaseId: string, key: string) => Promise<void>;
  tellDropped: (report: ReadReport) => Promise<void>;
  /** Once for each withdrawal, and for each approved version that a file was deleted of. */
  tellDeleted: (release: Release) => Promise<void>;
  /** The newsroom's. */
  approval: ApprovalPolicy;
  zone: string;
}

const tries = 20;

/**
 * Reads a release as it lies in the bucket and moves its head accordingly. Events may come twice, late, in any order
 * and at once: the head is read before the files and written over the same revision only, so whoever read older files
 * loses to whoever read newer ones and reads again.
 */
export async function acceptRelease(dependencies: Dependencies, releaseId: string): Promise<void> {
  for (let i = 0; i < tries; i++) {
    const before = await dependencies.readHead(releaseId);
    const dropped = await dependencies.loadFiles(releaseId);
    const now = dependencies.now().toISOString();
    if (isGone(before, dropped)) {
      if (!before || (await withdraw(dependencies, before, dropped, now))) return;
      continue;
    }
    if (before && (await isOnlyDeleted(dependencies, before, dropped)))
      return dependencies.tellDeleted(before);
    const answer = await answerTo(dependencies, before, dropped, now);
    if (!(await writeMove(dependencies, before, answer.decision))) continue;
    await keep(dependencies, dropped, answer, now);
    await forgetReports(dependencies, dropped);
    // A slower reader of older files may have answered last: only who finds the head as they left it may go.
    const after = await dependencies.readHead(releaseId);
    const isLatest =
      after?.latestHash === answer.decision.release.latestHash && after.lastStatus === answer.lastStatus;
    if (isLatest) return;
  }
  throw new Error(`a release was dropped anew ${tries} times while it was read`);
}

/** No text is left of what was read: of what waits for a decision, or at all. */
function isGone(before: Release | null, { files }: Dropped): boolean {
  if (files.length === 0) return true;
  const isWaiting = before !== null && undecided(before) !== null;
  return isWaiting && files.every(({ key }) => releaseIdOf(key).role !== 'text');
}

/**
 * The files of a release were deleted: what nobody approved goes with them, what was approved stays and the desk is
 * told. False: somebody moved the release meanwhile, or dropped it again. The same event again tells nobody twice.
 */
async function withdraw(
  dependencies: Dependencies,
  before: Release,
  dropped: Dropped,
  now: Instant,
): Promise<boolean> {
  const decision = decide(before, { act: 'withdraw', by: 'accept-release' }, now);
  if (!decision.ok) throw new Error(`withdrawing was refused: ${decision.refusal.code}`);
  const { release } = decision;
  if (!(await writeMove(dependencies, before, decision))) return false;
  for (const effect of decision.effects) await dependencies.carryOut(effect);
  if (release.withdrawn) await forgetReports(dependencies, dropped);
  if (!release.killed) await dependencies.tellDeleted(release);
  const after = await dependencies.readHead(release.releaseId);
  // A sidecar that is left has an answer of its own.
  return after?.revision === release.revision && dropped.files.length === 0;
}

async function forgetReports(
  { listReportKeys, forgetReport }: Pick<Dependencies, 'listReportKeys' | 'forgetReport'>,
  { id, identities }: Dropped,
): Promise<void> {
  for (const key of await listReportKeys(id)) if (!identities.has(key)) await forgetReport(id, key);
}

/** Nothing but a deletion happened to the files that the approved version was read from: it goes on as it is. */
async function isOnlyDeleted(
  { readVersion }: Dependencies,
  before: Release,
  { id, identities }: Dropped,
): Promise<boolean> {
  if (!before.live || undecided(before)) return false;
  const version = await readVersion(id, before.live.version);
  if (!version) return false;
  const known = new Map(version.sources.map(({ key, identity }) => [key, identity]));
  const isAllKnown = [...identities].every(([key, identity]) => known.get(key) === identity);
  return isAllKnown && identities.size < known.size;
}

interface Answer {
  decision: Extract<ReturnType<typeof decide>, { ok: true }>;
  lastStatus: Status;
  reports: Reading['reports'];
  /** What is to be stored as the head's latest version, if the reading made one. */
  content: ReleaseContent | null;
}

async function answerTo(
  dependencies: Dependencies,
  before: Release | null,
  dropped: Dropped,
  now: Instant,
): Promise<Answer> {
  const reading = await dependencies.readFiles(dropped, now);
  const { content } = reading;
  if (!content) return withoutVersion(before, dropped.id, reading.reports, now);
  const added = [
    ...(await dependencies.checkAudience(content.audience)),
    ...(await askAboutTwins(dependencies, before, dropped.id, content, now)),
    ...noEffect(before, content, now),
  ];
  const all = { ...content, problems: [...content.problems, ...added] };
  const status = statusOf(all.problems) === 'held' ? 'held' : 'accepted';
  const known = isKnown(before, content, status);
  const version = known ? (before?.latestVersion ?? 1) : (before?.latestVersion ?? 0) + 1;
  const decision = decide(
    before,
    known
      ? { act: 'read', by: 'accept-release', releaseId: dropped.id, status, title: null }
      : acceptCommand(dependencies, dropped.id, version, status, all),
    now,
  );
  if (!decision.ok)
    return withoutVersion(
      before,
      dropped.id,
      withProblems(reading.reports, [refused(decision.refusal)]),
      now,
    );
  const since = known && before ? foundSince(before) : [];
  const reports = withProblems(reading.reports, [...added, ...since], version);
  return { decision, lastStatus: status, reports, content: all };
}

function acceptCommand(
  { approval }: Dependencies,
  releaseId: string,
  version: number,
  status: 'accepted' | 'held',
  content: ReleaseContent,
): Command {
  const [main] = content.texts;
  return {
    act: 'accept',
    by: 'accept-release',
    releaseId,
    accepted: {
      version,
      contentHash: content.contentHash,
      status,
      title: main?.title ?? releaseId,
      language: main?.language ?? '',
      embargo: content.embargo,
      sendAt: content.sendAt,
      liftNotice: content.liftNotice,
      policy: stricter(approval, content.approval),
      correction: content.correction,
      distinctFrom: content.sameTextAs,
    },
  };
}

/**
 * Asks about the same text under another name: files this one first and looks then, so that of two dropped at once one
 * at least sees the other. What was let through before is not asked about again.
 */
async function askAboutTwins(
  dependencies: Dependencies,
  before: Release | null,
  releaseId: string,
  content: ReleaseContent,
  now: Instant,
): Promise<Problem[]> {
  if (before?.latestHash === content.contentHash && !isHeldByReading(before)) return [];
  const filed = filedOf(releaseId, content, now);
  await dependencies.fileLikeness(filed);
  const distinctFrom = [...(before?.distinctFrom ?? []), ...content.sameTextAs];
  const asking = { since: before?.createdAt ?? null, distinctFrom };
  const look = () => findTwins(dependencies, filed, { ...asking, now: dependencies.now().toISOString() });
  const twins = await look();
  const early = twins.filter((twin) => twin.stands === 'waiting' && isEarlier(twin, filed, now));
  for (const twin of early)
    await moveRelease(dependencies, twin.releaseId, {
      act: 'note-twin',
      by: 'accept-release',
      reason: `the same text as “${releaseId}”, under embargo ${filed.embargo ?? 'that was not understood'}`,
    });
  return twinProblems(early.length > 0 ? await look() : twins, { zone: dependencies.zone, now });
}

/** Whether a twin that waits for approval would go out before a filed content's embargo. */
function isEarlier(twin: Twin, { embargo, isEmbargoUnsure }: Filed, now: Instant): boolean {
  if (isEmbargoUnsure) return true;
  return embargo !== null && Date.parse(embargo) > Math.max(Date.parse(twin.embargo ?? now), Date.parse(now));
}

const strictness: Record<ApprovalPolicy, number> = { auto: 0, required: 1, 'four-eyes': 2 };

function stricter(newsroom: ApprovalPolicy, release: ApprovalPolicy | null): ApprovalPolicy {
  return release && strictness[release] > strictness[newsroom] ? release : newsroom;
}

/**
 * Dropping what is there already changes nothing, unless what held it has been put right elsewhere: a list was made.
 * (What composing held, it would hold again.) Or something holds it now that did not: its picture was deleted.
 */
function isKnown(before: Release | null, { contentHash }: ReleaseContent, status: Status): boolean {
  if (before?.latestHash !== contentHash) return false;
  const waiting = undecided(before);
  if (isHeldByReading(before)) return status === 'held';
  return status !== 'held' || !waiting || waiting.state === 'held';
}

function isHeldByReading(release: Release): boolean {
  const waiting = undecided(release);
  return waiting?.state === 'held' && waiting.problems.length === 0;
}

function withoutVersion(
  before: Release | null,
  releaseId: string,
  reports: Answer['reports'],
  now: Instant,
): Answer {
  const title = reports.find(({ report }) => report.release.title !== null)?.report.release.title ?? null;
  const status = statusOf(reports.flatMap(({ report }) => report.problems));
  const decision = decide(before, { act: 'read', by: 'accept-release', releaseId, status, title }, now);
  if (!decision.ok) throw new Error(`reading was refused: ${decision.refusal.code}`);
  return { decision, lastStatus: status, reports, content: null };
}

function refused({ code, message }: Refusal): Problem {
  return code === 'correction-missing'
    ? {
        code,
        severity: 'error',
        message: 'This release has been sent already, and nothing says what is different now.',
        fix: 'Write “correction: …” on top of the file, in Word too, with a sentence on what changed; it goes out as a correction to everybody who was sent it.',
        where: { field: 'correction' },
      }
    : { code: `release-${code}`, severity: 'error', message, fix: 'Drop it under another name.', where: {} };
}

/** What stands against a version that was there already: composing held it, or somebody cancelled it. */
function foundSince(release: Release): Problem[] {
  const { candidate, cancelled, latestVersion } = release;
  const isCancelled =
    cancelled !== null || (candidate?.version === latestVersion && candidate.state === 'cancelled');
  if (!isCancelled) return undecided(release)?.problems ?? [];
  return [
    {
      code: 'version-cancelled',
      severity: 'warning',
      message: `Version ${latestVersion} was cancelled; dropped again unchanged it stays so.`,
      fix: 'Change something in it, or drop it under another name.',
      where: {},
    },
  ];
}

function noEffect(before: Release | null, { embargo }: ReleaseContent, now: Instant): Problem[] {
  const isOut = before !== null && publicVersion(before, now) !== null;
  if (!isOut || embargo === null || Date.parse(embargo) <= Date.parse(now)) return [];
  return [
    {
      code: 'embargo-without-effect',
      severity: 'warning',
      message: 'The release is public already, so its embargo has no effect.',
      fix: 'Nothing to do; the line may be removed.',
      where: { field: 'embargo' },
    },
  ];
}

const gravity: Record<Problem['severity'], number> = { error: 0, hold: 1, warning: 2 };

/** The reports with what only the newsroom knows: its lists, what was sent before, and the version's number. */
function withProblems(
  reports: Reading['reports'],
  added: readonly Problem[],
  version: number | null = null,
): Answer['reports'] {
  return reports.map(({ report, render, marked }) => {
    const problems = [...report.problems, ...added].sort((a, b) => gravity[a.severity] - gravity[b.severity]);
    const full = { ...report, status: statusOf(problems), problems, release: { ...report.release, version } };
    return { report: full, html: render(full), render, marked };
  });
}

/**
 * Writes what the head refers to, then the reports. A crash before it is through is healed by the event, which comes
 * again: the same content gives the same keys, and what is written stays as it is.
 */
async function keep(
  dependencies: Dependencies,
  dropped: Dropped,
  { decision, reports, content }: Answer,
  now: Instant,
): Promise<void> {
  if (content) await keepVersion(dependencies, dropped, decision.release.latestVersion, content, now);
  for (const { report, html } of reports) {
    await dependencies.writeReport(report, html);
    const identity = dropped.identities.get(report.file) ?? '';
    await dependencies.putReportPointer(dropped.id, { key: report.file, identity, status: report.status });
  }
  // Only now is there something to compose, and reports to add to. Asked for again, it composes nothing twice.
  for (const effect of resumeEffects(decision.release))
    if (effect.kind === 'compose') await dependencies.carryOut(effect);
  const gravest =
    reports.find(({ report }) => report.status === 'rejected') ??
    reports.find(({ report }) => report.status === 'held');
  // What was accepted is answered by its proof.
  if (gravest) await dependencies.tellDropped(gravest.report);
}

async function keepVersion(
  { writeText, putVersion }: Dependencies,
  { id, identities }: Dropped,
  version: number,
  { texts, sameTextAs: _, ...content }: ReleaseContent,
  now: Instant,
): Promise<void> {
  const keys = texts.map((text) => ({ text, key: `store/texts/${id}/${version}/${text.language}.json` }));
  for (const { text, key } of keys) await writeText(key, text);
  await putVersion({
    ...content,
    releaseId: id,
    version,
    readAt: now,
    sources: [...identities].map(([key, identity]) => ({ key, identity })),
    texts: keys.map(({ text, key }) => ({ language: text.language, key, title: text.title })),
  });
}
