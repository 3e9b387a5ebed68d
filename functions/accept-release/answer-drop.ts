import type { ApprovalPolicy } from '../_shared/domain/newsroom.ts';
import type { Version } from '../_shared/domain/release.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { type Command, decide, type Refusal } from '../_shared/domain/release-moves.ts';
import { type Instant, type Problem, type Status, statusOf } from '../_shared/domain/report.ts';
import { type AskDependencies, askAboutTwins } from './ask-about-twins.ts';
import type { Dropped } from './dropped.ts';
import { foundSince, isKnown, noEffect } from './known-release.ts';
import { byGravity } from './problems.ts';
import type { Reading, ReleaseContent, ReleaseFiles } from './reading/reading.ts';

export interface AnswerDependencies extends AskDependencies {
  readFiles: (files: ReleaseFiles, now: Instant) => Promise<Reading>;
  /** Holds for lists and segments that nobody has made; a warning for a default list that is missing. */
  checkAudience: (rule: Version['audience']) => Promise<Problem[]>;
  /** The newsroom's. */
  approval: ApprovalPolicy;
}

/** What a drop is answered with, and how it moves the release. */
export interface Answer {
  decision: Extract<ReturnType<typeof decide>, { ok: true }>;
  lastStatus: Status;
  reports: Reading['reports'];
  /** What is to be stored as the head's latest version, if the reading made one. */
  content: ReleaseContent | null;
}

/** Reads a drop and decides what it changes. Writes only what another release with the same text is found by. */
export async function answerDrop(
  dependencies: AnswerDependencies,
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
  { approval }: AnswerDependencies,
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
      sendAtLocal: content.sendAtLocal ?? null,
      liftNotice: content.liftNotice,
      policy: stricter(approval, content.approval),
      correction: content.correction,
      distinctFrom: content.sameTextAs,
    },
  };
}

const strictness: Record<ApprovalPolicy, number> = { auto: 0, required: 1, 'four-eyes': 2 };

function stricter(newsroom: ApprovalPolicy, release: ApprovalPolicy | null): ApprovalPolicy {
  return release && strictness[release] > strictness[newsroom] ? release : newsroom;
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

/** The reports with what only the newsroom knows: its lists, what was sent before, and the version's number. */
function withProblems(
  reports: Reading['reports'],
  added: readonly Problem[],
  version: number | null = null,
): Answer['reports'] {
  return reports.map(({ report, render, marked }) => {
    const problems = [...report.problems, ...added].sort(byGravity);
    const full = { ...report, status: statusOf(problems), problems, release: { ...report.release, version } };
    return { report: full, html: render(full), render, marked };
  });
}
