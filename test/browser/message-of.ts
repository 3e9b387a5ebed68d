import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { SampleMail } from './sample-mails.ts';

/** The complete message, as it reaches a mail server. SpamAssassin checks it. */
export function messageOf(mail: SampleMail): Promise<Buffer> {
  const domain = 'newsroom.example.org';
  return new MailComposer({
    from: { name: 'UN Viet Nam Newsroom', address: `press@${domain}` },
    to: { name: 'Sam Reporter', address: 'sam@daily.example.com' },
    replyTo: `media@${domain}`,
    subject: mail.subject,
    date: new Date(),
    messageId: `<${mail.name.replaceAll(/\W/g, '-')}.${mail.language}@${domain}>`,
    headers: {
      'List-Id': `<press.${domain}>`,
      'List-Unsubscribe': `<https://releases.${domain}/u/token>, <mailto:unsubscribe@${domain}?subject=token>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
    text: mail.text,
    html: mail.html,
    newline: 'windows',
  })
    .compile()
    .build();
}
