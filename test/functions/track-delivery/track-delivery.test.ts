import { describe, expect, it } from 'vitest';
import {
  type Feedback,
  mergeRecord,
  type Outcome,
  type ResultCounts,
} from '../../../functions/_shared/domain/delivery.ts';
import { judgeRates } from '../../../functions/track-delivery/judge-rates.ts';
import { type Dependencies, trackDelivery } from '../../../functions/track-delivery/track-delivery.ts';

const contactId = 'cabcdefghijklmnopqrstuvwxyz';
const at = '2026-01-05T09:00:00.000Z';
const tags = {
  'ses:configuration-set': ['newsroom'],
  release: ['forum'],
  version: ['1'],
  edition: ['general'],
  recipient: [contactId],
  attempt: ['1'],
};
const mail = { messageId: 'ses-1', timestamp: at, tags };
const events = {
  send: { eventType: 'Send', mail },
  delivery: { eventType: 'Delivery', mail, delivery: { timestamp: at } },
  delay: { eventType: 'DeliveryDelay', mail, deliveryDelay: { timestamp: at, delayType: 'MailboxFull' } },
  reject: { eventType: 'Reject', mail, reject: { reason: 'Bad content' } },
  permanent: {
    eventType: 'Bounce',
    mail,
    bounce: { bounceType: 'Permanent', bounceSubType: 'General', timestamp: at },
  },
  transient: {
    eventType: 'Bounce',
    mail,
    bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull', timestamp: at },
  },
  listed: {
    eventType: 'Bounce',
    mail,
    bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList', timestamp: at },
  },
  complaint: { eventType: 'Complaint', mail, complaint: { timestamp: at } },
};

function newsroom() {
  const seen = {
    suppressed: [] as string[],
    transient: 0,
    bounces: 0,
    complaints: 0,
    noticeBounces: 0,
    noticeComplaints: 0,
    countedOf: new Set<string>(),
    aside: [] as string[],
    log: [] as unknown[],
    measured: [] as unknown[],
    settled: [] as string[],
    exhausted: [] as string[],
  };
  const results: ResultCounts = { delivered: 0, bounced: 0, complained: 0, refused: 0 };
  const notices = new Set<string>();
  let feedback: Feedback | null = null;
  const dependencies: Dependencies = {
    configurationSets: ['newsroom', 'notices'],
    async suppress(id, reason) {
      seen.suppressed.push(`${id} ${reason}`);
      return true;
    },
    async countTransientBounce() {
      seen.transient += 1;
      return seen.transient;
    },
    async writeFeedback(key, members) {
      const before = feedback;
      feedback = { ...key, ...members, ...before };
      return before;
    },
    async countResults(_, changes) {
      for (const name of ['delivered', 'bounced', 'complained', 'refused'] as const)
        results[name] += changes[name] ?? 0;
    },
    async noteOnNotice(noticeId, happened) {
      const key = `${noticeId} ${happened}`;
      return !notices.has(key) && !!notices.add(key);
    },
    async settleNotice(noticeId, sesMessageId) {
      seen.settled.push(`${noticeId} ${sesMessageId}`);
    },
    isNewContact: async () => false,
    async exhaustLimits(id) {
      seen.exhausted.push(id);
      return seen.exhausted.length === 1;
    },
    async countRates(counts, of) {
      seen.countedOf.add(of);
      for (const name of ['bounces', 'complaints', 'noticeBounces', 'noticeComplaints'] as const)
        seen[name] += counts[name] ?? 0;
    },
    async setAside(body) {
      seen.aside.push(body);
    },
    log: (line) => seen.log.push(line),
    measure: (values) => void seen.measured.push(values),
  };
  const outcome: Outcome = {
    deliveryId: 'forum_v1_general',
    contactId,
    email: 'ann@paper.example',
    language: 'vi',
    state: 'unknown',
    reason: 'ETIMEDOUT',
    at,
    sesMessageId: null,
    attempt: 1,
    decided: null,
    chunk: 0,
  };
  return {
    seen,
    results,
    take: (event: unknown) => trackDelivery(dependencies, JSON.stringify(event)),
    takeBody: (body: string) => trackDelivery(dependencies, body),
    state: () => mergeRecord(outcome, feedback)?.state,
  };
}

