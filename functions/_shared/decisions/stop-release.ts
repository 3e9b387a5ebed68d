import { howToStop } from '../domain/possible-acts.ts';
import { type LifeDependencies, type MoveOutcome, moveRelease } from './move-release.ts';

export interface Decided {
  releaseId: string;
  by: string;
  reason: string;
}

/** Takes back the version that waits for a decision or, while nobody has been sent anything, the approved one. */
export function cancelRelease(
  dependencies: LifeDependencies,
  { releaseId, by, reason = null }: Omit<Decided, 'reason'> & { reason?: string | null },
): Promise<MoveOutcome> {
  return moveRelease(dependencies, releaseId, { act: 'cancel', by, reason });
}

/** "Embargo broken": somebody has published, so everybody gets it now and the holders are told. */
export function liftRelease(
  dependencies: LifeDependencies,
  { releaseId, by, reason }: Decided,
): Promise<MoveOutcome> {
  return moveRelease(dependencies, releaseId, { act: 'lift', by, reason });
}

/** Retracts a release: nothing more of it goes out, and everybody who was sent any of it is told. */
export function killRelease(
  dependencies: LifeDependencies,
  { releaseId, by, reason }: Decided,
): Promise<MoveOutcome> {
  return moveRelease(dependencies, releaseId, { act: 'kill', by, reason });
}

/**
 * Stops what was approved, whichever way that takes at this moment: taken back while nobody has it, else retracted. A
 * page that was opened before the sending began asks for the same and gets what is right now.
 */
export async function stopRelease(
  dependencies: LifeDependencies,
  decided: Decided,
): Promise<{ as: 'cancelled' | 'killed'; outcome: MoveOutcome }> {
  const release = await dependencies.readHead(decided.releaseId);
  if (!release || howToStop(release, dependencies.now().toISOString()) !== 'cancel')
    return { as: 'killed', outcome: await killRelease(dependencies, decided) };
  const outcome = await cancelRelease(dependencies, decided);
  // What waited has been taken back first; what was approved is next.
  if (outcome.ok && outcome.release.live) return stopRelease(dependencies, decided);
  if (!outcome.ok && outcome.refusal.code === 'already-going-out')
    return { as: 'killed', outcome: await killRelease(dependencies, decided) };
  return { as: 'cancelled', outcome };
}
