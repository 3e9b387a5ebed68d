import type { AddressedNotice, NoticeStore } from '../aws/notice-store.ts';
import type { ComposeMessage } from '../domain/messages.ts';

export interface NoticeDependencies extends Pick<NoticeStore, 'writeNotice'> {
  enqueueCompose: (message: ComposeMessage) => Promise<void>;
}

/**
 * Asks compose-emails to send one notice. Idempotent: a notice with the same `noticeId` is sent once. `noticeId`
 * consists of `[A-Za-z0-9_-]` and is made of what the notice is about.
 */
export async function requestNotice(
  { writeNotice, enqueueCompose }: NoticeDependencies,
  noticeId: string,
  addressed: AddressedNotice,
): Promise<void> {
  await writeNotice(noticeId, addressed);
  await enqueueCompose({ kind: 'notice', noticeId });
}
