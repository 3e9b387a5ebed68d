import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { AddressedNotice, NoticeStore } from '../_shared/aws/notice-store.ts';
import type { SignUpTable } from '../_shared/aws/sign-up-table.ts';
import type { Standing } from '../_shared/domain/contact.ts';
import { isAskedByStrangers, type Notice } from '../_shared/domain/notice.ts';
import { confirmWithinSeconds } from '../_shared/domain/sign-up.ts';
import { type Dependencies as DeliverDependencies, type Delivered, deliverNotice } from './deliver-notice.ts';
import type { RenderedNotice } from './render-notice.ts';

export interface Dependencies
  extends DeliverDependencies,
    Pick<NoticeStore, 'readNotice' | 'deleteNotice'>,
    Pick<ContactTable, 'readStanding'>,
    Pick<SignUpTable, 'readSignUp'> {
  /** Too many confirmations bounced: somebody may be signing up with other people's addresses. */
  areSignUpsStopped: () => Promise<boolean>;
  /** A person has paused everything: mail to contacts waits. The desk is still told what it must know. */
  isEverythingPaused: () => Promise<boolean>;
  renderNotice: (notice: Exclude<Notice, { kind: 'proof' }>) => Promise<RenderedNotice>;
}

/**
 * Sends the notice named in a message, unless its contact may no longer be written to. A confirmation is dropped while
 * sign-ups are stopped or after its link has expired; the person can sign up again later. `later`: the notice is kept
 * and must be tried again. A person who gives up deletes it.
 */
export async function sendNotice(dependencies: Dependencies, noticeId: string): Promise<Delivered> {
  const addressed = await dependencies.readNotice(noticeId);
  if (!addressed || addressed.notice.kind === 'proof') return 'over';
  const { to, contactId, notice } = addressed;
  if (contactId !== null && (await dependencies.isEverythingPaused())) return 'later';
  const delivered = (await isWanted(dependencies, addressed))
    ? await deliverNotice(openingNothing(dependencies, notice), { noticeId, to, kind: notice.kind }, () =>
        dependencies.renderNotice(notice),
      )
    : 'over';
  if (delivered === 'over') await dependencies.deleteNotice(noticeId);
  return delivered;
}

/**
 * Strangers enter the addresses of confirmations. An answer of SES about such an address must not stop the releases.
 */
function openingNothing(dependencies: Dependencies, { kind }: Notice): Dependencies {
  return isAskedByStrangers(kind) ? { ...dependencies, openCircuit: async () => {} } : dependencies;
}

async function isWanted(
  dependencies: Dependencies,
  { contactId, notice }: AddressedNotice,
): Promise<boolean> {
  if (isAskedByStrangers(notice.kind) && (await dependencies.areSignUpsStopped())) return false;
  if (contactId === null) return true;
  if (!mayReceive(notice, await dependencies.readStanding(contactId))) return false;
  return notice.kind !== 'confirm' || isLinkValid(dependencies, contactId);
}

async function isLinkValid({ readSignUp, now }: Dependencies, contactId: string): Promise<boolean> {
  const signUp = await readSignUp(contactId);
  if (!signUp) return false;
  return now().getTime() - Date.parse(signUp.requestedAt) <= confirmWithinSeconds * 1000;
}

/** A person who unsubscribed may sign up again, so they get the confirmation mail, and no other mail. */
function mayReceive(notice: Notice, { suppressed }: Standing): boolean {
  return suppressed === null || (notice.kind === 'confirm' && suppressed.reason === 'unsubscribed');
}
