import { describe, expect, it } from 'vitest';
import { auditStore } from '../../../functions/_shared/aws/audit-store.ts';
import { contactTable } from '../../../functions/_shared/aws/contact-table.ts';
import { listTable } from '../../../functions/_shared/aws/list-table.ts';
import { noticeStore } from '../../../functions/_shared/aws/notice-store.ts';
import { noticeTable } from '../../../functions/_shared/aws/notice-table.ts';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import { connectQueue } from '../../../functions/_shared/aws/queue.ts';
import { rateOfNotices, rateTable } from '../../../functions/_shared/aws/rate-table.ts';
import { signUpTable } from '../../../functions/_shared/aws/sign-up-table.ts';
import { requestNotice } from '../../../functions/_shared/decisions/request-notice.ts';
import { resumeSending } from '../../../functions/_shared/deliveries/resume-sending.ts';
import { confirmationsStoppedUntil } from '../../../functions/_shared/domain/circuit.ts';
import { contactIdOf } from '../../../functions/_shared/domain/contact-id.ts';
import type { NoticeKind } from '../../../functions/_shared/domain/notice.ts';
import { signUpLimits } from '../../../functions/_shared/domain/sign-up-limit.ts';
import type { NoticeTo } from '../../../functions/compose-emails/deliver-notice.ts';
import { paceNotice } from '../../../functions/compose-emails/pace-notice.ts';
import { sendNotice } from '../../../functions/compose-emails/send-notice.ts';
import { signUp } from '../../../functions/subscriptions/sign-up.ts';
import { connectDependencies } from '../../../functions/track-delivery/dependencies.ts';
import { trackDelivery } from '../../../functions/track-delivery/track-delivery.ts';
import { contactKey } from '../../people.ts';
import { newsroom } from '../../simulator/newsroom.ts';
import { aDelivery, recipientOf } from '../send-emails/a-delivery.ts';

/** How a robot fills in the form for the n-th time. The robots know how to pass the form's own checks. */
interface Robot {
  address: (n: number) => string;
  network: (n: number) => string;
}

const bounces = /^bounce(\+\w+)?@simulator\.amazonses\.com$|@dead\d*\.example$/;

/**
 * A robot signs up a thousand times while a release goes to 500 readers at 14 mails a second: the real use cases and
 * adapters of the form, of compose-emails and of track-delivery on one table. SES's answers and events come at once.
 */
async function attack({ address, network }: Robot) {
  let asked = 0;
  let ids = 0;
  const mailed: string[] = [];
  const queued: string[] = [];
  const delivery = await aDelivery({
    recipients: Array.from({ length: 500 }, (_, n) => recipientOf(n)),
    maxSendRate: 14,
    wire: (connected) => ({
      ...connected,
      async sendMail(mail) {
        for (let i = 0; i < 2; i++) {
          const n = asked;
          asked += 1;
          await form(address(n), network(n));
        }
        return connected.sendMail(mail);
      },
    }),
  });
  const { table, bucket, clock } = delivery;
  const now = () => new Date(clock.now);
  const pace = paceTable(table);
  const stoppedUntil = async () => confirmationsStoppedUntil(await pace.readPace(), clock.now);

  const tracking = connectDependencies({
    newsroom: { ...newsroom, desk: [] },
    table,
    bucket,
    composeQueue: connectQueue('http://127.0.0.1:1/none'),
    configurationSets: ['newsroom', 'notices'],
    now: () => clock.now,
    log: () => undefined,
    measure: () => undefined,
  });
  const bounce = (tags: Record<string, string>) =>
    trackDelivery(
      tracking,
      JSON.stringify({
        eventType: 'Bounce',
        mail: {
          messageId: `ses-${ids++}`,
          timestamp: now().toISOString(),
          tags: {
            'ses:configuration-set': ['notices'],
            ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
          },
        },
        bounce: { bounceType: 'Permanent', bounceSubType: 'General', timestamp: now().toISOString() },
      }),
    );

  const composing = {
    ...noticeTable(table),
    ...noticeStore(bucket),
    ...contactTable(table),
    ...signUpTable(table),
    isEverythingPaused: async () => false,
    areSignUpsStopped: async () => (await stoppedUntil()) !== null,
    renderNotice: async () => ({ subject: '', html: '', text: '' }),
    takeSlot: (kind: NoticeKind) =>
      paceNotice(
        {
          ...pace,
          readQuota: async () => ({ maxSendRate: 14, max24HourSend: -1, sentLast24Hours: 0 }),
          now: () => clock.now,
          sleep: async (milliseconds) => void (clock.now += milliseconds),
        },
        kind,
      ),
    countSent: (kind: NoticeKind, at: string) =>
      rateTable(table).countRates({ noticeSends: 1 }, rateOfNotices(kind), Date.parse(at)),
    buildMail: async ({ noticeId, to, kind }: NoticeTo) => ({
      from: 'press@news.example',
      to,
      raw: [],
      tags: { notice: noticeId, kind, recipient: contactIdOf(to, contactKey) },
    }),
    async sendMail({ to, tags }: { to: string; tags: Record<string, string> }) {
      mailed.push(to);
      if (bounces.test(to)) await bounce(tags);
      return { kind: 'sent' as const, sesMessageId: `ses-${ids++}` };
    },
    openCircuit: async (because: string) => {
      throw new Error(`a confirmation stopped the releases: ${because}`);
    },
    sleep: async () => {},
    now,
    log: () => undefined,
    measure: () => undefined,
  };

  async function form(email: string, sourceIp: string) {
    const answer = await signUp(
      {
        ...contactTable(table),
        ...signUpTable(table),
        ...listTable(table),
        limits: signUpLimits(newsroom.signUps, contactKey),
        hoursBetweenConfirmations: newsroom.signUps.hoursBetweenConfirmations,
        stoppedUntil,
        contactIdOf: (one) => contactIdOf(one, contactKey),
        confirmUrl: () => 'https://news.example/c/x',
        sendNotice: (noticeId, { email: to, contactId }, notice) =>
          requestNotice(
            { ...noticeStore(bucket), enqueueCompose: async () => void queued.push(noticeId) },
            noticeId,
            { to, contactId, notice },
          ),
        newNonce: () => `nonce${ids++}`,
        measure: () => undefined,
      },
      { email, name: null, outlet: null, role: null, beats: [], language: 'en', list: 'press' },
      sourceIp,
      now(),
    );
    await compose();
    return answer.kind;
  }

  async function compose() {
    for (const noticeId of queued.splice(0))
      if ((await sendNotice(composing, noticeId)) === 'later') queued.push(noticeId);
  }

  const began = clock.now;
  await delivery.send();
  const seconds = (clock.now - began) / 1000;
  // Confirmations that came at a bad moment are tried again half a minute later.
  clock.now += 30_000;
  await compose();
  return {
    asked: () => asked,
    /** To whom confirmations were mailed. */
    mailed,
    /** Somebody signs up whose mailbox exists. True if they are mailed the link. */
    async getsIn(email: string, sourceIp: string) {
      await form(email, sourceIp);
      return mailed.includes(email);
    },
    released: {
      sent: delivery.sent.length,
      seconds,
      stoppedBecause: (await pace.readPace()).openBecause,
    },
    later: (hours: number) => void (clock.now += hours * 3_600_000),
    resume: () => resumeSending({ ...pace, ...rateTable(table), ...auditStore(bucket) }, 'Lan Nguyen', now()),
    areStopped: async () => (await stoppedUntil()) !== null,
  };
}

