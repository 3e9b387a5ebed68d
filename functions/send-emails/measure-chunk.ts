import { millisecondsAfterEmbargo } from '../_shared/domain/after-embargo.ts';
import type { Work } from './work.ts';

/**
 * Notes that a mail is handed to SES. The first mail of each sender that waited for an embargo is measured at once: it
 * may be the first of all.
 */
export function noteMail({ dependencies, delivery, chunk, progress }: Work): void {
  progress.lastMailAt = dependencies.now();
  if (progress.firstMailAt !== null) return;
  progress.firstMailAt = progress.lastMailAt;
  // A sender that finds the delivery begun is not among those that waited.
  if (delivery.state !== 'armed') return;
  const after = millisecondsAfterEmbargo(delivery, progress.firstMailAt);
  const about = { delivery: delivery.deliveryId, chunk: chunk.chunk };
  if (after !== null) dependencies.measure({ EmbargoFirstMail: after }, about);
}

/** Measures what one sender did, when it puts its chunk away. */
export function measureChunk({ dependencies, delivery, chunk, states, progress }: Work): void {
  const { counts: before } = chunk;
  const counts = states.counts();
  const { lastMailAt, slowestWindow } = progress;
  const lastMail = lastMailAt === null ? null : millisecondsAfterEmbargo(delivery, lastMailAt);
  dependencies.measure(
    {
      MailsSent: Math.max(0, counts.sent - before.sent),
      MailsRefused: Math.max(0, counts.refused - before.refused),
      MailsUnknown: Math.max(0, counts.unknown - before.unknown),
      ...(slowestWindow > 0 && { WindowTime: slowestWindow }),
      ...(lastMail !== null && { EmbargoLastMail: lastMail }),
    },
    { delivery: delivery.deliveryId, chunk: chunk.chunk },
  );
}
