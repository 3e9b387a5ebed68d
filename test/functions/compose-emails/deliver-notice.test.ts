import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { Mail, SendResult } from '../../../functions/_shared/aws/mail-sender.ts';
import { goodStanding } from '../../../functions/_shared/domain/contact.ts';
import type { Notice } from '../../../functions/_shared/domain/notice.ts';
import { buildNoticeMail } from '../../../functions/compose-emails/build-notice-mail.ts';
import { deliverNotice } from '../../../functions/compose-emails/deliver-notice.ts';
import { sendNotice } from '../../../functions/compose-emails/send-notice.ts';
import { configuration } from '../../../infra/configuration.ts';

const { newsroom } = configuration('local');
const contactId = 'cabcdefghijklmnopqrstuvwxyz';
const rendered = { subject: 'Your approval is needed – Diễn đàn', html: '<p>Xin chào</p>', text: 'Xin chào' };

class Notices {
  readonly claimed = new Set<string>();
  readonly sent: Mail[] = [];
  slept = 0;
  answers: SendResult[] = [];

  readonly dependencies = {
    claimNotice: async (id: string) => !this.claimed.has(id) && !!this.claimed.add(id),
    giveBackNotice: async (id: string) => void this.claimed.delete(id),
    settleNotice: async () => {},
    buildMail: buildNoticeMail.bind(null, newsroom, contactId),
    sendMail: async (mail: Mail): Promise<SendResult> => {
      this.sent.push(mail);
      return this.answers.shift() ?? { kind: 'sent', sesMessageId: 'm' };
    },
    sleep: async (milliseconds: number) => {
      this.slept += milliseconds;
    },
    now: () => new Date('2026-03-01T08:00:00Z'),
  };

  deliver(): Promise<void> {
    return deliverNotice(
      this.dependencies,
      { noticeId: 'n1', to: 'desk@press.example.org' },
      async () => rendered,
    );
  }
}

describe('a notice', () => {
  it('is sent once, however often it is requested', async () => {
    const notices = new Notices();
    await Promise.all([notices.deliver(), notices.deliver()]);
    await notices.deliver();
    expect(notices.sent).toHaveLength(1);
  });

  it('is tried again while SES is too busy', async () => {
    const notices = new Notices();
    notices.answers = [
      { kind: 'pending', reason: 'throttled' },
      { kind: 'pending', reason: 'throttled' },
    ];
    await notices.deliver();
    expect(notices.sent).toHaveLength(3);
    expect(notices.slept).toBe(700);
  });

  it('is not sent again if it is unknown whether SES accepted it', async () => {
    const notices = new Notices();
    notices.answers = [{ kind: 'unknown', reason: 'ECONNRESET' }];
    await notices.deliver();
    await notices.deliver();
    expect(notices.sent).toHaveLength(1);
  });

  it('comes back later if SES certainly did not accept it', async () => {
    const notices = new Notices();
    notices.answers = [{ kind: 'parked' }];
    await expect(notices.deliver()).rejects.toThrow();
    await notices.deliver();
    expect(notices.sent).toHaveLength(2);
  });

  it('is one mail to one address, text before HTML, readable by other programs', async () => {
    const notices = new Notices();
    await notices.deliver();
    const [mail] = notices.sent;
    const parsed = await PostalMime.parse(mail?.raw ?? '');
    expect(parsed.subject).toBe(rendered.subject);
    expect(parsed.text?.trim()).toBe('Xin chào');
    expect(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(mail?.tags).toEqual({ notice: 'n1', recipient: contactId });
    expect(Buffer.from(mail?.raw ?? []).toString()).not.toMatch(/[^\r]\n/);
  });
});

describe('a notice to a contact', () => {
  const confirm: Notice = {
    kind: 'confirm',
    language: 'en',
    listName: 'General press',
    confirmUrl: 'https://press.example.org/c/x',
  };
  const terms: Notice = {
    kind: 'terms',
    language: 'en',
    name: null,
    termsVersion: '1',
    termsUrl: 'https://press.example.org/e/x',
  };
  const send = async (
    notice: Notice,
    reason: 'unsubscribed' | 'complained' | null,
    signUpsStopped = false,
  ) => {
    const notices = new Notices();
    const deleted: string[] = [];
    await sendNotice(
      {
        ...notices.dependencies,
        readNotice: async () => ({ to: 'lan@press.example.org', contactId: `c${'a'.repeat(26)}`, notice }),
        deleteNotice: async (id) => void deleted.push(id),
        areSignUpsStopped: async () => signUpsStopped,
        readStanding: async (id) => ({
          ...goodStanding(id),
          suppressed: reason && { reason, at: '2026-01-01T00:00:00Z', evidence: 'link' },
        }),
        renderNotice: async () => rendered,
      },
      'n1',
    );
    expect(deleted).toEqual(['n1']);
    return notices.sent.length;
  };

  it('is not sent to a contact who may no longer be written to', async () => {
    expect(await send(terms, null)).toBe(1);
    expect(await send(terms, 'unsubscribed')).toBe(0);
    expect(await send(confirm, 'complained')).toBe(0);
  });

  it("confirms no sign-up while too many notices bounce; mails to admins' contacts and the desk continue", async () => {
    expect(await send(confirm, null, true)).toBe(0);
    expect(await send(terms, null, true)).toBe(1);
  });

  it('lets a person who unsubscribed come back: the confirmation mail is sent', async () => {
    expect(await send(confirm, 'unsubscribed')).toBe(1);
  });
});
