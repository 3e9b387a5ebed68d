import type { AuditTable } from '../aws/audit-table.ts';
import type { ReleaseTable } from '../aws/release-table.ts';
import type { Release } from '../domain/release-life.ts';
import { type Command, type Decision, decide, type Effect, type Refusal } from '../domain/release-moves.ts';

/** What moving a release needs of the outside. */
export interface LifeDependencies
  extends Pick<ReleaseTable, 'readHead' | 'putRelease'>,
    Pick<AuditTable, 'appendAuditOnce'> {
  /** Safe to repeat. */
  carryOut: (effect: Effect) => Promise<void>;
  now: () => Date;
}

export type MoveOutcome = { ok: true; release: Release; changed: boolean } | { ok: false; refusal: Refusal };

/** Whoever loses a race reads and decides again; a release that is moved more often than this at once is a defect. */
const tries = 20;

/** A move, or what makes one of the head as it was just read: for what must be looked up in the same step. */
export type CommandFor = Command | ((before: Release | null) => Promise<Command>);

/**
 * One move: read, decide, write over the revision that was read, then the trail and the effects. A crash after the
 * write leaves a head that says all that is still to do: its `trail` is put down before the next move, and its effects
 * are found again by `resumeRelease`.
 */
export async function moveRelease(
  dependencies: LifeDependencies,
  releaseId: string,
  command: CommandFor,
): Promise<MoveOutcome> {
  for (let i = 0; i < tries; i++) {
    const before = await dependencies.readHead(releaseId);
    const wanted = typeof command === 'function' ? await command(before) : command;
    const decision = decide(before, wanted, dependencies.now().toISOString());
    if (!decision.ok) return decision;
    if (await settle(dependencies, before, decision))
      return { ok: true, release: decision.release, changed: decision.lines.length > 0 };
  }
  throw new Error(`release moved ${tries} times while one move was tried`);
}

/** Writes a decision and does what it asks for; false if the release moved since `before` was read. */
async function settle(
  dependencies: LifeDependencies,
  before: Release | null,
  decision: Extract<Decision, { ok: true }>,
): Promise<boolean> {
  if (!(await writeMove(dependencies, before, decision))) return false;
  for (const effect of decision.effects) await dependencies.carryOut(effect);
  return true;
}

/** Writes a decision with its trail, if it changes anything; false if the release moved since `before` was read. */
export async function writeMove(
  dependencies: Pick<LifeDependencies, 'putRelease' | 'appendAuditOnce'>,
  before: Release | null,
  { release, lines }: Extract<Decision, { ok: true }>,
): Promise<boolean> {
  if (lines.length === 0) return true;
  if (before) await putDownTrail(dependencies, before);
  if (!(await dependencies.putRelease(release))) return false;
  await putDownTrail(dependencies, release);
  return true;
}

/** Appends the lines of a release's last move to the audit trail, if they are not there. */
export async function putDownTrail(
  { appendAuditOnce }: Pick<LifeDependencies, 'appendAuditOnce'>,
  release: Release,
): Promise<void> {
  for (const [i, line] of release.trail.entries())
    await appendAuditOnce(line, `${String(release.revision).padStart(6, '0')}-${i}`);
}
