import type { SendGate } from '../_shared/domain/send-gate.ts';
import type { Block, Reservation } from './pace-sends.ts';
import { sendWindow } from './send-window.ts';
import { doneOf, quietly, sleepUntil, type Work } from './work.ts';

/** Left for the last window's answers and records before the function is stopped. */
const windDownMilliseconds = 25_000;
/** The slot's claim and strong read take about this long; they begin so much before it. */
const leadMilliseconds = 15;
/** Two windows at once: the answers of one come in while the next is being sent. A crash leaves both unknown at most. */
const windowsAtOnce = 2;
const fruitlessWindows = 5;

/** Why an owner goes no further in a chunk that is not through. */
export type Stop =
  | { kind: 'lost' | 'out-of-time' | 'circuit' | 'fruitless' | 'gave-way' }
  | { kind: 'quota'; until: number }
  | { kind: 'gate'; closed: Exclude<SendGate, 'open'>['closed'] };

/** Sends a chunk window by window. Null: the whole chunk has been gone through. */
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
      // Before the claim: a count that fails must leave nobody unknown.
      await countAhead(work, positions.length);
      await sleepUntil(work.dependencies, reserved.startAt - leadMilliseconds);
      const stop = await sendWindow(work, positions, reserved, () => {
        const next = states.sendable(progress.cursor, pacer.windowSize()).length;
        // Reserved ahead, so that the bucket does not idle while this window is claimed and sent.
        if (next > 0) block = quietly(reserve(work, next));
      });
      if (stop) return stop;
      if (progress.open.length >= windowsAtOnce) await progress.open[0];
    }
  } finally {
    await Promise.allSettled(progress.open);
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

function countAhead({ counter, states, progress }: Work, sends: number): Promise<void> {
  return counter.countAhead(sends, (atMost) => states.sendable(progress.cursor, atMost).length);
}

/** Waits for the open windows; what SES did not take goes first again. */
async function settleAll(work: Work): Promise<void> {
  const { progress } = work;
  await Promise.all(progress.open);
  if (progress.isHalted) progress.cursor = doneOf(work);
  progress.isHalted = false;
}
