import { AnotherImportWorks } from '../_shared/aws/import-lock.ts';
import { type ObjectCreated, objectsCreated } from '../_shared/runtime/object-created.ts';

export interface Dependencies {
  /** Throws `AnotherImportWorks` while another import keeps the lock. `unfinished`: its time was over. */
  importDrop: (drop: ObjectCreated) => Promise<'finished' | 'unfinished'>;
  /** Sends a message to import-contacts' own queue again. */
  enqueueAgain: (event: unknown, delaySeconds: number) => Promise<void>;
}

/** A waiting run occupies one of the two that Lambda may start, so most of the waiting is done in the queue. */
const comeAgainSeconds = 10;
/** A long import lets those that wait for it begin first: they are mostly short. */
const goOnSeconds = 2;

/**
 * Imports the lists of one message from S3. While another import is at work, the message is sent again as a new one: a
 * failed message is given up after some minutes, and waiting is not failing. It may wait without end, because the lease
 * of the other import ends when its function does. So does an import go on that takes longer than a function may. What
 * was imported already is not imported again.
 */
export async function importDrops({ importDrop, enqueueAgain }: Dependencies, event: unknown): Promise<void> {
  try {
    let isUnfinished = false;
    for (const drop of objectsCreated(event)) isUnfinished ||= (await importDrop(drop)) === 'unfinished';
    if (isUnfinished) await enqueueAgain(event, goOnSeconds);
  } catch (error) {
    if (!(error instanceof AnotherImportWorks)) throw error;
    await enqueueAgain(event, comeAgainSeconds);
  }
}
