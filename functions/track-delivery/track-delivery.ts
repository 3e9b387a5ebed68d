import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { NoticeTable } from '../_shared/aws/notice-table.ts';
import { ofNotices, type RateCounts } from '../_shared/aws/rate-table.ts';
import type { SuppressionReason } from '../_shared/domain/contact.ts';
import { type Feedback, resultChanges } from '../_shared/domain/delivery.ts';
import {
  type Happening,
  type NoticeEvent,
  type ReadEvent,
  readEvent,
  type TrackedEvent,
} from './read-event.ts';

export interface Dependencies
  extends Pick<ContactTable, 'suppress' | 'countTransientBounce'>,
    Pick<DeliveryTable, 'writeFeedback' | 'countResults'>,
    Pick<NoticeTable, 'noteOnNotice'> {
  /** Adds to the counts of a delivery (or of notices) at the time the mail was sent; opens the circuit, stops sign-ups or warns, if the rates ask for it. */
  countRates: (counts: Partial<RateCounts>, of: string, sentAt: string) => Promise<void>;
  /** Keeps what could not be read where no log shows it, and has it told. Safe to repeat. */
  setAside: (body: string) => Promise<void>;
  /** Events of any other are passed over. */
  configurationSet: string;
  log: (line: Record<string, unknown>) => void;
}

/**
 * Reads one body of the queue and takes in what it says of a recipient. What is no SES event is put aside at once: tried
 * again it would say no more, and while it stood in the queue nothing could be concluded about others.
 */
export async function trackDelivery(dependencies: Dependencies, body: string): Promise<void> {
  const read = readOrNull(body, dependencies.configurationSet);
  if (!read) await dependencies.setAside(body);
  else if (read.kind === 'event') await trackEvent(dependencies, read.event);
  else if (read.kind === 'notice') await trackNotice(dependencies, read.event);
  else
    dependencies.log({ stage: 'track-delivery', passedOver: read.kind === 'other' ? read.what : 'foreign' });
}

function readOrNull(body: string, configurationSet: string): ReadEvent | null {
  try {
    return readEvent(body, configurationSet);
  } catch {
    // Reading touches nothing but the body, so that the body is what is wrong.
    return null;
  }
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
  const deliveryId = `${release}_v${version}_${edition}`;
  const before = await dependencies.writeFeedback({ deliveryId, contactId, sesMessageId }, members);
  const changes = resultChanges(before, { deliveryId, contactId, sesMessageId, ...members });
  if (changes) await dependencies.countResults(deliveryId, changes);
  const isNew = Object.keys(members).some((name) => !before || !(name in before));
  if (!isNew) return;
  if (event.kind === 'bounce' && !event.isPermanent) await dependencies.countTransientBounce(contactId);
  const counts = countsOf(event);
  if (!counts) return;
  // A crash before this leaves one bounce uncounted: a rate may bear that, a suppression could not.
  await dependencies.countRates(counts, deliveryId, event.sentAt);
}

/** An address is as dead when a confirmation or a proof bounced; it counts apart from releases, see the rates. */
async function trackNotice(dependencies: Dependencies, event: NoticeEvent): Promise<void> {
  const { noticeId, contactId, sesMessageId, at, sentAt } = event;
  const reason = suppressionOf(event);
  if (!reason) return;
  await dependencies.suppress(contactId, reason, `SES ${sesMessageId}`, at);
  const counts = countsOf(event);
  if (!counts) return;
  const happened = event.kind === 'complaint' ? 'complained' : 'bounced';
  if (!(await dependencies.noteOnNotice(noticeId, happened, at))) return;
  const { bounces = 0, complaints = 0 } = counts;
  await dependencies.countRates({ noticeBounces: bounces, noticeComplaints: complaints }, ofNotices, sentAt);
}

function suppressionOf(event: Happening): SuppressionReason | null {
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
function countsOf(event: Happening): Pick<Partial<RateCounts>, 'bounces' | 'complaints'> | null {
  if (event.kind === 'bounce' && event.isPermanent && !event.isOnSuppressionList) return { bounces: 1 };
  if (event.kind === 'complaint' && !event.isOnSuppressionList) return { complaints: 1 };
  return null;
}
