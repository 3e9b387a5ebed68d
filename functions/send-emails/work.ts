import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Mail, MailSender } from '../_shared/aws/mail-sender.ts';
import type { ChunkQueues } from '../_shared/aws/queue.ts';
import type { RecipientsFile } from '../_shared/aws/recipients-file.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Chunk, Delivery } from '../_shared/domain/delivery.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import type { ChunkStates } from './chunk-states.ts';
import type { SendCounter } from './count-sends.ts';
import type { LookDependencies } from './look-for-ways-in.ts';
import type { PaceDependencies, Pacer } from './pace-sends.ts';

/** Makes the message for a recipient. Null if the address cannot be used. */
export type MailTo = (recipient: Recipient, attempt: number) => Mail | null;

/** The external functions that sending a chunk needs. */
export interface Dependencies
  extends PaceDependencies,
    LookDependencies,
    Pick<DeliveryTable, 'readDelivery' | 'moveDelivery' | 'readChunk' | 'takeChunk' | 'readWindow'>,
    Pick<DeliveryTable, 'claimWindow' | 'giveBackChunk' | 'readKnown' | 'concludeOutcome' | 'writeOutcomes'>,
    Pick<ReleaseTable, 'readHead'>,
    Pick<RecipientsFile, 'readRecipients'>,
    Pick<MailSender, 'sendMail'>,
    Pick<ChunkQueues, 'enqueueChunk'> {
  /** Prepares the messages of a delivery for these recipients. */
  prepareMails: (delivery: Delivery, release: Release, recipients: readonly Recipient[]) => Promise<MailTo>;
  /** Stops all sending and tells the desk why. */
  openCircuit: (because: string) => Promise<void>;
  tellQuotaUsedUp: () => Promise<void>;
  /** Counts the denominator of the bounce and complaint rates. Negative for sends that were counted and not made. */
  countSends: (deliveryId: string, sends: number) => Promise<void>;
  /** Marks the delivery as settled if all its chunks are. */
  settleDelivery: (deliveryId: string) => Promise<unknown>;
  /** The due time passed by more than the overdue limit before anything was sent. A person must decide. */
  holdOverdue: (delivery: Delivery) => Promise<unknown>;
  overdueLimitSeconds: number;
  /** Milliseconds by which this clock is ahead of AWS's clock, as far as is known. */
  skew: () => number;
  newId: () => string;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

export interface Deadline {
  remainingMilliseconds: () => number;
}

/** A chunk together with its owner's state. */
export interface Work {
  dependencies: Dependencies;
  delivery: Delivery;
  /** As it was when it was taken. */
  chunk: Chunk & { owner: string };
  recipients: readonly Recipient[];
  states: ChunkStates;
  pacer: Pacer;
  counter: SendCounter;
  mailTo: MailTo;
  deadline: Deadline;
  progress: Progress;
}

/** The progress of the owner. This is the only mutable part. */
export interface Progress {
  /**
   * The windows that are being sent, the oldest first. Each resolves when each of its recipients has a record or is
   * known not to have been sent to.
   */
  open: Promise<void>[];
  /** The position at which the next window begins. */
  cursor: number;
  touched: number;
  /** At least one window was opened. */
  hasBegun: boolean;
  /** SES accepted no more messages. Nothing is launched until the open windows are settled and the cursor is reset. */
  isHalted: boolean;
  /** The number of consecutive windows of which nothing was sent. */
  fruitless: number;
  /** The number of consecutive refusals with the same reason that no recipient explains. */
  alike: { reason: string; refusals: number } | null;
  parkedUntil: number | null;
  /** When the first and the latest mail were handed to SES (epoch milliseconds). Null: none yet. */
  firstMailAt: number | null;
  lastMailAt: number | null;
  /** Milliseconds from the claim of the slowest window until each of its recipients had a record. */
  slowestWindow: number;
  /** How many recipients were sent to at the latest claims, the earliest first (epoch milliseconds). */
  reached: { sent: number; at: number }[];
}

/** The lease of a chunk. Each window renews it. */
export const leaseMilliseconds = 30_000;

/** The first position without a record that settles it. A send in flight is noted only after its record is written. */
export function doneOf({ states, recipients }: Pick<Work, 'states' | 'recipients'>): number {
  return states.sendable(0, 1)[0] ?? recipients.length;
}

export function recipientAt({ recipients }: Pick<Work, 'recipients'>, position: number): Recipient {
  const recipient = recipients[position];
  if (!recipient) throw new Error('a position beyond the chunk');
  return recipient;
}

export async function sleepUntil(
  { now, sleep }: Pick<Dependencies, 'now' | 'sleep'>,
  instant: number,
): Promise<void> {
  const wait = instant - now();
  if (wait > 1) await sleep(wait);
}

/** The promise is awaited later. Until then its rejection must not count as unhandled. */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
