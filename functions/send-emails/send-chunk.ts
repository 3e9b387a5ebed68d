import type { ChunkRelease, Known, WindowClaim, WindowReading } from '../_shared/aws/delivery-table.ts';
import { type Mail, type SendResult, sendTimeoutMilliseconds } from '../_shared/aws/mail-sender.ts';
import { concludeOpenWindow } from '../_shared/deliveries/conclude-open-window.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Chunk, ChunkCounts, Delivery, Outcome } from '../_shared/domain/delivery.ts';
import type { SendMessage } from '../_shared/domain/messages.ts';
import { isOwed } from '../_shared/domain/release.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { mayOpen, needsAccreditation, type SendGate, sendGate } from '../_shared/domain/send-gate.ts';
import type { WayIn } from '../_shared/domain/way-in.ts';
import { type ChunkStates, chunkStates } from './chunk-states.ts';
import { leftOutBecause } from './left-out.ts';
import { type LookDependencies, lookForWaysIn } from './look-for-ways-in.ts';
import { type Block, openPacer, type PaceDependencies, type Pacer, type Reservation } from './pace-sends.ts';

export interface Dependencies extends PaceDependencies, LookDependencies {
  readDelivery: (deliveryId: string) => Promise<Delivery | null>;
  /** False when it is no longer in the state `from`. */
  moveDelivery: (delivery: Delivery, from: Delivery['state']) => Promise<boolean>;
  readChunk: (deliveryId: string, chunk: number) => Promise<Chunk | null>;
  takeChunk: (taking: {
    deliveryId: string;
    chunk: number;
    owner: string;
    now: number;
    leaseUntil: number;
  }) => Promise<Chunk | null>;
  claimWindow: (claim: WindowClaim) => Promise<boolean>;
  releaseChunk: (release: ChunkRelease) => Promise<boolean>;
  readHead: (releaseId: string) => Promise<Release | null>;
  readWindow: (window: {
    releaseId: string;
    contactIds: readonly string[];
    holdersOf: string | null;
    asked: readonly string[];
  }) => Promise<WindowReading>;
  readKnown: (deliveryId: string, contactIds: readonly string[]) => Promise<Map<string, Known>>;
  concludeOutcome: (outcome: Outcome, seen: Outcome | null) => Promise<boolean>;
  writeOutcomes: (outcomes: readonly Outcome[]) => Promise<void>;
  /** The lines of a byte range of the recipients file, in order. */
  readRecipients: (key: string, start: number, end: number) => Promise<Recipient[]>;
  /** Gets a delivery's messages ready for these recipients; null for one who cannot be addressed. */
  prepareMails: (
    delivery: Delivery,
    release: Release,
    recipients: readonly Recipient[],
  ) => Promise<(recipient: Recipient, attempt: number) => Mail | null>;
  sendMail: (mail: Mail) => Promise<SendResult>;
  /** Puts the chunk back into its queue. */
  enqueue: (isUrgent: boolean, message: SendMessage, delaySeconds: number) => Promise<void>;
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

const leaseMilliseconds = 30_000;
/** Left for the last window's answers and records before the function is stopped. */
const windDownMilliseconds = 25_000;
/** The slot's claim and strong read take about this long; they begin so much before it. */
const leadMilliseconds = 15;
const longestWaitMilliseconds = 120_000;
/** Two windows at once: the answers of one come in while the next is being sent. A crash leaves both unknown at most. */
const windowsAtOnce = 2;
const fruitlessWindows = 5;
/**
 * Sends are counted for the rates so many at a time, later a tenth of what is counted, before they go out: a bounce must
 * not find its send uncounted, and a count for each window would cost as much as the claims.
 */
const countedAtOnce = 50;
/** After which a chunk is taken up again that gave way to others, or of which SES took nothing. */
const takenUpAfterSeconds = 30;

type Stop =
  | { kind: 'lost' | 'out-of-time' | 'circuit' | 'fruitless' | 'gave-way' }
  | { kind: 'quota'; until: number }
  | { kind: 'gate'; closed: Exclude<SendGate, 'open'>['closed'] };

/**
 * Sends one chunk of a delivery, window by window. Safe to be asked for twice, by whoever and at any time: the chunk's
 * owner alone may open a window, and what a dead owner left open is never sent again by the queue.
 */
export async function sendChunk(
  dependencies: Dependencies,
  message: SendMessage,
  deadline: { remainingMilliseconds: () => number },
): Promise<void> {
  const { deliveryId, chunk: number } = message;
  const delivery = await dependencies.readDelivery(deliveryId);
  const waiting = await dependencies.readChunk(deliveryId, number);
  if (!delivery || !waiting || isSettled(delivery) || waiting.state !== 'open') return;
  const release = await dependencies.readHead(delivery.releaseId);
  if (!release) return;
  if (isOverdue(dependencies, delivery)) {
    await dependencies.holdOverdue(delivery);
    return;
  }

  const recipients = await dependencies.readRecipients(delivery.recipientsKey, waiting.start, waiting.end);
  const mailTo = await dependencies.prepareMails(delivery, release, recipients);
  if (!(await waitUntilDue(dependencies, delivery, message))) return;

  const now = dependencies.now();
  const chunk = await dependencies.takeChunk({
    deliveryId,
    chunk: number,
    owner: dependencies.newId(),
    now,
    leaseUntil: now + leaseMilliseconds,
  });
  if (!chunk?.owner) return;
  if (delivery.state === 'armed') await dependencies.moveDelivery({ ...delivery, state: 'sending' }, 'armed');
  const states = await recover(dependencies, chunk, recipients);
  const pacer = await openPacer(dependencies, delivery);
  const work: Work = {
    dependencies,
    delivery,
    chunk,
    owner: chunk.owner,
    recipients,
    states,
    pacer,
    mailTo,
    deadline,
    open: [],
    cursor: states.sendable(0, 1)[0] ?? recipients.length,
    touched: Math.max(chunk.touched, chunk.highWater),
    hasBegun: false,
    counted: 0,
    launched: 0,
    isHalted: false,
    fruitless: 0,
    parkedUntil: null,
  };
  await putAway(work, await sendWindows(work));
}

const isSettled = ({ state }: Delivery): boolean => state === 'sent' || state === 'stopped';

function isOverdue({ now, overdueLimitSeconds }: Dependencies, delivery: Delivery): boolean {
  if (delivery.state !== 'armed' || isOwed(delivery.edition)) return false;
  return now() - Date.parse(delivery.notBefore) > overdueLimitSeconds * 1000;
}

/**
 * Workers begin before the instant, get everything ready and wait here for it. The delivery is read again now and then,
 * since an embargo may be broken meanwhile. False: it is too far off, and the chunk is back in its queue.
 */
async function waitUntilDue(
  { now, sleep, readDelivery, enqueue }: Dependencies,
  delivery: Delivery,
  message: SendMessage,
): Promise<boolean> {
  let due = Date.parse(delivery.notBefore);
  if (due - now() > longestWaitMilliseconds) {
    await enqueue(delivery.isUrgent, message, Math.min(900, Math.floor((due - now()) / 1000) - 20));
    return false;
  }
  while (now() < due) {
    await sleep(Math.min(5000, due - now()));
    if (now() >= due) break;
    const current = await readDelivery(delivery.deliveryId);
    if (!current) return false;
    due = Date.parse(current.notBefore);
  }
  return true;
}

/** Finds out what earlier owners did, and concludes what nobody can tell. Reads nothing for a fresh chunk. */
async function recover(
  dependencies: Dependencies,
  chunk: Chunk,
  recipients: readonly Recipient[],
): Promise<ChunkStates> {
  const touched = Math.max(chunk.touched, chunk.highWater);
  if (touched === 0) return chunkStates(recipients, new Map());
  const at = new Date(dependencies.now()).toISOString();
  const { known, unknown } = await concludeOpenWindow(dependencies, chunk, recipients, at);
  dependencies.log({
    stage: 'send-emails',
    delivery: chunk.deliveryId,
    chunk: chunk.chunk,
    touched,
    unknown,
  });
  return chunkStates(recipients, known);
}

interface Work {
  dependencies: Dependencies;
  delivery: Delivery;
  chunk: Chunk;
  owner: string;
  recipients: readonly Recipient[];
  states: ChunkStates;
  pacer: Pacer;
  mailTo: (recipient: Recipient, attempt: number) => Mail | null;
  deadline: { remainingMilliseconds: () => number };
  /** Oldest first; each resolves when all its recipients have a record or are known not to have been sent to. */
  open: Promise<void>[];
  /** Where the next window begins. */
  cursor: number;
  touched: number;
  /** A window was opened. */
  hasBegun: boolean;
  /** Sends counted for the rates by this owner, some of them ahead. */
  counted: number;
  /** Recipients in windows that were opened. */
  launched: number;
  /** SES took no more: nothing is launched until the open windows are settled and the cursor is back. */
  isHalted: boolean;
  /** Windows in a row of which nothing was sent. */
  fruitless: number;
  parkedUntil: number | null;
}

/** Null: the whole chunk has been gone through. */
async function sendWindows(work: Work): Promise<Stop | null> {
  let block: Promise<Reservation> | null = null;
  try {
    for (;;) {
      if (work.isHalted) await settleAll(work);
      if (work.parkedUntil !== null) return { kind: 'quota', until: work.parkedUntil };
      if (work.fruitless >= fruitlessWindows) return { kind: 'fruitless' };
      const count = work.states.sendable(work.cursor, work.pacer.windowSize()).length;
      if (count === 0) {
        if (work.open.length === 0) return null;
        await settleAll(work);
        continue;
      }
      if (timeLeft(work) < 0) return { kind: 'out-of-time' };
      const reserved = await (block ?? reserve(work, count));
      block = null;
      if ('stopped' in reserved) return stopOf(reserved);
      if (work.isHalted) continue;
      const positions = work.states.sendable(work.cursor, reserved.slots);
      const [first] = positions;
      if (first === undefined) continue;
      // Before the claim: a count that fails must leave nobody unknown.
      await countAhead(work, positions.length);
      await sleepUntil(work.dependencies, reserved.startAt - leadMilliseconds);
      const stop = await sendWindow(work, positions, reserved, () => {
        const next = work.states.sendable(work.cursor, work.pacer.windowSize()).length;
        // Reserved ahead, so that the bucket does not idle while this window is claimed and sent.
        if (next > 0) block = quietly(reserve(work, next));
      });
      if (stop) return stop;
      if (work.open.length >= windowsAtOnce) await work.open[0];
    }
  } finally {
    await Promise.allSettled(work.open);
  }
}

/** Milliseconds in which a window may still be sent; negative when it is time to give the chunk back. */
function timeLeft({ deadline }: Work): number {
  return deadline.remainingMilliseconds() - windDownMilliseconds;
}

/** Slots that end while there is time: whoever waits longer is stopped in the middle, and holds the chunk up. */
function reserve(work: Work, slots: number): Promise<Reservation> {
  return work.pacer.reserve(slots, work.dependencies.now() + timeLeft(work));
}

function stopOf(reserved: Exclude<Reservation, Block>): Stop {
  switch (reserved.stopped) {
    case 'quota':
      return { kind: 'quota', until: reserved.until };
    case 'circuit':
      return { kind: 'circuit' };
    case 'urgent':
      return { kind: 'gave-way' };
    case 'late':
      return { kind: 'out-of-time' };
  }
}

/** Claims a window, asks whether it may be sent, and launches each of its sends in its slot. */
async function sendWindow(
  work: Work,
  positions: readonly number[],
  block: Block,
  onOpened: () => void,
): Promise<Stop | null> {
  const { dependencies, delivery } = work;
  const last = positions.at(-1) ?? work.cursor;
  const leaseUntil = dependencies.now() + leaseMilliseconds;
  work.touched = Math.max(work.touched, last + 1);
  const claimed = await dependencies.claimWindow({
    deliveryId: delivery.deliveryId,
    chunk: work.chunk.chunk,
    owner: work.owner,
    leaseUntil,
    done: doneOf(work),
    highWater: last + 1,
    touched: work.touched,
    counts: work.states.counts(),
  });
  if (!claimed) return { kind: 'lost' };
  // From here on the window is open in the table: a crash leaves its recipients unknown until SES's events settle them.
  const recipients = positions.map((position) => ({ position, recipient: recipientAt(work, position) }));
  const reading = await dependencies.readWindow({
    releaseId: delivery.releaseId,
    contactIds: recipients.map(({ recipient }) => recipient.contactId),
    holdersOf: delivery.holdersOf,
    asked: recipients.flatMap(({ recipient }) =>
      asksHolder(delivery, recipient) ? [recipient.contactId] : [],
    ),
  });
  const waysIn = await lookForWaysIn(
    dependencies,
    delivery,
    recipients.map(({ recipient }) => recipient),
    reading.standings,
  );
  const clock = { now: dependencies.now(), skew: dependencies.skew() };
  const gate = sendGate(reading.release, delivery, clock);
  if (gate !== 'open' || !reading.release) {
    const closed = gate === 'open' ? 'cancelled' : gate.closed;
    return { kind: 'gate', closed };
  }
  work.cursor = last + 1;
  work.hasBegun = true;
  onOpened();
  await launch(work, recipients, { reading, waysIn, release: reading.release, block, leaseUntil });
  return null;
}

async function countAhead(work: Work, sends: number): Promise<void> {
  work.launched += sends;
  if (work.launched <= work.counted) return;
  const atOnce = Math.max(sends, countedAtOnce, Math.floor(work.counted / 10));
  const toCome = work.states.sendable(work.cursor, atOnce).length;
  work.counted += toCome;
  await work.dependencies.countSends(work.delivery.deliveryId, toCome);
}

interface OpenedWindow {
  reading: WindowReading;
  /** Of those who ever left a list. */
  waysIn: ReadonlyMap<string, WayIn>;
  release: Release;
  block: Block;
  leaseUntil: number;
}

/** Begins every send in its slot and returns when all have begun; their answers settle the window later. */
async function launch(
  work: Work,
  recipients: readonly { position: number; recipient: Recipient }[],
  { reading, waysIn, release, block, leaseUntil }: OpenedWindow,
): Promise<void> {
  const { dependencies, delivery, states } = work;
  const sends: Promise<Outcome | null>[] = [];
  let slot = 0;
  for (const { position, recipient } of recipients) {
    const { contactId } = recipient;
    const way = waysIn.get(contactId) ?? { list: recipient.list };
    const now = dependencies.now();
    const reason =
      leftOutBecause(delivery, recipient, reading.standings.get(contactId), reading.holders, {
        now,
        isAccreditedOnly: needsAccreditation(release, delivery, now),
      }) ?? ('out' in way ? way.out : null);
    if (reason || 'out' in way) {
      sends.push(Promise.resolve(outcomeOf(work, position, { state: 'left-out', reason })));
      continue;
    }
    await sleepUntil(dependencies, block.startAt + slot * block.milliseconds);
    slot += 1;
    const isSafe = dependencies.now() + sendTimeoutMilliseconds < leaseUntil;
    if (work.isHalted || !isSafe) sends.push(Promise.resolve(null));
    else sends.push(quietly(sendOne(work, position, { ...recipient, list: way.list })));
  }
  const settled = Promise.all(sends).then(async (outcomes) => {
    const known = outcomes.filter((outcome) => outcome !== null);
    work.fruitless = known.length > 0 ? 0 : work.fruitless + 1;
    if (known.length < outcomes.length) work.isHalted = true;
    await dependencies.writeOutcomes(known);
    for (const [i, outcome] of outcomes.entries()) {
      const position = recipients[i]?.position;
      if (outcome && position !== undefined) states.note(position, outcome);
    }
    work.open = work.open.filter((window) => window !== settled);
  });
  work.open.push(quietly(settled));
}

/** One call of SES; null when it certainly did not take the message, which stays to be sent. */
async function sendOne(work: Work, position: number, recipient: Recipient): Promise<Outcome | null> {
  const { dependencies, pacer, states } = work;
  const mail = work.mailTo(recipient, states.attempt(position));
  if (!mail) return outcomeOf(work, position, { state: 'refused', reason: 'address-not-deliverable' });
  const result = await dependencies.sendMail(mail);
  switch (result.kind) {
    case 'sent':
      return outcomeOf(work, position, { state: 'sent', reason: null, sesMessageId: result.sesMessageId });
    case 'refused':
      return outcomeOf(work, position, { state: 'refused', reason: result.reason });
    case 'unknown':
      return outcomeOf(work, position, { state: 'unknown', reason: result.reason });
    case 'pending':
      work.isHalted = true;
      await pacer.slowDown();
      return null;
    case 'parked':
      work.isHalted = true;
      if (work.parkedUntil === null) {
        work.parkedUntil = await pacer.park();
        await dependencies.tellQuotaUsedUp();
      }
      return null;
    case 'blocked':
      work.isHalted = true;
      await dependencies.openCircuit(result.reason);
      return null;
  }
}

function outcomeOf(
  { dependencies, delivery, chunk, states, recipients }: Work,
  position: number,
  said: Pick<Outcome, 'state' | 'reason'> & { sesMessageId?: string },
): Outcome {
  const recipient = recipients[position];
  if (!recipient) throw new Error('a position beyond the chunk');
  const { contactId, email, language } = recipient;
  return {
    deliveryId: delivery.deliveryId,
    contactId,
    email,
    language,
    sesMessageId: null,
    ...said,
    at: new Date(dependencies.now()).toISOString(),
    attempt: states.attempt(position),
    decided: null,
    chunk: chunk.chunk,
  };
}

/** The first position without a record that settles it: sends in flight are noted only once their records are written. */
function doneOf({ states, recipients }: Work): number {
  return states.sendable(0, 1)[0] ?? recipients.length;
}

/** Waits for the open windows; what SES did not take goes first again. */
async function settleAll(work: Work): Promise<void> {
  await Promise.all(work.open);
  if (work.isHalted) work.cursor = doneOf(work);
  work.isHalted = false;
}

/** Gives the chunk back in the state it is in; after a crash before this the lease ends and the sweeper finds it. */
async function putAway(work: Work, stop: Stop | null): Promise<void> {
  const { dependencies, delivery, chunk, owner, states, touched } = work;
  const message = { deliveryId: delivery.deliveryId, chunk: chunk.chunk };
  if (stop?.kind === 'lost') return;
  const given = { ...message, owner, done: doneOf(work), touched, counts: states.counts() };
  const open = { ...given, state: 'open' as const, stoppedBecause: null, parkedUntil: null };
  const miscounted = sentOf(given.counts) - sentOf(chunk.counts) - work.counted;
  if (miscounted !== 0) await dependencies.countSends(delivery.deliveryId, miscounted);
  dependencies.log({
    stage: 'send-emails',
    delivery: delivery.deliveryId,
    chunk: chunk.chunk,
    ...given.counts,
    stop: stop?.kind === 'gate' ? stop.closed : (stop?.kind ?? null),
    ...(stop?.kind === 'gate' && stop.closed === 'clock' && { level: 'alarm', skew: dependencies.skew() }),
  });
  switch (stop?.kind) {
    case undefined: {
      const state = states.isWaiting() ? 'waiting' : 'settled';
      await dependencies.releaseChunk({ ...open, state });
      return settleIfLast(work);
    }
    case 'gate': {
      if (mayOpen(stop.closed)) return void (await dependencies.releaseChunk(open));
      await dependencies.releaseChunk({ ...open, state: 'stopped', stoppedBecause: stop.closed });
      return settleIfLast(work);
    }
    case 'quota':
      return void (await dependencies.releaseChunk({ ...open, parkedUntil: stop.until }));
    case 'circuit':
      return void (await dependencies.releaseChunk(open));
    case 'out-of-time':
      await dependencies.releaseChunk(open);
      // Whoever came to nothing in all its time would come to nothing again.
      return dependencies.enqueue(delivery.isUrgent, message, work.hasBegun ? 0 : takenUpAfterSeconds);
    case 'gave-way':
    case 'fruitless':
      await dependencies.releaseChunk(open);
      return dependencies.enqueue(delivery.isUrgent, message, takenUpAfterSeconds);
  }
}

/** Sent as far as SES's account is concerned: an unknown may have been. */
function sentOf({ sent, unknown }: ChunkCounts): number {
  return sent + unknown;
}

/** Reading all chunks after each of them would cost more than the sweep that follows anyway. */
const fewChunks = 20;

async function settleIfLast({ dependencies, delivery, chunk }: Work): Promise<void> {
  if (delivery.chunks <= fewChunks || chunk.chunk === delivery.chunks - 1)
    await dependencies.settleDelivery(delivery.deliveryId);
}

/** An accredited contact may hold the embargoed edition since the general one was frozen; so may a lift notice's reader. */
function asksHolder({ edition, holdersOf }: Delivery, { accredited }: Recipient): boolean {
  return holdersOf !== null && (edition === 'lift-notice' || accredited);
}

function recipientAt({ recipients }: Work, position: number): Recipient {
  const recipient = recipients[position];
  if (!recipient) throw new Error('a position beyond the chunk');
  return recipient;
}

async function sleepUntil({ now, sleep }: Dependencies, instant: number): Promise<void> {
  const wait = instant - now();
  if (wait > 1) await sleep(wait);
}

/** The promise is awaited later; until then its failure must not count as unhandled. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