const manyNetworks = (n: number) => `198.${Math.floor(n / 250)}.${n % 250}.7`;
/** 500 mails at 13.3 a second, and a slot for each of at most sixty confirmations. */
const fastEnough = (500 + 60) / 13.3 + 1;

describe('a thousand sign-ups by a robot', () => {
  it('from one network, for one mailbox that bounces under a thousand addresses: three mails; a person gets in from elsewhere', async () => {
    const attacked = await attack({
      address: (n) => `bounce+${n}@simulator.amazonses.com`,
      network: () => '203.0.113.66',
    });
    expect(attacked.asked()).toBe(1000);
    expect(attacked.mailed.length).toBeLessThanOrEqual(3);
    expect(attacked.released).toMatchObject({ sent: 500, stoppedBecause: null });
    expect(attacked.released.seconds).toBeLessThan(fastEnough);
    expect(await attacked.getsIn('ann@daily.example.org', '192.0.2.9')).toBe(true);
  }, 60_000);

  it('from one network, for mailboxes that bounce: no mail after the first bounce is heard', async () => {
    const attacked = await attack({
      address: (n) => `reporter@dead${n}.example`,
      network: () => '203.0.113.66',
    });
    expect(attacked.mailed.length).toBeLessThan(20);
    expect(attacked.released).toMatchObject({ sent: 500, stoppedBecause: null });
  }, 60_000);

  it('from a thousand networks, for mailboxes that bounce: no mail after the third bounce is heard; a person gets in when somebody resumes', async () => {
    const attacked = await attack({ address: (n) => `reporter@dead${n}.example`, network: manyNetworks });
    // Three, and those that were on their way when the third one bounced.
    expect(attacked.mailed.length).toBeLessThan(20);
    expect(attacked.released).toMatchObject({ sent: 500, stoppedBecause: null });
    expect(attacked.released.seconds).toBeLessThan(fastEnough);
    expect(await attacked.areStopped()).toBe(true);
    expect(await attacked.getsIn('ann@daily.example.org', '192.0.2.9')).toBe(false);
    await attacked.resume();
    expect(await attacked.getsIn('ann@daily.example.org', '192.0.2.9')).toBe(true);
    expect(await attacked.getsIn('x@dead1.example', '198.0.1.7')).toBe(true);
  }, 60_000);

  it('from a thousand networks, for mailboxes that exist: sixty mails; a person gets in within the hour', async () => {
    const attacked = await attack({ address: (n) => `a@outlet${n}.example.org`, network: manyNetworks });
    expect(attacked.mailed).toHaveLength(60);
    expect(attacked.released).toMatchObject({ sent: 500, stoppedBecause: null });
    expect(attacked.released.seconds).toBeLessThan(fastEnough);
    expect(await attacked.getsIn('ann@daily.example.org', '192.0.2.9')).toBe(false);
    attacked.later(1);
    expect(await attacked.getsIn('ann@daily.example.org', '192.0.2.9')).toBe(true);
  }, 60_000);

  it('from one network, for mailboxes that exist: thirty mails; a person gets in from elsewhere at once', async () => {
    const attacked = await attack({
      address: (n) => `a@outlet${n}.example.org`,
      network: () => '203.0.113.66',
    });
    expect(attacked.mailed).toHaveLength(30);
    expect(attacked.released).toMatchObject({ sent: 500, stoppedBecause: null });
    expect(await attacked.getsIn('ann@daily.example.org', '192.0.2.9')).toBe(true);
  }, 60_000);
});
