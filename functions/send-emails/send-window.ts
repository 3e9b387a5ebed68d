import { type SendResult, sendTimeoutMilliseconds } from '../_shared/aws/mail-sender.ts';
import type { WindowReading } from '../_shared/aws/window-table.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import { type Delivery, type Outcome, partOf } from '../_shared/domain/delivery.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { addedDeliveryId, deliveryIdOf } from '../_shared/domain/release-tag.ts';
import { needsAccreditation, type SendGate, sendGate } from '../_shared/domain/send-gate.ts';
import type { WayIn } from '../_shared/domain/way-in.ts';
import { leftOutBecause } from './left-out.ts';
import { lookForWaysIn } from './look-for-ways-in.ts';
import { noteMail } from './measure-chunk.ts';
import type { Block } from './pace-sends.ts';
import { countsNow } from './recent-sends.ts';
import { doneOf, leaseMilliseconds, quietly, recipientAt, sleepUntil, type Work } from './work.ts';

type WindowStop = { kind: 'lost' } | { kind: 'gate'; closed: Exclude<SendGate, 'open'>['closed'] };

interface Placed {
  position: number;
  recipient: Recipient;
}

/** Everything that a send of this window needs, read after the claim. */
interface OpenedWindow {
  reading: WindowReading;
  /** For those who ever left a list. */
  waysIn: ReadonlyMap<string, WayIn>;
  release: Release;
  block: Block;
  claimedAt: number;
  leaseUntil: number;
}

/**
 * This order prevents double sends: *claim* the window, check whether it may be sent, *send* each message in its slot,
 * *record* the outcomes. After a crash behind the claim the window's recipients are unknown until SES's events, the
 * policy or a person settles them. The next owner does not simply send to them again.
 */
export async function sendWindow(
  work: Work,
  positions: readonly number[],
  block: Block,
  onOpened: () => void,
): Promise<WindowStop | null> {
  const { dependencies, delivery, chunk, progress } = work;
  const end = (positions.at(-1) ?? progress.cursor) + 1;
  const claimedAt = dependencies.now();
  const leaseUntil = claimedAt + leaseMilliseconds;
  progress.touched = Math.max(progress.touched, end);
  if (!(await claim(work, end, leaseUntil))) return { kind: 'lost' };
  // From here on the window is open in the table.
  const recipients = positions.map((position) => ({ position, recipient: recipientAt(work, position) }));
  const { reading, waysIn } = await look(work, recipients);
  const clock = { now: dependencies.now(), skew: dependencies.skew() };
  const partDueAt = delivery.parts ? partOf(delivery, chunk.chunk).notBefore : null;
  const gate = sendGate(reading.release, delivery, clock, partDueAt);
  if (gate !== 'open' || !reading.release) {
    const closed = gate === 'open' ? 'cancelled' : gate.closed;
    return { kind: 'gate', closed };
  }
  progress.cursor = end;
  progress.hasBegun = true;
  onOpened();
  await launch(work, recipients, {
    reading,
    waysIn,
    release: reading.release,
    block,
    claimedAt,
    leaseUntil,
  });
  return null;
}

/** False if another owner has taken the chunk. */
function claim(work: Work, end: number, leaseUntil: number): Promise<boolean> {
  const { dependencies, delivery, chunk, progress } = work;
  return dependencies.claimWindow({
    deliveryId: delivery.deliveryId,
    chunk: chunk.chunk,
    owner: chunk.owner,
    leaseUntil,
    done: doneOf(work),
    highWater: end,
    touched: progress.touched,
    counts: countsNow(work),
  });
}

/** Reads, strongly consistent, everything that may forbid a send to one of these recipients. */
async function look(
  { dependencies, delivery }: Work,
  placed: readonly Placed[],
): Promise<Pick<OpenedWindow, 'reading' | 'waysIn'>> {
  const recipients = placed.map(({ recipient }) => recipient);
  const reading = await dependencies.readWindow({
    releaseId: delivery.releaseId,
    contactIds: recipients.map(({ contactId }) => contactId),
    asked: recipients.flatMap((one) => earlyDeliveries(delivery, one)),
  });
  const waysIn = await lookForWaysIn(dependencies, delivery, recipients, reading.standings);
  return { reading, waysIn };
}

/**
 * The embargoed deliveries to ask about. An accredited contact may have received the embargoed edition after the general
 * one was frozen, and so may a recipient of a lift notice, or a reader who was added.
 */
function earlyDeliveries(
  { releaseId, version, edition, holdersOf, addedHolders }: Delivery,
  { contactId, accredited }: Recipient,
): { deliveryId: string; contactId: string }[] {
  const own = addedHolders?.includes(contactId)
    ? [addedDeliveryId(deliveryIdOf(releaseId, version, 'embargoed'), contactId)]
    : [];
  const asked = holdersOf !== null && (edition === 'lift-notice' || accredited) ? [holdersOf, ...own] : own;
  return asked.map((deliveryId) => ({ deliveryId, contactId }));
}

