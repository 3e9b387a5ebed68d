import { concludeOpenWindow } from '../_shared/deliveries/conclude-open-window.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Chunk, Delivery } from '../_shared/domain/delivery.ts';
import { type ChunkStates, chunkStates } from './chunk-states.ts';
import { countSends } from './count-sends.ts';
import { openPacer } from './pace-sends.ts';
import {
  type Deadline,
  type Dependencies,
  doneOf,
  leaseMilliseconds,
  type MailTo,
  type Work,
} from './work.ts';

/** Takes a chunk and finds out its state. Null if the chunk cannot be taken. */
export async function openWork(
  dependencies: Dependencies,
  { delivery, chunk: number }: { delivery: Delivery; chunk: number },
  { recipients, mailTo }: { recipients: readonly Recipient[]; mailTo: MailTo },
  deadline: Deadline,
): Promise<Work | null> {
  const now = dependencies.now();
  const owner = dependencies.newId();
  const { deliveryId } = delivery;
  const leaseUntil = now + leaseMilliseconds;
  const taken = await dependencies.takeChunk({ deliveryId, chunk: number, owner, now, leaseUntil });
  if (!taken) return null;
  // Also if it is `sent`: a person had this chunk opened again while a sweep was ending the delivery.
  if (delivery.state !== 'sending')
    await dependencies.moveDelivery({ ...delivery, state: 'sending' }, delivery.state);
  const states = await recover(dependencies, taken, recipients, delivery.groups);
  const pacer = await openPacer(dependencies, delivery);
  return {
    dependencies,
    delivery,
    chunk: { ...taken, owner },
    recipients,
    states,
    pacer,
    counter: countSends((sends) => dependencies.countSends(deliveryId, sends)),
    mailTo,
    deadline,
    progress: {
      open: [],
      cursor: doneOf({ states, recipients }),
      touched: Math.max(taken.touched, taken.highWater),
      hasBegun: false,
      isHalted: false,
      fruitless: 0,
      alike: null,
      parkedUntil: null,
      firstMailAt: null,
      lastMailAt: null,
      slowestWindow: 0,
      reached: [{ sent: states.counts().sent, at: now }],
    },
  };
}

/**
 * Finds out what earlier owners did, and records as unknown the sends whose outcome is not known. Reads nothing for a
 * fresh chunk.
 */
async function recover(
  dependencies: Dependencies,
  chunk: Chunk,
  recipients: readonly Recipient[],
  groups: Delivery['groups'],
): Promise<ChunkStates> {
  const touched = Math.max(chunk.touched, chunk.highWater);
  if (touched === 0) return chunkStates(recipients, new Map(), groups);
  const at = new Date(dependencies.now()).toISOString();
  const { known, unknown } = await concludeOpenWindow(dependencies, chunk, recipients, at);
  dependencies.log({
    stage: 'send-emails',
    delivery: chunk.deliveryId,
    chunk: chunk.chunk,
    touched,
    unknown,
  });
  return chunkStates(recipients, known, groups);
}
