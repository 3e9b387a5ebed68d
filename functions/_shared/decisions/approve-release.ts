import type { AudienceSummary } from '../domain/audience.ts';
import { type Release, undecided } from '../domain/release-life.ts';
import { decide, type Refusal } from '../domain/release-moves.ts';
import { type LifeDependencies, moveRelease } from './move-release.ts';

export interface ApproveDependencies extends LifeDependencies {
  /** Whether the lists have brought somebody in, or forward, since a version's audience was frozen. */
  hasAudienceGrown: (releaseId: string, version: number, audience: AudienceSummary) => Promise<boolean>;
}

export interface Approval {
  releaseId: string;
  by: string;
  /** What the person was shown; null approves whatever is waiting now. */
  shown: { version: number; audienceHash: string } | null;
}

export type ApprovalOutcome =
  | { kind: 'approved'; release: Release }
  /** Four eyes: somebody else has to approve it too. */
  | { kind: 'waits-for-second'; release: Release }
  /** The audience has changed since the proof; a new proof is on its way. */
  | { kind: 'asked-again'; release: Release }
  | { kind: 'refused'; refusal: Refusal };

/** A person approves the waiting version for the audience they were shown, or lets go what an outage had made overdue. */
export async function approveRelease(
  dependencies: ApproveDependencies,
  { releaseId, by, shown }: Approval,
): Promise<ApprovalOutcome> {
  const release = await dependencies.readRelease(releaseId);
  const waiting = release && undecided(release);
  if (release?.live && !waiting && !shown)
    return answer(await moveRelease(dependencies, releaseId, { act: 'send-overdue', by }));
  const { version, audienceHash } = shown ?? {
    version: waiting?.version ?? 0,
    audienceHash: waiting?.audience?.hash ?? '',
  };
  const command = { act: 'approve', by, version, audienceHash } as const;
  // What was just read decides what is refused: between here and the move its composing may end.
  const expected = decide(release, command, dependencies.now().toISOString());
  if (!expected.ok) return { kind: 'refused', refusal: expected.refusal };
  if (waiting?.audience && (await dependencies.hasAudienceGrown(releaseId, version, waiting.audience))) {
    const asked = await moveRelease(dependencies, releaseId, { act: 'ask-again', by, version });
    return asked.ok ? { kind: 'asked-again', release: asked.release } : { kind: 'refused', ...asked };
  }
  return answer(await moveRelease(dependencies, releaseId, command));
}

function answer(outcome: Awaited<ReturnType<typeof moveRelease>>): ApprovalOutcome {
  if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal };
  return { kind: undecided(outcome.release) ? 'waits-for-second' : 'approved', release: outcome.release };
}
