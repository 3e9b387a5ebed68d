import { howToStop } from '../domain/possible-acts.ts';
import { type LifeDependencies, type MoveOutcome, moveRelease } from './move-release.ts';

export interface Decided {
  releaseId: string;
  by: string;
  reason: string;
}

/** Cancels the version that waits for a decision; or, as long as nobody has been sent anything, the approved one. */
export function cancelRelease(
  dependencies: LifeDependencies,
  { releaseId, by, reason = null }: Omit<Decided, 'reason'> & { reason?: string | null },
): Promise<MoveOutcome> {
  return moveRelease(dependencies, releaseId, { act: 'cancel', by, reason });
}

/** "Embargo broken": somebody has published, so everybody gets it now, and the holders are told. */
export function liftRelease(
  dependencies: LifeDependencies,
  { releaseId, by, reason }: Decided,
): Promise<MoveOutcome> {
  return moveRelease(dependencies, releaseId, { act: 'lift', by, reason });
}

/** Retracts a release: nothing more is sent, and everybody who was sent something is told. */
export function killRelease(
  dependencies: LifeDependencies,
  { releaseId, by, reason }: Decided,
): Promise<MoveOutcome> {
  return moveRelease(dependencies, releaseId, { act: 'kill', by, reason });
}

/**
 * Stops the approved version in the way that fits now: cancels it if nobody has it, otherwise kills it. A page that was
 * opened before the sending began sends the same request and gets the right result.
 */
export async function stopRelease(
  dependencies: LifeDependencies,
  decided: Decided,
): Promise<{ as: 'cancelled' | 'killed'; outcome: MoveOutcome }> {
  const release = await dependencies.readHead(decided.releaseId);
  if (!release || howToStop(release, dependencies.now().toISOString()) !== 'cancel')
    return { as: 'killed', outcome: await killRelease(dependencies, decided) };
  const outcome = await cancelRelease(dependencies, decided);
  // The waiting version has been cancelled; now stop the approved one.
  if (outcome.ok && outcome.release.live) return stopRelease(dependencies, decided);
  if (!outcome.ok && outcome.refusal.code === 'already-going-out')
    return { as: 'killed', outcome: await killRelease(dependencies, decided) };
  return { as: 'cancelled', outcome };
}
