import { type Delivery, partOf } from '../_shared/domain/delivery.ts';
import type { SendMessage } from '../_shared/domain/messages.ts';
import { isOwed } from '../_shared/domain/release.ts';
import { openWork } from './open-work.ts';
import { putAway } from './put-away.ts';
import { sendWindows } from './send-windows.ts';
import type { Deadline, Dependencies } from './work.ts';

const longestWaitMilliseconds = 120_000;

/**
 * Sends one chunk of a delivery, window by window. Idempotent, also with concurrent calls: only the chunk's owner can
 * open a window, and a window that a crashed owner left open is never sent again by the queue.
 */
export async function sendChunk(
  dependencies: Dependencies,
  message: SendMessage,
  deadline: Deadline,
): Promise<void> {
  const { deliveryId, chunk: number } = message;
  const delivery = await dependencies.readDelivery(deliveryId);
  const waiting = await dependencies.readChunk(deliveryId, number);
  if (!delivery || !waiting || delivery.state === 'stopped' || waiting.state !== 'open') return;
  const release = await dependencies.readHead(delivery.releaseId);
  if (!release) return;
  if (isOverdue(dependencies, delivery)) {
    await dependencies.holdOverdue(delivery);
    return;
  }

  const { recipientsKey, notBefore } = partOf(delivery, number);
  const recipients = await dependencies.readRecipients(recipientsKey, waiting.start, waiting.end);
  const mailTo = await dependencies.prepareMails({ ...delivery, notBefore }, release, recipients);
  if (!(await waitUntilDue(dependencies, delivery, message))) return;

  const work = await openWork(dependencies, { delivery, chunk: number }, { recipients, mailTo }, deadline);
  if (work) await putAway(work, await sendWindows(work));
}

function isOverdue({ now, overdueLimitSeconds }: Dependencies, delivery: Delivery): boolean {
  if (delivery.state !== 'armed' || isOwed(delivery.edition)) return false;
  return now() - Date.parse(delivery.notBefore) > overdueLimitSeconds * 1000;
}

/**
 * Workers begin before the instant, prepare everything and wait here. The delivery is read again every few seconds,
 * because an embargo may be broken meanwhile. False if the instant is too far away; the chunk is then back in its
 * queue.
 */
async function waitUntilDue(
  { now, sleep, readDelivery, enqueueChunk }: Dependencies,
  delivery: Delivery,
  message: SendMessage,
): Promise<boolean> {
  let due = Date.parse(partOf(delivery, message.chunk).notBefore);
  if (due - now() > longestWaitMilliseconds) {
    await enqueueChunk(delivery.isUrgent, message, Math.min(900, Math.floor((due - now()) / 1000) - 20));
    return false;
  }
  while (now() < due) {
    await sleep(Math.min(5000, due - now()));
    if (now() >= due) break;
    const current = await readDelivery(delivery.deliveryId);
    if (!current) return false;
    due = Date.parse(partOf(current, message.chunk).notBefore);
  }
  return true;
}
