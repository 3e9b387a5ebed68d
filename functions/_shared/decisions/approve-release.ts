import { type Release, undecided } from '../domain/release-life.ts';
import type { Refusal } from '../domain/release-moves.ts';
import type { EmbargoElsewhere } from '../domain/twin.ts';
import { type LifeDependencies, moveRelease } from './move-release.ts';

export interface ApproveDependencies extends LifeDependencies {
  /** The embargo under which the text of a release's latest version stands in another release. Strong. */
  embargoElsewhere: (release: Release) => Promise<EmbargoElsewhere | null>;
}

export interface Approval {
  releaseId: string;
  by: string;
  /** What the person was shown. Null: no version waited, only what an outage had made overdue. */
  shown: { version: number; audienceHash: string } | null;
}

export type ApprovalOutcome =
  | { kind: 'approved'; release: Release }
  /** Four eyes: somebody else has to approve it too. */
  | { kind: 'waits-for-second'; release: Release }
  | { kind: 'refused'; refusal: Refusal };

/**
 * A person approves the version and the audience they were shown, or lets go what an outage had made overdue. Whoever
 * joined the lists since is not in that audience; whoever left is found by the claim of their send.
 */
export async function approveRelease(
  dependencies: ApproveDependencies,
  { releaseId, by, shown }: Approval,
): Promise<ApprovalOutcome> {
  // Looked up with every reading of the head: a twin under embargo that arrives now is seen, or moves this head first.
  const outcome = await moveRelease(dependencies, releaseId, async (before) => {
    const elsewhere = before && (await dependencies.embargoElsewhere(before));
    return shown ? { act: 'approve', by, ...shown, elsewhere } : { act: 'send-overdue', by, elsewhere };
  });
  if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal };
  return { kind: undecided(outcome.release) ? 'waits-for-second' : 'approved', release: outcome.release };
}
