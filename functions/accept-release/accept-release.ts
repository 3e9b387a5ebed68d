import { writeMove } from '../_shared/decisions/move-release.ts';
import type { Version } from '../_shared/domain/release.ts';
import { type Release, undecided } from '../_shared/domain/release-life.ts';
import { decide } from '../_shared/domain/release-moves.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { type AnswerDependencies, answerDrop } from './answer-drop.ts';
import type { Dropped } from './dropped.ts';
import { type KeepDependencies, keepAnswer } from './keep-answer.ts';
import { releaseIdOf } from './release-id-of.ts';

export interface Dependencies extends AnswerDependencies, KeepDependencies {
  /** Reads all objects of the release, after the head was read. */
  loadFiles: (releaseId: string) => Promise<Dropped>;
  readVersion: (releaseId: string, version: number) => Promise<Pick<Version, 'sources'> | null>;
  /** The keys of a release's files that were answered. */
  listReportKeys: (releaseId: string) => Promise<string[]>;
  /** Takes back the answer to a file that is gone. */
  forgetReport: (releaseId: string, key: string) => Promise<void>;
  /** Once for each withdrawal, and for each approved version that a file was deleted of. */
  tellDeleted: (release: Release) => Promise<void>;
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
    const answer = await answerDrop(dependencies, before, dropped, now);
    if (!(await writeMove(dependencies, before, answer.decision))) continue;
    await keepAnswer(dependencies, dropped, answer, now);
    await forgetReports(dependencies, dropped);
    // A slower reader of older files may have written the last reports. If the head changed meanwhile, read again.
    const after = await dependencies.readHead(releaseId);
    const isLatest =
      after?.latestHash === answer.decision.release.latestHash && after.lastStatus === answer.lastStatus;
    if (isLatest) return;
  }
  throw new Error(`a release was dropped anew ${tries} times while it was read`);
}

/** Whether nothing is left to read: no file at all, or no text while a version waits for a decision. */
function isGone(before: Release | null, { files }: Dropped): boolean {
  if (files.length === 0) return true;
  const isWaiting = before !== null && undecided(before) !== null;
  return isWaiting && files.every(({ key }) => releaseIdOf(key).role !== 'text');
}

/**
 * The files of a release were deleted. What nobody approved is withdrawn; what was approved stays, and the desk is told.
 * False: somebody moved the release meanwhile, or dropped it again. The same event again tells nobody twice.
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

/** Whether files of the approved version were deleted and nothing else changed: the version goes on as it is. */
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