describe('an event settles a recipient, in any order and any number of times', () => {
  const stories: [string, (keyof typeof events)[], string][] = [
    ['a Send event proves that an unknown was sent', ['send'], 'sent'],
    ['sent and delivered', ['send', 'delivery'], 'delivered'],
    ['delayed, then delivered', ['send', 'delay', 'delivery'], 'delivered'],
    ['delivered, then bounced', ['send', 'delivery', 'permanent'], 'bounced'],
    ['a soft bounce', ['send', 'transient'], 'bounced'],
    ['a soft bounce that was delivered at last', ['send', 'transient', 'delivery'], 'delivered'],
    ['complained', ['send', 'delivery', 'complaint'], 'complained'],
    ['rejected for its content', ['send', 'reject'], 'refused'],
  ];
  for (const [story, names, state] of stories)
    it(story, async () => {
      for (const order of [
        names,
        names.toReversed(),
        [...names, ...names],
        [...names.toReversed(), ...names],
      ]) {
        const { take, state: now, results } = newsroom();
        for (const name of order) await take(events[name]);
        expect(now()).toBe(state);
        // The results count each recipient once, in the state of their record.
        const none = { delivered: 0, bounced: 0, complained: 0, refused: 0 };
        expect(results).toEqual(state in none ? { ...none, [state]: 1 } : none);
      }
    });
});

it('what SES says about a mail to one more person counts for the delivery to them alone', async () => {
  const { take, seen } = newsroom();
  const added = { ...mail, tags: { ...tags, added: ['1'] } };
  await take({ ...events.permanent, mail: added });
  expect([...seen.countedOf]).toEqual([`forum_v1_general_${contactId}`]);
});

describe('an address that SES could not or must not reach is not written to any more', () => {
  it.each<[keyof typeof events, string[]]>([
    ['permanent', [`${contactId} bounced`]],
    ['complaint', [`${contactId} complained`]],
    ['listed', [`${contactId} suppressed-by-ses`]],
    ['transient', []],
    ['delivery', []],
  ])('%s', async (name, suppressed) => {
    const { take, seen } = newsroom();
    await take(events[name]);
    expect(seen.suppressed).toEqual(suppressed);
  });

  it('counts a repeated event once', async () => {
    const { take, seen } = newsroom();
    for (const event of [events.permanent, events.permanent, events.transient, events.transient])
      await take(event);
    expect(seen).toMatchObject({ bounces: 1, transient: 1, complaints: 0 });
  });

  it('stops at 5 % bounces or 0.3 % complaints, warns at 2 % and 0.1 %, and ignores small numbers', () => {
    const rates = (sends: number, bounces: number, complaints: number) =>
      judgeRates({ sends, bounces, complaints });
    expect(rates(1000, 50, 0)).toEqual({ verdict: 'stop', what: 'bounces' });
    expect(rates(1000, 20, 0)).toEqual({ verdict: 'alarm', what: 'bounces' });
    expect(rates(1000, 19, 0)).toBeNull();
    expect(rates(1000, 0, 3)).toEqual({ verdict: 'stop', what: 'complaints' });
    expect(rates(3000, 0, 3)).toEqual({ verdict: 'alarm', what: 'complaints' });
    expect(rates(10, 2, 0)).toBeNull();
  });
});

/** An event about a confirmation mail, which is not an edition of a release. */
const notice = (said: Record<string, string[]> = {}, event: object = events.permanent) => ({
  ...event,
  mail: {
    ...mail,
    tags: {
      'ses:configuration-set': ['notices'],
      notice: ['confirm-1'],
      kind: ['confirm'],
      recipient: [contactId],
      ...said,
    },
  },
});

