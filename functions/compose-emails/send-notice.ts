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
  /** Too many notices bounced: somebody may be signing up with other people's addresses. */
  areSignUpsStopped: () => Promise<boolean>;
  renderNotice: (notice: Exclude<Notice, { kind: 'proof' }>) => Promise<RenderedNotice>;
}

/**
 * Sends the notice named in a message, unless its contact may no longer be written to. A confirmation is dropped while
 * sign-ups are stopped; the person can sign up again later.
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

/** A person who unsubscribed may sign up again, so they get the confirmation mail, and no other mail. */
function mayReceive(notice: Notice, { suppressed }: Standing): boolean {
  return suppressed === null || (notice.kind === 'confirm' && suppressed.reason === 'unsubscribed');
}
