import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { RecipientsFile } from '../_shared/aws/recipients-file.ts';
import { type ConcludeDependencies, concludeOpenWindow } from '../_shared/deliveries/conclude-open-window.ts';
import { countKnown } from '../_shared/deliveries/review-unknowns.ts';
import { type Chunk, type Delivery, partOf } from '../_shared/domain/delivery.ts';

export interface EndDependencies
  extends ConcludeDependencies,
    Pick<DeliveryTable, 'takeChunk' | 'giveBackChunk'>,
    Pick<RecipientsFile, 'readRecipients'> {
  newId: () => string;
  now: () => number;
}

const leaseMilliseconds = 60_000;

/**
 * Ends a chunk that nobody holds and whose release has ended. Takes the chunk first, which fences off its former owner.
 * Then concludes a window that was left open: its recipients may have been sent to, so they must not count as left out,
 * because a kill's notice goes to them.
 */
export async function endChunk(
  dependencies: EndDependencies,
  delivery: Delivery,
  { chunk: number }: Pick<Chunk, 'chunk'>,
  because: string,
): Promise<void> {
  const now = dependencies.now();
  const chunk = await dependencies.takeChunk({
    deliveryId: delivery.deliveryId,
    chunk: number,
    owner: dependencies.newId(),
    now,
    leaseUntil: now + leaseMilliseconds,
  });
  if (!chunk?.owner) return;
  const recipients = await dependencies.readRecipients(
    partOf(delivery, number).recipientsKey,
    chunk.start,
    chunk.end,
  );
  const at = new Date(now).toISOString();
  const { known } = await concludeOpenWindow(dependencies, chunk, recipients, at);
  await dependencies.giveBackChunk({
    deliveryId: chunk.deliveryId,
    chunk: chunk.chunk,
    owner: chunk.owner,
    done: chunk.done,
    touched: Math.max(chunk.touched, chunk.highWater),
    counts: countKnown(delivery, recipients, known),
    state: 'stopped',
    stoppedBecause: because,
    parkedUntil: null,
  });
}