it('a notice counts as sent if SES’s event says so, even if its sender did not know', async () => {
  const { take, seen } = newsroom();
  await take(notice({}, events.send));
  expect(seen.settled).toEqual(['confirm-1 ses-1']);
});

describe('a notice that bounced or was complained about', () => {
  it('suppresses the address like an edition, and is counted apart from releases, once', async () => {
    const { take, seen } = newsroom();
    for (const event of [notice(), notice(), notice({}, events.complaint), notice({}, events.delivery)])
      await take(event);
    expect(seen.suppressed).toContain(`${contactId} bounced`);
    expect(seen.suppressed).toContain(`${contactId} complained`);
    expect(seen).toMatchObject({ bounces: 0, complaints: 0, noticeBounces: 1, noticeComplaints: 1 });
    expect([...seen.countedOf]).toEqual(['confirmations']);
  });

  it('uses up the limits of whoever wrote its address into the form', async () => {
    const { take, seen } = newsroom();
    for (const event of [notice(), notice(), notice({}, events.delivery)]) await take(event);
    expect(seen.exhausted).toEqual([contactId]);
  });

  it('stops nobody’s sign-ups if it went to the desk: that count is its own', async () => {
    const { take, seen } = newsroom();
    await take(notice({ kind: ['proof'] }));
    await take(notice({ notice: ['of-an-older-version'], kind: [] }));
    expect(seen.suppressed).toContain(`${contactId} bounced`);
    expect([[...seen.countedOf], seen.exhausted]).toEqual([['notices'], []]);
  });
});

describe('the source of an event', () => {
  it('may be EventBridge, SNS or SES itself', async () => {
    for (const body of [
      { version: '0', source: 'aws.ses', 'detail-type': 'Email Delivered', detail: events.delivery },
      { Type: 'Notification', Message: JSON.stringify(events.delivery) },
      events.delivery,
    ]) {
      const { take, state } = newsroom();
      await take(body);
      expect(state()).toBe('delivered');
    }
  });

  it('is verified: another source, another configuration set or missing tags change nothing', async () => {
    const other = (said: Record<string, string[]>) => ({
      ...events.permanent,
      mail: { ...mail, tags: { ...tags, ...said } },
    });
    for (const body of [
      { source: 'my.app', 'detail-type': 'Email Bounced', detail: events.permanent },
      other({ 'ses:configuration-set': ['another'] }),
      other({ recipient: ['ann@paper.example'] }),
      { ...events.permanent, mail: { ...mail, tags: { 'ses:configuration-set': ['newsroom'] } } },
      notice({ recipient: ['ann@paper.example'] }),
      notice({ 'ses:configuration-set': ['another'] }),
    ]) {
      const { take, seen, state } = newsroom();
      await take(body);
      expect(seen.suppressed).toEqual([]);
      expect(state()).toBe('unknown');
      expect(seen.log).toHaveLength(1);
    }
  });

  it.each([
    ['no JSON', 'Hello, ann@paper.example'],
    ['no event at all', JSON.stringify({ hello: 'world' })],
    ['an event that lacks what it is about', JSON.stringify({ ...events.permanent, bounce: null })],
    ['an event of no time', JSON.stringify({ ...events.delivery, delivery: { timestamp: 'soon' } })],
  ])('an event that is %s is put aside, is not logged and does not block others', async (_, body) => {
    const { takeBody, seen } = newsroom();
    await takeBody(body);
    expect(seen).toMatchObject({ aside: [body], log: [], suppressed: [] });
  });
});

it('operators see each bounce and each complaint once, however often its event comes', async () => {
  const { take, seen } = newsroom();
  for (const event of [events.permanent, events.permanent, events.delivery]) await take(event);
  expect(seen.measured).toEqual([{ MailsBounced: 1 }]);
});
