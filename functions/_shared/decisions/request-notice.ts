import type { AddressedNotice } from '../aws/notice-table.ts';
import type { ComposeMessage } from '../domain/messages.ts';

export interface NoticeDependencies {
  /** Keeps what a notice says and to whom, where no queue or log shows it. */
  writeNotice: (noticeId: string, addressed: AddressedNotice) => Promise<void>;
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
