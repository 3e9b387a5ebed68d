import type { Mail, MailSender } from '../_shared/aws/mail-sender.ts';
import type { NoticeTable } from '../_shared/aws/notice-table.ts';
import type { RenderedNotice } from './render-notice.ts';

export interface Dependencies
  extends Pick<NoticeTable, 'claimNotice' | 'giveBackNotice' | 'settleNotice'>,
    Pick<MailSender, 'sendMail'> {
  buildMail: (to: string, noticeId: string, rendered: RenderedNotice) => Promise<Mail>;
  sleep: (milliseconds: number) => Promise<void>;
  now: () => Date;
}

/** Milliseconds to wait between attempts while SES is too busy. The sum is shorter than the timeout of the function. */
const waits = [200, 500, 1000, 2000, 4000, 8000, 16_000];

/**
 * Sends one notice at most once: claim, send, settle. After a crash in between it stays unsent rather than being sent
 * twice. The claim is released, and the message tried again, only if SES has certainly not accepted the mail.
 */
export async function deliverNotice(
  dependencies: Dependencies,
  { noticeId, to }: { noticeId: string; to: string },
  render: () => Promise<RenderedNotice>,
): Promise<void> {
  const { claimNotice, giveBackNotice, settleNotice, buildMail, sendMail, sleep, now } = dependencies;
  const rendered = await render();
  if (!(await claimNotice(noticeId, now().toISOString()))) return;
  const mail = await buildMail(to, noticeId, rendered);
  for (const wait of waits) {
    const result = await sendMail(mail);
    switch (result.kind) {
      case 'sent':
        return settleNotice(noticeId, result.sesMessageId, now().toISOString());
      case 'refused':
      case 'unknown':
        return;
      case 'pending':
        await sleep(wait);
        continue;
      case 'parked':
      case 'blocked':
        await giveBackNotice(noticeId);
        throw new Error(`SES takes no notice now: ${result.kind}`);
    }
  }
  await giveBackNotice(noticeId);
  throw new Error('SES was too busy for a notice');
}
