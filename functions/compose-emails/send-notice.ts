import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { NoticeStore } from '../_shared/aws/notice-store.ts';
import type { Standing } from '../_shared/domain/contact.ts';
import type { Notice } from '../_shared/domain/notice.ts';
import { type Dependencies as DeliverDependencies, deliverNotice } from './deliver-notice.ts';
import type { RenderedNotice } from './render-notice.ts';

export interface Dependencies
  extends DeliverDependencies,
    Pick<NoticeStore, 'readNotice' | 'deleteNotice'>,
    Pick<ContactTable, 'readStanding'> {
  /** Too many notices bounced: somebody may be signing up addresses that are not theirs. */
  areSignUpsStopped: () => Promise<boolean>;
  renderNotice: (notice: Exclude<Notice, { kind: 'proof' }>) => Promise<RenderedNotice>;
}

/**
 * Sends the notice that a message names, unless its contact may not be written to any more. A confirmation that comes
 * while sign-ups are stopped is dropped: whoever meant it signs up again.
 */
export async function sendNotice(dependencies: Dependencies, noticeId: string): Promise<void> {
  const addressed = await dependencies.readNotice(noticeId);
  if (!addressed || addressed.notice.kind === 'proof') return;
  const { to, contactId, notice } = addressed;
  const standing = contactId === null ? null : await dependencies.readStanding(contactId);
  const isStopped = notice.kind === 'confirm' && (await dependencies.areSignUpsStopped());
  if (!isStopped && (!standing || mayReceive(notice, standing)))
    await deliverNotice(dependencies, { noticeId, to }, () => dependencies.renderNotice(notice));
  await dependencies.deleteNotice(noticeId);
}

/** Whoever unsubscribed may ask to come back: they must get the mail that confirms it, and nothing else. */
function mayReceive(notice: Notice, { suppressed }: Standing): boolean {
  return suppressed === null || (notice.kind === 'confirm' && suppressed.reason === 'unsubscribed');
}
