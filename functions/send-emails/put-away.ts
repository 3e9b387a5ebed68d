import type { ChunkCounts } from '../_shared/domain/delivery.ts';
import { mayOpen } from '../_shared/domain/send-gate.ts';
import { measureChunk } from './measure-chunk.ts';
import { countsNow } from './recent-sends.ts';
import type { Stop } from './send-windows.ts';
import { doneOf, type Work } from './work.ts';

/** Seconds after which a chunk is continued if it stopped for urgent mail, or if SES accepted nothing. */
const takenUpAfterSeconds = 30;

/**
 * Gives the chunk back in its current state. After a crash before this the lease runs out and the sweep finds the
 * chunk.
 */
export async function putAway(work: Work, stop: Stop | null): Promise<void> {
  const { dependencies, delivery, chunk, states, progress } = work;
  if (stop?.kind === 'lost') return;
  const message = { deliveryId: delivery.deliveryId, chunk: chunk.chunk };
  const counts = countsNow(work);
  const given = { ...message, owner: chunk.owner, done: doneOf(work), touched: progress.touched, counts };
  const open = { ...given, state: 'open' as const, stoppedBecause: null, parkedUntil: null };
  await work.counter.correct(chunk.counts, counts);
  logStop(work, stop);
  measureChunk(work);
  switch (stop?.kind) {
    case undefined: {
      const state = states.isWaiting() ? 'waiting' : 'settled';
      await dependencies.giveBackChunk({ ...open, state });
      return settleIfLast(work);
    }
    case 'gate': {
      if (mayOpen(stop.closed)) return void (await dependencies.giveBackChunk(open));
      await dependencies.giveBackChunk({ ...open, state: 'stopped', stoppedBecause: stop.closed });
      return settleIfLast(work);
    }
    case 'quota':
      return void (await dependencies.giveBackChunk({ ...open, parkedUntil: stop.until }));
    case 'circuit':
      return void (await dependencies.giveBackChunk(open));
    case 'out-of-time':
      await dependencies.giveBackChunk(open);
      // A worker that could not open a window in all its time would probably fail again at once.
      return dependencies.enqueueChunk(
        delivery.isUrgent,
        message,
        progress.hasBegun ? 0 : takenUpAfterSeconds,
      );
    case 'gave-way':
    case 'fruitless':
      await dependencies.giveBackChunk(open);
      return dependencies.enqueueChunk(delivery.isUrgent, message, takenUpAfterSeconds);
  }
}

/** Without the groups, which name lists and providers by position only. */
function loggedCounts({ sent, refused, unknown, leftOut }: ChunkCounts): Record<string, number> {
  return { sent, refused, unknown, leftOut };
}

function logStop({ dependencies, delivery, chunk, states }: Work, stop: Stop | null): void {
  const about = { delivery: delivery.deliveryId, chunk: chunk.chunk };
  const isClockWrong = stop?.kind === 'gate' && stop.closed === 'clock';
  if (isClockWrong) dependencies.measure({ ClockRefused: 1 }, about);
  dependencies.log({
    stage: 'send-emails',
    ...about,
    ...loggedCounts(states.counts()),
    stop: stop?.kind === 'gate' ? stop.closed : (stop?.kind ?? null),
    ...(isClockWrong && { level: 'alarm', skew: dependencies.skew() }),
  });
}

/**
 * Settling reads all chunks of a delivery. For larger deliveries it costs too much after each chunk; the sweep does it.
 */
const fewChunks = 20;

async function settleIfLast({ dependencies, delivery, chunk }: Work): Promise<void> {
  if (delivery.chunks <= fewChunks || chunk.chunk === delivery.chunks - 1)
    await dependencies.settleDelivery(delivery.deliveryId);
}
