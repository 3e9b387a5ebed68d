import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { Mail, SendResult } from '../../../functions/_shared/aws/mail-sender.ts';
import { noticeTable } from '../../../functions/_shared/aws/notice-table.ts';
import { goodStanding } from '../../../functions/_shared/domain/contact.ts';
import { joinPieces } from '../../../functions/_shared/domain/message-pieces.ts';
import { comeAgainSeconds } from '../../../functions/_shared/domain/messages.ts';
import type { Notice, NoticeKind } from '../../../functions/_shared/domain/notice.ts';
import { buildNoticeMail } from '../../../functions/compose-emails/build-notice-mail.ts';
import { type Delivered, deliverNotice } from '../../../functions/compose-emails/deliver-notice.ts';
import { sendNotice } from '../../../functions/compose-emails/send-notice.ts';
import { configuration } from '../../../infra/configuration.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';

const { newsroom } = configuration('local');
const contactId = 'cabcdefghijklmnopqrstuvwxyz';
const aSignUp = {
  email: 'lan@press.example.org',
  nonce: 'n',
  name: null,
  outlet: null,
  role: null,
  beats: [],
  language: 'en' as const,
  list: 'general-press',
  counters: [],
  confirmedAt: null,
};
const rendered = { subject: 'Your approval is needed – Diễn đàn', html: '<p>Xin chào</p>', text: 'Xin chào' };

/** Notices with their table, a clock that the test sets, and an SES with prepared answers. */
class Notices {
  readonly sent: Mail[] = [];
  readonly log: Record<string, unknown>[] = [];
  readonly stopped: string[] = [];
  readonly counted: string[] = [];
  readonly measured: object[] = [];
  isBusy = false;
  slept = 0;
  now = Date.parse('2026-03-01T08:00:00Z');
  answers: SendResult[] = [];
  readonly table: ReturnType<typeof noticeTable>;

  constructor() {
    const fake = new FakeTable();
    this.table = noticeTable(tableThrough(async (command) => fake.execute(command)));
  }

  get dependencies() {
    return {
      ...this.table,
      buildMail: buildNoticeMail.bind(null, newsroom, contactId),
      sendMail: async (mail: Mail): Promise<SendResult> => {
        this.sent.push(mail);
        return this.answers.shift() ?? { kind: 'sent', sesMessageId: 'm' };
      },
      takeSlot: async () => !this.isBusy,
      countSent: async (kind: string) => void this.counted.push(kind),
      openCircuit: async (because: string) => void this.stopped.push(because),
      sleep: async (milliseconds: number) => {
        this.slept += milliseconds;
      },
      now: () => new Date(this.now),
      log: (line: Record<string, unknown>) => void this.log.push(line),
      measure: (values: object) => void this.measured.push(values),
    };
  }

  deliver(kind: NoticeKind = 'proof'): Promise<Delivered> {
    return deliverNotice(
      this.dependencies,
      { noticeId: 'n1', to: 'desk@press.example.org', kind },
      async () => rendered,
    );
  }
}

const quarterOfAnHour = 15 * 60 * 1000;

