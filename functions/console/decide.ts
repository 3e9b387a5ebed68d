import { type ApproveDependencies, approveRelease } from '../_shared/decisions/approve-release.ts';
import type { MoveOutcome } from '../_shared/decisions/move-release.ts';
import { cancelRelease, killRelease, liftRelease, stopRelease } from '../_shared/decisions/stop-release.ts';

/** A decision, sent by a form on the release's page. */
export interface DecisionForm {
  releaseId: string;
  by: string;
  reason: string;
  /** The version and audience that the page showed. Null if there was nothing to approve. */
  shown: { version: number; audienceHash: string } | null;
}

/** `done` names the act, for the page that follows. `refused` gives the reason, in words for the person. */
export type Decided = { done: string } | { refused: string };

const needsReason = 'Say why: it stands in the trail, and in what people are told.';

export const decisions: Record<string, (life: ApproveDependencies, form: DecisionForm) => Promise<Decided>> =
  {
    async approve(life, { releaseId, by, shown }) {
      const outcome = await approveRelease(life, { releaseId, by, shown });
      if (outcome.kind === 'refused') return { refused: outcome.refusal.message };
      return { done: outcome.kind };
    },
    async cancel(life, { releaseId, by, reason }) {
      return answer(await cancelRelease(life, { releaseId, by, reason: reason || null }), 'cancelled');
    },
    async lift(life, { releaseId, by, reason }) {
      if (!reason) return { refused: needsReason };
      return answer(await liftRelease(life, { releaseId, by, reason }), 'lifted');
    },
    async stop(life, { releaseId, by, reason }) {
      if (!reason) return { refused: needsReason };
      const { as, outcome } = await stopRelease(life, { releaseId, by, reason });
      return answer(outcome, as);
    },
    async kill(life, { releaseId, by, reason }) {
      if (!reason) return { refused: needsReason };
      return answer(await killRelease(life, { releaseId, by, reason }), 'killed');
    },
  };

function answer(outcome: MoveOutcome, done: string): Decided {
  return outcome.ok ? { done } : { refused: outcome.refusal.message };
}
