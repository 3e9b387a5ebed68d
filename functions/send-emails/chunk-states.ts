import type { Known } from '../_shared/aws/delivery-table.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import { type Chunk, type ChunkCounts, mergeRecord, type Outcome } from '../_shared/domain/delivery.ts';

/** Where each position of a chunk stands, as its owner knows it. */
export interface ChunkStates {
  /** The next positions from `from` on that may be sent to, at most `count`. */
  sendable: (from: number, count: number) => number[];
  attempt: (position: number) => number;
  note: (position: number, outcome: Outcome) => void;
  counts: () => ChunkCounts;
  /** An unknown waits for its Send event, or for policy. */
  isWaiting: () => boolean;
}

interface Position {
  state: Outcome['state'] | null;
  isSendable: boolean;
  isUndecided: boolean;
  /** Of the next try. */
  attempt: number;
}

/** `known`: what was found of positions that an earlier owner or pass touched; empty for a fresh chunk. */
export function chunkStates(
  recipients: readonly Recipient[],
  known: ReadonlyMap<string, Known>,
): ChunkStates {
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
    counts: () => countStates(positions.map(({ state }) => state)),
    isWaiting: () => positions.some(({ isUndecided }) => isUndecided),
  };
}

function positionOf(known: Known | undefined): Position {
  const { outcome = null, feedback = null } = known ?? {};
  if (feedback) return { state: 'sent', isSendable: false, isUndecided: false, attempt: 1 };
  if (!outcome) return { state: null, isSendable: true, isUndecided: false, attempt: 1 };
  return {
    state: outcome.state,
    isSendable: outcome.state === 'unknown' && outcome.decided === 'resend',
    isUndecided: outcome.state === 'unknown' && outcome.decided === null,
    attempt: outcome.attempt + 1,
  };
}

function countStates(states: readonly (Outcome['state'] | null)[]): ChunkCounts {
  const count = (state: Outcome['state']) => states.filter((each) => each === state).length;
  return {
    sent: count('sent'),
    refused: count('refused'),
    unknown: count('unknown'),
    leftOut: count('left-out'),
  };
}

/**
 * What a new owner concludes of the window that the last one left open: whoever has no record there may or may not
 * have been sent to. SES's own word settles it at once where it has come already.
 */
export function concludeOpenWindow(
  chunk: Chunk,
  recipients: readonly Recipient[],
  known: ReadonlyMap<string, Known>,
  at: string,
): { position: number; outcome: Outcome; seen: Outcome | null }[] {
  const conclusions = [];
  for (let position = chunk.done; position < chunk.highWater; position++) {
    const recipient = recipients[position];
    if (!recipient) continue;
    const { outcome: seen = null, feedback = null } = known.get(recipient.contactId) ?? {};
    const isInDoubt = !seen || (seen.state === 'unknown' && seen.decided === 'resend');
    if (!isInDoubt) continue;
    const proven = feedback && mergeRecord(null, feedback);
    const outcome: Outcome = {
      deliveryId: chunk.deliveryId,
      contactId: recipient.contactId,
      email: recipient.email,
      language: recipient.language,
      state: proven ? 'sent' : 'unknown',
      reason: proven ? null : 'worker-died',
      at,
      sesMessageId: proven?.sesMessageId ?? null,
      attempt: seen ? seen.attempt + 1 : 1,
      decided: null,
      chunk: chunk.chunk,
    };
    conclusions.push({ position, outcome, seen });
  }
  return conclusions;
}