describe('a notice', () => {
  it('is sent once, however often it is requested', async () => {
    const notices = new Notices();
    await Promise.all([notices.deliver(), notices.deliver()]);
    expect(await notices.deliver()).toBe('over');
    expect(notices.sent).toHaveLength(1);
    notices.now += 10 * quarterOfAnHour;
    expect(await notices.deliver()).toBe('over');
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

  it('waits for its slot of the account’s rate: without one it is tried again later, by whoever comes first', async () => {
    const notices = new Notices();
    notices.isBusy = true;
    expect(await notices.deliver()).toBe('later');
    expect([notices.sent.length, notices.counted]).toEqual([0, []]);
    notices.isBusy = false;
    expect(await notices.deliver()).toBe('over');
    expect([notices.sent.length, notices.counted]).toEqual([1, ['proof']]);
  });

  it('is sent again after a quarter of an hour, and not sooner, if it is unknown whether SES accepted it', async () => {
    const notices = new Notices();
    notices.answers = [{ kind: 'unknown', reason: 'ECONNRESET' }];
    expect(await notices.deliver()).toBe('later');
    expect(await notices.deliver()).toBe('later');
    expect(notices.sent).toHaveLength(1);
    notices.now += quarterOfAnHour + 1;
    expect(await notices.deliver()).toBe('over');
    expect(notices.sent).toHaveLength(2);
  });

  it('is not sent again after SES’s event says that SES accepted it', async () => {
    const notices = new Notices();
    notices.answers = [{ kind: 'unknown', reason: 'ECONNRESET' }];
    await notices.deliver();
    await notices.table.settleNotice('n1', 'ses-1', '2026-03-01T08:00:05.000Z');
    notices.now += quarterOfAnHour + 1;
    expect(await notices.deliver()).toBe('over');
    expect(notices.sent).toHaveLength(1);
  });

  it('is not lost if the function that sends it crashes', async () => {
    const notices = new Notices();
    await notices.table.claimNotice('n1', new Date(notices.now).toISOString());
    expect(await notices.deliver()).toBe('later');
    notices.now += quarterOfAnHour + 1;
    expect(await notices.deliver()).toBe('over');
    expect(notices.sent).toHaveLength(1);
  });

  it.each<SendResult>([{ kind: 'parked' }, { kind: 'blocked', reason: 'EmailAddressNotVerified' }])(
    'comes again, as often as it takes, when SES surely did not take it: %j',
    async (answer) => {
      const notices = new Notices();
      notices.answers = Array(20).fill(answer);
      for (let tries = 0; tries < 20; tries++) expect(await notices.deliver()).toBe('later');
      expect(await notices.deliver()).toBe('over');
      expect(notices.sent).toHaveLength(21);
    },
  );

  it('is measured: sent, refused, and each try after which it still waits, so that the alarms can ring', async () => {
    const notices = new Notices();
    notices.isBusy = true;
    await notices.deliver();
    notices.isBusy = false;
    notices.answers = [{ kind: 'parked' }];
    await notices.deliver();
    await notices.deliver();
    expect(notices.measured).toEqual([{ NoticesPutOff: 1 }, { NoticesPutOff: 1 }, { NoticesSent: 1 }]);
    const refused = new Notices();
    refused.answers = [{ kind: 'refused', reason: 'InvalidParameterValue', blames: 'recipient' }];
    await refused.deliver();
    expect(refused.measured).toEqual([{ NoticesRefused: 1 }]);
    const ofStranger = new Notices();
    ofStranger.answers = [{ kind: 'refused', reason: 'x', blames: 'recipient' }];
    await ofStranger.deliver('confirm');
    expect(ofStranger.measured, 'an address that a stranger entered is nobody’s to mend').toEqual([]);
  });

  it('stops all sending, with the reason, if SES refuses it because of the account', async () => {
    const notices = new Notices();
    notices.answers = [{ kind: 'blocked', reason: 'SendingPaused' }];
    await notices.deliver();
    expect(notices.stopped).toEqual(['SendingPaused']);
  });

  it('is over if SES refuses its address; the operators’ log line does not contain the address', async () => {
    const notices = new Notices();
    notices.answers = [{ kind: 'refused', reason: 'InvalidParameterValue', blames: 'recipient' }];
    expect(await notices.deliver()).toBe('over');
    expect(await notices.deliver()).toBe('over');
    expect(notices.sent).toHaveLength(1);
    expect(notices.log).toEqual([
      {
        stage: 'compose-emails',
        level: 'alarm',
        alarm: 'notice-refused',
        notice: 'n1',
        is: 'refused',
        reason: 'InvalidParameterValue',
      },
    ]);
  });

  it('is tried again soon, then every quarter of an hour, which is the longest that a queue waits', () => {
    const waits = [undefined, 1, 2, 3, 4, 5, 500].map((tries) => comeAgainSeconds({ tries }));
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });

  it('is one mail to one address, text before HTML, readable by other programs', async () => {
    const notices = new Notices();
    await notices.deliver();
    const [mail] = notices.sent;
    const parsed = await PostalMime.parse(joinPieces(mail?.raw ?? []));
    expect(parsed.subject).toBe(rendered.subject);
    expect(parsed.text?.trim()).toBe('Xin chào');
    expect(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect(mail?.tags).toEqual({ notice: 'n1', kind: 'proof', recipient: contactId });
    expect(joinPieces(mail?.raw ?? []).toString()).not.toMatch(/[^\r]\n/);
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
  const requestedAt = '2026-02-28T08:00:00.000Z';
  const send = async (
    notice: Notice,
    reason: 'unsubscribed' | 'complained' | null,
    {
      signUpsStopped = false,
      everythingPaused = false,
      now = '2026-03-01T08:00:00Z',
      answers = [] as SendResult[],
      deletes = ['n1'],
    } = {},
  ) => {
    const notices = new Notices();
    notices.now = Date.parse(now);
    notices.answers = answers;
    const deleted: string[] = [];
    await sendNotice(
      {
        ...notices.dependencies,
        readNotice: async () => ({ to: 'lan@press.example.org', contactId: `c${'a'.repeat(26)}`, notice }),
        deleteNotice: async (id) => void deleted.push(id),
        areSignUpsStopped: async () => signUpsStopped,
        isEverythingPaused: async () => everythingPaused,
        readSignUp: async (id) => ({ ...aSignUp, contactId: id, requestedAt }),
        readStanding: async (id) => ({
          ...goodStanding(id),
          suppressed: reason && { reason, at: '2026-01-01T00:00:00Z', evidence: 'link' },
        }),
        renderNotice: async () => rendered,
      },
      'n1',
    );
    expect(deleted).toEqual(deletes);
    return { sent: notices.sent.length, stopped: notices.stopped };
  };

  it('is not sent to a person who may no longer be written to', async () => {
    expect(await send(terms, null)).toMatchObject({ sent: 1 });
    expect(await send(terms, 'unsubscribed')).toMatchObject({ sent: 0 });
    expect(await send(confirm, 'complained')).toMatchObject({ sent: 0 });
  });

  it('confirms no sign-up while too many notices bounce; mails to admins and the desk are still sent', async () => {
    expect(await send(confirm, null, { signUpsStopped: true })).toMatchObject({ sent: 0 });
    expect(await send(terms, null, { signUpsStopped: true })).toMatchObject({ sent: 1 });
  });

  it('waits while a person has paused everything, and is kept', async () => {
    expect(await send(terms, null, { everythingPaused: true, deletes: [] })).toMatchObject({ sent: 0 });
    expect(await send(confirm, null, { everythingPaused: true, deletes: [] })).toMatchObject({ sent: 0 });
  });

  it('lets a person who unsubscribed come back: the confirmation is sent', async () => {
    expect(await send(confirm, 'unsubscribed')).toMatchObject({ sent: 1 });
  });

  it('is kept while SES accepts nothing; its text and address are deleted when it is over', async () => {
    const answers: SendResult[] = [{ kind: 'blocked', reason: 'SendingPaused' }];
    expect(await send(terms, null, { answers, deletes: [] })).toEqual({
      sent: 1,
      stopped: ['SendingPaused'],
    });
  });

  it('does not stop the releases if a stranger entered its address, whatever SES answers', async () => {
    const answers: SendResult[] = [{ kind: 'blocked', reason: 'ACodeOfNextYear' }];
    expect(await send(confirm, null, { answers, deletes: [] })).toEqual({ sent: 1, stopped: [] });
  });

  it('confirms no sign-up whose link expired while SES accepted nothing', async () => {
    expect(await send(confirm, null, { now: '2026-03-07T07:59:00Z' })).toMatchObject({ sent: 1 });
    expect(await send(confirm, null, { now: '2026-03-07T08:01:00Z' })).toMatchObject({ sent: 0 });
  });
});
