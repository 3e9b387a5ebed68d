import type { AuditStore } from '../aws/audit-store.ts';
import type { ReleaseTable } from '../aws/release-table.ts';
import type { Release } from '../domain/release-life.ts';
import { type Command, type Decision, decide, type Effect, type Refusal } from '../domain/release-moves.ts';

/** The external functions that moving a release needs. */
export interface LifeDependencies
  extends Pick<ReleaseTable, 'readHead' | 'putRelease'>,
    Pick<AuditStore, 'appendAuditOnce'> {
  /** Must be idempotent. */
  carryOut: (effect: Effect) => Promise<void>;
  now: () => Date;
}

export type MoveOutcome = { ok: true; release: Release; changed: boolean } | { ok: false; refusal: Refusal };

/**
 * Attempts. If another writer was faster, the move is read and decided again. More attempts than this indicate a bug.
 */
const tries = 20;

/**
 * A move, or a function that makes a move from the head just read, for moves that must look something up in the same
 * step.
 */
export type CommandFor = Command | ((before: Release | null) => Promise<Command>);

/**
 * Makes one move: reads the head, decides, writes over the revision that was read (optimistic lock), then writes the
 * audit lines and carries out the effects. After a crash behind the write, the head still says what is left to do: its
 * `trail` is written before the next move, and `resumeRelease` finds its effects again.
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

/** Writes a decision and carries out its effects. False if the release has moved since `before` was read. */
async function settle(
  dependencies: LifeDependencies,
  before: Release | null,
  decision: Extract<Decision, { ok: true }>,
): Promise<boolean> {
  if (!(await writeMove(dependencies, before, decision))) return false;
  for (const effect of decision.effects) await dependencies.carryOut(effect);
  return true;
}

/**
 * Writes a decision with its audit lines, if it changes anything. False if the release has moved since `before` was
 * read.
 */
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

/** Appends the lines of a release's last move to the audit trail, unless they are already there. */
export async function putDownTrail(
  { appendAuditOnce }: Pick<LifeDependencies, 'appendAuditOnce'>,
  release: Release,
): Promise<void> {
  for (const [i, line] of release.trail.entries())
    await appendAuditOnce(line, `${String(release.revision).padStart(6, '0')}-${i}`);
}
