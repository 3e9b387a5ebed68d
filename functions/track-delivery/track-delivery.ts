import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { NoticeTable } from '../_shared/aws/notice-table.ts';
import { type RateCounts, rateOfNotices } from '../_shared/aws/rate-table.ts';
import type { SignUpTable } from '../_shared/aws/sign-up-table.ts';
import type { SuppressionReason } from '../_shared/domain/contact.ts';
import { type Feedback, resultChanges, withGroups } from '../_shared/domain/delivery.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import { isAskedByStrangers } from '../_shared/domain/notice.ts';
import { addedDeliveryId } from '../_shared/domain/release-tag.ts';
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
    Pick<NoticeTable, 'noteOnNotice' | 'settleNotice'>,
    Pick<SignUpTable, 'exhaustLimits'> {
  /**
   * Adds to the counts of a delivery, or of notices, at the time the mail was sent. Then judges the rates: may open the
   * circuit, stop sign-ups or alert the desk.
   */
  countRates: (counts: Partial<RateCounts>, of: string, sentAt: string) => Promise<void>;
  /** Stores a body that could not be read where no log shows it, and alerts the desk. Idempotent. */
  setAside: (body: string) => Promise<void>;
  /** Whether a contact was added shortly before a mail was sent to them. */
  isNewContact: (contactId: string, sentAt: string) => Promise<boolean>;
  /** Events of any other configuration set are skipped. */
  configurationSets: readonly string[];
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Reads one message of the queue and records what it says about a recipient. A body that is no SES event is a poison
 * message and is stored elsewhere at once: another attempt would not help, and while it is in the queue no unknown can
 * be concluded.
 */
export async function trackDelivery(dependencies: Dependencies, body: string): Promise<void> {
  const read = readOrNull(body, dependencies.configurationSets);
  if (!read) await dependencies.setAside(body);
  else if (read.kind === 'event') await trackEvent(dependencies, read.event);
  else if (read.kind === 'notice') await trackNotice(dependencies, read.event);
  else
    dependencies.log({ stage: 'track-delivery', passedOver: read.kind === 'other' ? read.what : 'foreign' });
}

function readOrNull(body: string, configurationSets: readonly string[]): ReadEvent | null {
  try {
    return readEvent(body, configurationSets);
  } catch {
    // Reading depends on the body alone, so a failure means that the body is wrong.
    return null;
  }
}

/**
 * Records one event. Events arrive in any order and more than once, before and after the sender's own record. Each sets
 * only what is not known yet and is counted once. The suppression comes first: after a crash in between, the event is
 * delivered again, and the address is already suppressed.
 */
async function trackEvent(dependencies: Dependencies, event: TrackedEvent): Promise<void> {
  const { release, version, edition, contactId, isAdded, sesMessageId, at } = event;
  const reason = suppressionOf(event);
  if (reason) await dependencies.suppress(contactId, reason, `SES ${sesMessageId}`, at);
  const members = membersOf(event);
  const ofEdition = `${release}_v${version}_${edition}`;
  const deliveryId = isAdded ? addedDeliveryId(ofEdition, contactId) : ofEdition;
  const before = await dependencies.writeFeedback({ deliveryId, contactId, sesMessageId }, members);
  const changes = resultChanges(before, { deliveryId, contactId, sesMessageId, ...members });
  if (changes) await dependencies.countResults(deliveryId, withGroups(changes, event.groups));
  const isNew = Object.keys(members).some((name) => !before || !(name in before));
  if (!isNew) return;
  if (event.kind === 'bounce' && !event.isPermanent) await dependencies.countTransientBounce(contactId);
  const counts = countsOf(event);
  if (!counts) return;
  measureCounts(dependencies, counts);
  // After a crash before this line one bounce is not counted. That is acceptable for a rate; it would not be for a
  // suppression.
  const isNewContact = event.kind === 'bounce' && (await dependencies.isNewContact(contactId, event.sentAt));
  await dependencies.countRates(
    { ...counts, ...(isNewContact && { newBounces: 1 }) },
    deliveryId,
    event.sentAt,
  );
}

/**
 * A bounced confirmation or proof also shows that the address is dead. Notices are counted separately from releases.
 * Whoever wrote the address of a bounced confirmation into the form has used up their limits.
 */
async function trackNotice(dependencies: Dependencies, event: NoticeEvent): Promise<void> {
  const { noticeId, noticeKind, contactId, sesMessageId, at, sentAt } = event;
  // The sender may not know that SES accepted it. After this it is not sent again.
  if (event.kind === 'send') await dependencies.settleNotice(noticeId, sesMessageId, at);
  const reason = suppressionOf(event);
  if (!reason) return;
  await dependencies.suppress(contactId, reason, `SES ${sesMessageId}`, at);
  const counts = countsOf(event);
  if (!counts) return;
  const happened = event.kind === 'complaint' ? 'complained' : 'bounced';
  if (!(await dependencies.noteOnNotice(noticeId, happened, at))) return;
  if (isAskedByStrangers(noticeKind)) {
    const isFirst = await dependencies.exhaustLimits(contactId);
    // A mailbox bounces once, under however many addresses somebody wrote it in.
    if (event.kind === 'bounce' && !isFirst) return;
  }
  const { bounces = 0, complaints = 0 } = counts;
  measureCounts(dependencies, counts);
  const noticeCounts = { noticeBounces: bounces, noticeComplaints: complaints };
  await dependencies.countRates(noticeCounts, rateOfNotices(noticeKind), sentAt);
}

function measureCounts(
  { measure }: Dependencies,
  { bounces, complaints }: Pick<Partial<RateCounts>, 'bounces' | 'complaints'>,
): void {
  if (bounces) measure({ MailsBounced: bounces });
  if (complaints) measure({ MailsComplained: complaints });
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

/** A message stopped by SES's own suppression list never left SES, and SES does not count it against the account. */
function countsOf(event: Happening): Pick<Partial<RateCounts>, 'bounces' | 'complaints'> | null {
  if (event.kind === 'bounce' && event.isPermanent && !event.isOnSuppressionList) return { bounces: 1 };
  if (event.kind === 'complaint' && !event.isOnSuppressionList) return { complaints: 1 };
  return null;
}
