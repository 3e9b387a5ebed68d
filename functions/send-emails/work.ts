import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Mail, MailSender } from '../_shared/aws/mail-sender.ts';
import type { ChunkQueues } from '../_shared/aws/queue.ts';
import type { RecipientsFile } from '../_shared/aws/recipients-file.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Chunk, Delivery } from '../_shared/domain/delivery.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import type { ChunkStates } from './chunk-states.ts';
import type { SendCounter } from './count-sends.ts';
import type { LookDependencies } from './look-for-ways-in.ts';
import type { PaceDependencies, Pacer } from './pace-sends.ts';

/** Makes the message for a recipient; null for one who cannot be addressed. */
export type MailTo = (recipient: Recipient, attempt: number) => Mail | null;

/** What sending a chunk needs of the outside. */
export interface Dependencies
  extends PaceDependencies,
    LookDependencies,
    Pick<DeliveryTable, 'readDelivery' | 'moveDelivery' | 'readChunk' | 'takeChunk' | 'readWindow'>,
    Pick<DeliveryTable, 'claimWindow' | 'giveBackChunk' | 'readKnown' | 'concludeOutcome' | 'writeOutcomes'>,
    Pick<ReleaseTable, 'readHead'>,
    Pick<RecipientsFile, 'readRecipients'>,
    Pick<MailSender, 'sendMail'>,
    Pick<ChunkQueues, 'enqueueChunk'> {
  /** Gets a delivery's messages ready for these recipients. */
  prepareMails: (delivery: Delivery, release: Release, recipients: readonly Recipient[]) => Promise<MailTo>;
  /** Stops all sending and tells the desk why. */
  openCircuit: (because: string) => Promise<void>;
  tellQuotaUsedUp: () => Promise<void>;
  /** The denominator of the bounce and complaint rates; negative for what was counted and not sent. */
  countSends: (deliveryId: string, sends: number) => Promise<void>;
  /** Marks the delivery settled if all its chunks are. */
  settleDelivery: (deliveryId: string) => Promise<unknown>;
  /** Its time passed by more than the overdue limit before anything of it was sent: a person decides. */
  holdOverdue: (delivery: Delivery) => Promise<unknown>;
  overdueLimitSeconds: number;
  /** Milliseconds by which this clock is known to be ahead of AWS's. */
  skew: () => number;
  newId: () => string;
  log: (line: Record<string, unknown>) => void;
}

export interface Deadline {
  remainingMilliseconds: () => number;
}

/** A chunk in the hands of its owner. */
export interface Work {
  dependencies: Dependencies;
  delivery: Delivery;
  /** As it was taken. */
  chunk: Chunk & { owner: string };
  recipients: readonly Recipient[];
  states: ChunkStates;
  pacer: Pacer;
  counter: SendCounter;
  mailTo: MailTo;
  deadline: Deadline;
  progress: Progress;
}

/** How far the owner has come: the one thing here that changes. */
export interface Progress {
  /** Windows that are being sent, oldest first; each resolves when all its recipients have a record or are known not to have been sent to. */
  open: Promise<void>[];
  /** Where the next window begins. */
  cursor: number;
  touched: number;
  /** A window was opened. */
  hasBegun: boolean;
  /** SES took no more: nothing is launched until the open windows are settled and the cursor is back. */
  isHalted: boolean;
  /** Windows in a row of which nothing was sent. */
  fruitless: number;
  parkedUntil: number | null;
}

/** A chunk's lease, renewed with each window. */
export const leaseMilliseconds = 30_000;

/** The first position without a record that settles it: sends in flight are noted only once their records are written. */
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

/** The promise is awaited later; until then its failure must not count as unhandled. */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
