import type { ComposeMessage } from '../domain/messages.ts';
import type { Notice } from '../domain/notice.ts';

export interface NoticeDependencies {
  /** Keeps what a notice says and to whom, where no queue or log shows it. */
  putNotice: (noticeId: string, stored: { to: string; notice: Notice }) => Promise<void>;
  enqueueCompose: (message: ComposeMessage) => Promise<void>;
}

/**
 * Has compose-emails send one notice. `noticeId` (`[A-Za-z0-9_-]`, made of what the notice is about) makes it safe to
 * ask twice: the notice goes out once.
 */
export async function requestNotice(
  { putNotice, enqueueCompose }: NoticeDependencies,
  noticeId: string,
  stored: { to: string; notice: Notice },
): Promise<void> {
  await putNotice(noticeId, stored);
  await enqueueCompose({ kind: 'notice', noticeId });
}