/** Starts each send in its slot and returns when all have started. Their answers are recorded as they arrive. */
async function launch(work: Work, placed: readonly Placed[], window: OpenedWindow): Promise<void> {
  const { dependencies, progress } = work;
  const { block, claimedAt, leaseUntil } = window;
  const sends: Promise<Outcome | null>[] = [];
  let slot = 0;
  for (const { position, recipient } of placed) {
    const way = wayTo(work, recipient, window);
    if ('out' in way) {
      sends.push(Promise.resolve(outcomeOf(work, position, { state: 'left-out', reason: way.out })));
      continue;
    }
    await sleepUntil(dependencies, block.startAt + slot * block.milliseconds);
    slot += 1;
    const isSafe = dependencies.now() + sendTimeoutMilliseconds < leaseUntil;
    if (progress.isHalted || !isSafe) sends.push(Promise.resolve(null));
    else {
      noteMail(work);
      sends.push(quietly(sendOne(work, position, { ...recipient, list: way.list })));
    }
  }
  // Start recording now: if SES does not accept a send, the work is halted before its next window is planned.
  const recorded: Promise<void> = record(work, placed, sends, () => {
    progress.open = progress.open.filter((open) => open !== recorded);
    progress.slowestWindow = Math.max(progress.slowestWindow, dependencies.now() - claimedAt);
  });
  progress.open.push(quietly(recorded));
}

/** The list by which a recipient gets the mail, or the reason why they do not. */
function wayTo(
  { dependencies, delivery }: Work,
  recipient: Recipient,
  { reading, waysIn, release }: OpenedWindow,
): { list: string } | { out: string } {
  const now = dependencies.now();
  const reason = leftOutBecause(
    delivery,
    recipient,
    reading.standings.get(recipient.contactId),
    reading.holders,
    { now, isAccreditedOnly: needsAccreditation(release, delivery, now) },
  );
  if (reason) return { out: reason };
  return waysIn.get(recipient.contactId) ?? { list: recipient.list };
}

/** Calls SES once. Null if SES certainly did not accept the message; the recipient is then still to be sent to. */
async function sendOne(work: Work, position: number, recipient: Recipient): Promise<Outcome | null> {
  const mail = work.mailTo(recipient, work.states.attempt(position));
  if (!mail) return outcomeOf(work, position, { state: 'refused', reason: 'address-not-deliverable' });
  const result = await work.dependencies.sendMail(mail);
  switch (result.kind) {
    case 'sent':
      work.progress.alike = null;
      return outcomeOf(work, position, { state: 'sent', reason: null, sesMessageId: result.sesMessageId });
    case 'refused':
      await noteRefusal(work, result);
      return outcomeOf(work, position, { state: 'refused', reason: result.reason });
    case 'unknown':
      return outcomeOf(work, position, { state: 'unknown', reason: result.reason });
    case 'pending':
    case 'parked':
    case 'blocked':
      await halt(work, result);
      return null;
  }
}

const refusalsAlike = 5;

/**
 * If SES refuses several messages in a row for the same reason, and no recipient explains it, the fault is ours and all
 * further messages would be refused. Sending stops until a person finds the reason; they put back the refused
 * recipients with `dateline settle --refused`.
 */
async function noteRefusal(
  { dependencies, progress }: Work,
  { reason, blames }: Extract<SendResult, { kind: 'refused' }>,
): Promise<void> {
  if (blames === 'recipient') return;
  const before = progress.alike?.reason === reason ? progress.alike.refusals : 0;
  progress.alike = { reason, refusals: before + 1 };
  if (progress.alike.refusals < refusalsAlike) return;
  progress.isHalted = true;
  await dependencies.openCircuit(reason);
}

/** Launches nothing more, and tells all workers to slow down, to wait or to stop. */
async function halt(
  { dependencies, pacer, progress }: Work,
  result: Extract<SendResult, { kind: 'pending' | 'parked' | 'blocked' }>,
): Promise<void> {
  progress.isHalted = true;
  if (result.kind === 'pending') return pacer.slowDown();
  if (result.kind === 'blocked') return dependencies.openCircuit(result.reason);
  if (progress.parkedUntil !== null) return;
  progress.parkedUntil = await pacer.park();
  await dependencies.tellQuotaUsedUp();
}

function outcomeOf(
  work: Work,
  position: number,
  said: Pick<Outcome, 'state' | 'reason'> & { sesMessageId?: string },
): Outcome {
  const { dependencies, delivery, chunk, states } = work;
  const { contactId, email, language } = recipientAt(work, position);
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

/** Waits for the answers and records them. A position counts as done only after its record is written. */
async function record(
  { dependencies, states, progress }: Work,
  placed: readonly Placed[],
  sends: readonly Promise<Outcome | null>[],
  onRecorded: () => void,
): Promise<void> {
  const outcomes = await Promise.all(sends);
  const known = outcomes.filter((outcome) => outcome !== null);
  progress.fruitless = known.length > 0 ? 0 : progress.fruitless + 1;
  if (known.length < outcomes.length) progress.isHalted = true;
  await dependencies.writeOutcomes(known);
  for (const [i, outcome] of outcomes.entries()) {
    const position = placed[i]?.position;
    if (outcome && position !== undefined) states.note(position, outcome);
  }
  onRecorded();
}
