import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Mail } from '../_shared/aws/mail-sender.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { NoticeTo } from './deliver-notice.ts';
import type { RenderedNotice } from './render-notice.ts';

/**
 * Builds a notice as a message for SES: text before HTML, CRLF lines, one recipient. `contactId` belongs to the
 * address, so that a bounce or complaint is assigned to the contact.
 */
export async function buildNoticeMail(
  newsroom: Newsroom,
  contactId: string,
  { noticeId, to, kind }: NoticeTo,
  { subject, html, text }: RenderedNotice,
): Promise<Mail> {
  const { sender, name } = newsroom;
  const raw = await new MailComposer({
    newline: 'windows',
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: to },
    replyTo: { name: sender.name, address: sender.replyTo },
    subject,
    text,
    html,
    messageId: `<${randomUUID()}@${sender.domain}>`,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Id': { prepared: true, value: `<notices.${sender.domain}>` },
      'X-Entity-Ref-ID': noticeId,
      Organization: name,
    },
    // The subject may contain any text: nothing in it may make the composer read a file or fetch a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { from: sender.address, to, raw: [raw], tags: { notice: noticeId, kind, recipient: contactId } };
}
