import { type Release, undecided } from '../domain/release-life.ts';
import type { Refusal } from '../domain/release-moves.ts';
import type { EmbargoElsewhere } from '../domain/twin.ts';
import { type LifeDependencies, moveRelease } from './move-release.ts';

export interface ApproveDependencies extends LifeDependencies {
  /** The embargo on the text of a release's latest version in another release. A strongly consistent read. */
  embargoElsewhere: (release: Release) => Promise<EmbargoElsewhere | null>;
}

export interface Approval {
  releaseId: string;
  by: string;
  /** What the person was shown. Null if no version waited and the approval is for an overdue edition. */
  shown: { version: number; audienceHash: string } | null;
}

export type ApprovalOutcome =
  | { kind: 'approved'; release: Release }
  /** Four-eyes policy: a second person must approve, too. */
  | { kind: 'waits-for-second'; release: Release }
  | { kind: 'refused'; refusal: Refusal };

/**
 * A person approves the version and the audience that they were shown, or sends an overdue edition. Contacts who joined
 * a list since then are not in that audience; contacts who left are excluded when their send is claimed.
 */
export async function approveRelease(
  dependencies: ApproveDependencies,
  { releaseId, by, shown }: Approval,
): Promise<ApprovalOutcome> {
  // Looked up after each read of the head: a twin with an embargo that arrives now is either seen here, or changes this
  // head first.
  const outcome = await moveRelease(dependencies, releaseId, async (before) => {
    const elsewhere = before && (await dependencies.embargoElsewhere(before));
    return shown ? { act: 'approve', by, ...shown, elsewhere } : { act: 'send-overdue', by, elsewhere };
  });
  if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal };
  return { kind: undecided(outcome.release) ? 'waits-for-second' : 'approved', release: outcome.release };
}
