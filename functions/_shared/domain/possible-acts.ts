import { hasBegun, type Release, undecided } from './release-life.ts';
import { type Command, decide } from './release-moves.ts';
import type { Instant } from './report.ts';
import type { EmbargoElsewhere } from './twin.ts';

/** What a person may do to a release now: asked of the moves themselves, so that a page offers what is done. */
export interface PossibleActs {
  /** End the embargo early. */
  lift: boolean;
  /** Take the waiting version back; what was approved before goes on. */
  cancelWaiting: boolean;
  /** Stop what was approved: taken back while nobody has it, else retracted. Null when there is nothing to stop. */
  stop: 'cancel' | 'kill' | null;
}

export function possibleActs(release: Release, now: Instant): PossibleActs {
  const may = (command: Command): boolean => decide(release, command, now).ok;
  const waits = undecided(release) !== null;
  return {
    lift: may({ act: 'lift', by: '', reason: '' }),
    cancelWaiting: waits && may({ act: 'cancel', by: '', reason: null }),
    stop: howToStop(release, now),
  };
}

/**
 * What stands against approving what waits, or against sending what is overdue, whoever would do it; null when nothing
 * does. `elsewhere`: the embargo under which its text stands in another release.
 */
export function whyNotApprovable(
  release: Release,
  elsewhere: EmbargoElsewhere | null,
  now: Instant,
): string | null {
  const waiting = undecided(release);
  const command: Command = waiting
    ? {
        act: 'approve',
        by: '',
        version: waiting.version,
        audienceHash: waiting.audience?.hash ?? '',
        elsewhere,
      }
    : { act: 'send-overdue', by: '', elsewhere };
  const decision = decide(release, command, now);
  return decision.ok ? null : decision.refusal.message;
}

export function howToStop(release: Release, now: Instant): PossibleActs['stop'] {
  const { live, killed, sentVersions } = release;
  if (!live || killed) return null;
  return sentVersions.length > 0 || hasBegun(live, now) ? 'kill' : 'cancel';
}
