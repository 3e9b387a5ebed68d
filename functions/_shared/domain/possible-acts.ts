import { hasBegun, type Release, undecided } from './release-life.ts';
import { type Command, decide } from './release-moves.ts';
import type { Instant } from './report.ts';
import type { EmbargoElsewhere } from './twin.ts';

/**
 * What a person may do to a release now. The state machine (`decide`) is asked, so that a page offers only what will
 * succeed.
 */
export interface PossibleActs {
  /** End the embargo early. */
  lift: boolean;
  /** Cancel the waiting version; the version approved before continues. */
  cancelWaiting: boolean;
  /** Stop the approved version: cancel it if nobody has it yet, otherwise kill it. Null if there is nothing to stop. */
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
 * The reason why nobody may approve the waiting version or send the overdue one now; null if there is none.
 * `elsewhere`: the embargo on the same text in another release.
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
  return sentVersions.length > 0 || hasBegun(release, now) ? 'kill' : 'cancel';
}
