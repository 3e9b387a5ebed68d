import type { SendGate } from '../_shared/domain/send-gate.ts';
import type { Block, Reservation } from './pace-sends.ts';
import { sendWindow } from './send-window.ts';
import { doneOf, quietly, sleepUntil, type Work } from './work.ts';

/** Reserved for the answers and records of the last window before the function is stopped. */
const windDownMilliseconds = 25_000;
/**
 * The claim and the strongly consistent reads of a window take about this long, so they start this long before its
 * first slot.
 */
const leadMilliseconds = 15;
/** Two windows at a time: the answers of one arrive while the next is sent. A crash makes at most both unknown. */
const windowsAtOnce = 2;
const fruitlessWindows = 5;

/** Why an owner stops before the end of its chunk. */
export type Stop =
  | { kind: 'lost' | 'out-of-time' | 'circuit' | 'fruitless' | 'gave-way' }
  | { kind: 'quota'; until: number }
  | { kind: 'gate'; closed: Exclude<SendGate, 'open'>['closed'] };

/** Sends a chunk window by window. Null if the end of the chunk was reached. */
export async function sendWindows(work: Work): Promise<Stop | null> {
  const { progress, states, pacer } = work;
  let block: Promise<Reservation> | null = null;
  try {
    for (;;) {
      if (progress.isHalted) await settleAll(work);
      if (progress.parkedUntil !== null) return { kind: 'quota', until: progress.parkedUntil };
      if (progress.fruitless >= fruitlessWindows) return { kind: 'fruitless' };
      const count = states.sendable(progress.cursor, pacer.windowSize()).length;
      if (count === 0) {
        if (progress.open.length === 0) return null;
        await settleAll(work);
        continue;
      }
      if (timeLeft(work) < 0) return { kind: 'out-of-time' };
      const reserved = await (block ?? reserve(work, count));
      block = null;
      if ('stopped' in reserved) return stopOf(reserved);
      if (progress.isHalted) continue;
      const positions = states.sendable(progress.cursor, reserved.slots);
      if (positions.length === 0) continue;
      // Before the claim: if the count fails, no recipient becomes unknown.
      await countAhead(work, positions.length);
      await sleepUntil(work.dependencies, reserved.startAt - leadMilliseconds);
      if (await pacer.hasStoppedSince(reserved)) return { kind: 'circuit' };
      const stop = await sendWindow(work, positions, reserved, () => {
        const next = states.sendable(progress.cursor, pacer.windowSize()).length;
        // Reserved ahead, so that no slot is lost while this window is claimed and sent.
        if (next > 0) block = quietly(reserve(work, next));
      });
      if (stop) return stop;
      if (progress.open.length >= windowsAtOnce) await progress.open[0];
    }
  } finally {
    await Promise.allSettled(progress.open);
  }
}

/** Milliseconds in which a window can still be sent. Negative when the chunk must be given back. */
function timeLeft({ deadline }: Work): number {
  return deadline.remainingMilliseconds() - windDownMilliseconds;
}

/** Reserves only slots that end in time. A worker that waits longer is stopped half way and delays its chunk. */
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

function countAhead({ counter, states, progress }: Work, sends: number): Promise<void> {
  return counter.countAhead(sends, (atMost) => states.sendable(progress.cursor, atMost).length);
}

/** Waits for the open windows. Recipients whose message SES did not accept come first again. */
async function settleAll(work: Work): Promise<void> {
  const { progress } = work;
  await Promise.all(progress.open);
  if (progress.isHalted) progress.cursor = doneOf(work);
  progress.isHalted = false;
}
