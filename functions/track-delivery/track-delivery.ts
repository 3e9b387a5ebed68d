import type { RateCounts } from '../_shared/aws/rate-table.ts';
import type { SuppressionReason } from '../_shared/domain/contact.ts';
import type { Feedback } from '../_shared/domain/delivery.ts';
import { readEvent, type TrackedEvent } from './read-event.ts';

export interface Dependencies {
  suppress: (contactId: string, reason: SuppressionReason, evidence: string, at: string) => Promise<unknown>;
  countTransientBounce: (contactId: string) => Promise<unknown>;
  /** Sets members where unset; returns what was known before, null for nothing. */
  writeFeedback: (
    feedback: Pick<Feedback, 'deliveryId' | 'contactId' | 'sesMessageId'>,
    members: Partial<Feedback>,
  ) => Promise<Feedback | null>;
  /** Adds to the counts of the last day. */
  countRates: (counts: Partial<RateCounts>) => Promise<void>;
  /** Opens the circuit or warns, if the rates ask for it. */
  checkRates: () => Promise<void>;
  /** Events of any other are passed over. */
  configurationSet: string;
  log: (line: Record<string, unknown>) => void;
}

/** Reads one body of the queue and takes in what it says of a recipient; throws on what is no SES event. */
export async function trackDelivery(dependencies: Dependencies, body: unknown): Promise<void> {
  const read = readEvent(body, dependencies.configurationSet);
  if (read.kind === 'event') await trackEvent(dependencies, read.event);
  else
    dependencies.log({ stage: 'track-delivery', passedOver: read.kind === 'other' ? read.what : 'foreign' });
}

/**
 * Takes in one event. Events come in any order, any number of times, before and after the sender's own record: each
 * sets what it knows where nothing is known, and is counted the first time only. The suppression comes first: after a
 * crash in between the event comes again, and the address is out already.
 */
async function trackEvent(dependencies: Dependencies, event: TrackedEvent): Promise<void> {
  const { release, version, edition, contactId, sesMessageId, at } = event;
  const reason = suppressionOf(event);
  if (reason) await dependencies.suppress(contactId, reason, `SES ${sesMessageId}`, at);
  const members = membersOf(event);
  const before = await dependencies.writeFeedback(
    { deliveryId: `${release}_v${version}_${edition}`, contactId, sesMessageId },
    members,
  );
  const isNew = Object.keys(members).some((name) => !before || !(name in before));
  if (!isNew) return;
  if (event.kind === 'bounce' && !event.isPermanent) await dependencies.countTransientBounce(contactId);
  const counts = countsOf(event);
  if (!counts) return;
  // A crash before this leaves one bounce uncounted: a rate may bear that, a suppression could not.
  await dependencies.countRates(counts);
  await dependencies.checkRates();
}

function suppressionOf(event: TrackedEvent): SuppressionReason | null {
  if (event.kind === 'complaint') return event.isOnSuppressionList ? 'suppressed-by-ses' : 'complained';
  if (event.kind !== 'bounce' || !event.isPermanent) return null;
  return event.isOnSuppressionList ? 'suppressed-by-ses' : 'bounced';
}

function membersOf(event: TrackedEvent): Partial<Feedback> {
  const { at } = event;
  switch (event.kind) {
    case 'send':
      return { sentAt: at };
    case 'reject':
      return { rejectedAt: at };
    case 'delivery':
      return { deliveredAt: at };
    case 'delay':
      return { delayedAt: at };
    case 'bounce':
      return event.isPermanent
        ? { bouncedAt: at, bounce: event.description }
        : { softBouncedAt: at, softBounce: event.description };
    case 'complaint':
      return { complainedAt: at };
  }
}

/** What SES's own suppression list caught never left SES, and SES does not hold it against the account. */
function countsOf(event: TrackedEvent): Partial<RateCounts> | null {
  if (event.kind === 'bounce' && event.isPermanent && !event.isOnSuppressionList) return { bounces: 1 };
  if (event.kind === 'complaint' && !event.isOnSuppressionList) return { complaints: 1 };
  return null;
}
