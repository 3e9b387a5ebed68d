import type { Known } from '../_shared/aws/known-records.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import { type ChunkCounts, countOutcomes, isToBeResent, type Outcome } from '../_shared/domain/delivery.ts';

import { countSentTo, type Group, groupFinder } from '../_shared/domain/recipient-groups.ts';

/** The state of each position of a chunk, as its owner knows it. */
export interface ChunkStates {
  /** The next positions, beginning with `from`, that may be sent to. At most `count`. */
  sendable: (from: number, count: number) => number[];
  attempt: (position: number) => number;
  note: (position: number, outcome: Outcome) => void;
  counts: () => ChunkCounts;
  /** Whether an unknown still waits for its Send event, or for the policy. */
  isWaiting: () => boolean;
}

interface Position {
  state: Outcome['state'] | null;
  isSendable: boolean;
  isUndecided: boolean;
  /** The number of the next attempt. */
  attempt: number;
}

/** `known`: what is known about positions that an earlier owner or pass touched. Empty for a fresh chunk. */
export function chunkStates(
  recipients: readonly Recipient[],
  known: ReadonlyMap<string, Known>,
  groups: readonly Group[] = [],
): ChunkStates {
  const groupsOf = recipients.map(groupFinder(groups));
  const positions = recipients.map(({ contactId }) => positionOf(known.get(contactId)));
  return {
    sendable(from, count) {
      const found: number[] = [];
      for (let i = from; i < positions.length && found.length < count; i++)
        if (positions[i]?.isSendable) found.push(i);
      return found;
    },
    attempt: (position) => positions[position]?.attempt ?? 1,
    note(position, outcome) {
      positions[position] = positionOf({ outcome, feedback: null });
    },
    counts: () => ({
      ...countOutcomes(positions.map(({ state }) => state)),
      sentTo: countSentTo(groups, groupsOf, (position) => positions[position]?.state === 'sent'),
    }),
    isWaiting: () => positions.some(({ isUndecided }) => isUndecided),
  };
}

function positionOf(known: Known | undefined): Position {
  const { outcome = null, feedback = null } = known ?? {};
  if (feedback) return { state: 'sent', isSendable: false, isUndecided: false, attempt: 1 };
  if (!outcome) return { state: null, isSendable: true, isUndecided: false, attempt: 1 };
  return {
    state: outcome.state,
    isSendable: isToBeResent(outcome),
    isUndecided: outcome.state === 'unknown' && outcome.decided === null,
    attempt: outcome.attempt + 1,
  };
}
