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
