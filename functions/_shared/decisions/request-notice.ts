import type { AddressedNotice, NoticeStore } from '../aws/notice-store.ts';
import type { ComposeMessage } from '../domain/messages.ts';

export interface NoticeDependencies extends Pick<NoticeStore, 'writeNotice'> {
  enqueueCompose: (message: ComposeMessage) => Promise<void>;
}

/**
 * Has compose-emails send one notice. `noticeId` (`[A-Za-z0-9_-]`, made of what the notice is about) makes it safe to
 * ask twice: the notice goes out once.
 */
export async function requestNotice(
  { writeNotice, enqueueCompose }: NoticeDependencies,
  noticeId: string,
  addressed: AddressedNotice,
): Promise<void> {
  await writeNotice(noticeId, addressed);
  await enqueueCompose({ kind: 'notice', noticeId });
}
