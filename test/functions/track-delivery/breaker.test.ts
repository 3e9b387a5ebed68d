import { describe, expect, it } from 'vitest';
import { auditStore } from '../../../functions/_shared/aws/audit-store.ts';
import { contactTable } from '../../../functions/_shared/aws/contact-table.ts';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import { connectQueue } from '../../../functions/_shared/aws/queue.ts';
import { rateTable } from '../../../functions/_shared/aws/rate-table.ts';
import { resumeSending } from '../../../functions/_shared/deliveries/resume-sending.ts';
import { confirmationsStoppedUntil } from '../../../functions/_shared/domain/circuit.ts';
import type { Measure } from '../../../functions/_shared/domain/metrics.ts';
import { connectDependencies } from '../../../functions/track-delivery/dependencies.ts';
import { trackDelivery } from '../../../functions/track-delivery/track-delivery.ts';
import { cardOf } from '../../people.ts';
import { bucketThrough, FakeBucket } from '../../simulator/fake-bucket.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';
import { newsroom } from '../../simulator/newsroom.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { aDelivery, idOf, recipientOf } from '../send-emails/a-delivery.ts';

const start = Date.parse('2026-01-05T09:00:10.000Z');

type Happened = 'Bounce' | 'Complaint';

function eventOf(happened: Happened, n: number, sentAt: number, tags: Record<string, string[]> = {}): string {
  const timestamp = new Date(sentAt).toISOString();
  return JSON.stringify({
    eventType: happened,
    mail: {
      messageId: `ses-${n}`,
      timestamp,
      tags: {
        'ses:configuration-set': ['newsroom'],
        release: ['forum'],
        version: ['1'],
        edition: ['general'],
        recipient: [idOf(n)],
        attempt: ['1'],
        ...tags,
      },
    },
    bounce: { bounceType: 'Permanent', bounceSubType: 'General', timestamp },
    complaint: { timestamp },
  });
}

/** Six hundred readers. The mails of some bounce immediately. */
async function sixHundred(bounces: (n: number) => boolean, sentBefore = 0) {
  const readers = Array.from({ length: 600 }, (_, n) => recipientOf(n));
  const delivery = await aDelivery({
    recipients: readers,
    maxSendRate: 14,
    wire: (connected) => ({
      ...connected,
      async sendMail(mail) {
        const result = await connected.sendMail(mail);
        const n = Number(/reader(\d+)@/.exec(mail.to)?.[1]);
        if (result.kind === 'sent' && bounces(n)) {
          hasBounced += 1;
          await trackDelivery(tracking, eventOf('Bounce', n, delivery.clock.now));
        }
        return result;
      },
    }),
  });
  let hasBounced = 0;
  const tracking = trackingOf(delivery.table, () => delivery.clock.now);
  await rateTable(delivery.table).countRates({ sends: sentBefore }, 'plan_v1_general', delivery.clock.now);
  await delivery.send();
  return { ...delivery, hasBounced: () => hasBounced, pace: () => paceTable(delivery.table).readPace() };
}

function trackingOf(
  table: ReturnType<typeof tableThrough>,
  now: () => number,
  measure: Measure = () => undefined,
) {
  const objects = new FakeBucket();
  return connectDependencies({
    newsroom: { ...newsroom, desk: [] },
    table,
    bucket: bucketThrough(async (command) => objects.execute(command)),
    composeQueue: connectQueue('http://127.0.0.1:1/none'),
    configurationSets: ['newsroom', 'notices'],
    now,
    log: () => undefined,
    measure,
  });
}

describe('the breaker counts mails while they are being sent', () => {
  it.each<[string, (n: number) => boolean]>([
    ['among the first', (n) => n < 5],
    ['all over the list', (n) => n % 120 === 60],
    ['among the last', (n) => n >= 595],
  ])('5 of 600 that bounce, %s, stop nothing', async (_, bounces) => {
    const { sent, hasBounced, pace } = await sixHundred(bounces);
    expect(hasBounced()).toBe(5);
    expect(sent).toHaveLength(600);
    expect((await pace()).openBecause).toBeNull();
  });

  it('40 bounces of 600 stop the delivery before the last third is sent', async () => {
    const { sent, pace, chunk } = await sixHundred((n) => n % 15 === 7);
    expect((await pace()).openBecause).toBe('bounces');
    expect(sent.length).toBeLessThan(400);
    expect(await chunk()).toMatchObject({ state: 'open', owner: null, done: sent.length });
  });

  it('a bad list does not hide behind a good day', async () => {
    const { sent, pace } = await sixHundred((n) => n % 15 === 7, 10_000);
    expect((await pace()).openBecause).toBe('bounces');
    expect(sent.length).toBeLessThan(400);
  });

  it('and the final counts are exact', async () => {
    const { table, clock } = await sixHundred(() => false);
    expect((await rateTable(table).readRates(clock.now)).all).toMatchObject({ sends: 600, bounces: 0 });
  });
});

it('at a low rate a window that was reserved before the stop is not sent a minute after it', async () => {
  const delivery = await aDelivery({
    recipients: Array.from({ length: 40 }, (_, n) => recipientOf(n)),
    maxSendRate: 0.5,
    wire: (connected) => ({
      ...connected,
      async reservePace(block) {
        // Other workers have reserved the next minute. All sending stops while this one waits for its slots.
        await paceTable(delivery.table).reservePace({ ...block, milliseconds: 60_000 });
        const reserved = await connected.reservePace(block);
        await paceTable(delivery.table).openCircuit('bounces', new Date(delivery.clock.now).toISOString());
        return reserved;
      },
    }),
  });
  await delivery.send();
  expect(delivery.sent).toEqual([]);
  expect(await delivery.chunk()).toMatchObject({ state: 'open', owner: null, done: 0 });
  expect((await rateTable(delivery.table).readRates(delivery.clock.now)).all.sends).toBe(0);
});

it('a kill reaches six hundred readers within a minute while bulk is stopped, at 14 mails a second', async () => {
  const killed = { at: '2026-01-05T09:00:00Z', by: 'Lan', reason: 'x' };
  const owed = await aDelivery({
    recipients: Array.from({ length: 600 }, (_, n) => recipientOf(n)),
    maxSendRate: 14,
    delivery: { edition: 'kill', isUrgent: true },
    release: { ...releaseOf({ kill: true, embargo: null }), killed },
  });
  const began = owed.clock.now;
  await paceTable(owed.table).openCircuit('bounces', '2026-01-05T09:00:00Z');
  await owed.send();
  expect(owed.sent).toHaveLength(600);
  expect(owed.clock.now - began).toBeLessThan(60_000);
});

it.each(['kill', 'lift-notice'] as const)(
  'while bulk is stopped for its bounces a %s is still sent',
  async (edition) => {
    const planned = releaseOf({ kill: edition === 'kill', embargo: '2026-01-05T08:00:00Z' });
    const killed = edition === 'kill' ? { at: '2026-01-05T09:00:00Z', by: 'Lan', reason: 'x' } : null;
    const owed = await aDelivery({ delivery: { edition }, release: { ...planned, killed } });
    await paceTable(owed.table).openCircuit('bounces', '2026-01-05T09:00:00Z');
    await owed.send();
    expect(owed.sent).toHaveLength(30);
    const refused = await aDelivery({ delivery: { edition }, release: { ...planned, killed } });
    await paceTable(refused.table).openCircuit('AccountSendingPausedException', '2026-01-05T09:00:00Z');
    await refused.send();
    expect(refused.sent).toEqual([]);
  },
);

describe('rates', () => {
  function account() {
    const fake = new FakeTable();
    const table = tableThrough(async (command) => fake.execute(command));
    const clock = { now: start };
    const objects = new FakeBucket();
    const bucket = bucketThrough(async (command) => objects.execute(command));
    const rung: unknown[] = [];
    const tracking = trackingOf(
      table,
      () => clock.now,
      (values) => rung.push(values),
    );
    const take = async (happened: Happened, from: number, to: number, sentAt: number) => {
      for (let n = from; n < to; n++) await trackDelivery(tracking, eventOf(happened, n, sentAt));
    };
    const bounce = async (from: number, to: number, sentAt: number, tags?: Record<string, string[]>) => {
      for (let n = from; n < to; n++) await trackDelivery(tracking, eventOf('Bounce', n, sentAt, tags));
    };
    return { table, bucket, clock, rung, bounce, take };
  }

  it('after a person closed the circuit, late bounces of earlier mails do not stop the next release', async () => {
    const { table, bucket, clock, bounce } = account();
    await bounce(0, 10, start);
    expect((await paceTable(table).readPace()).openBecause).toBe('bounces');
    clock.now += 60_000;
    expect(
      await resumeSending(
        { ...paceTable(table), ...rateTable(table), ...auditStore(bucket) },
        'Lan',
        new Date(clock.now),
      ),
    ).toBe(true);
    await bounce(10, 60, start);
    expect((await paceTable(table).readPace()).openBecause).toBeNull();
    await bounce(60, 70, clock.now + 1);
    expect((await paceTable(table).readPace()).openBecause).toBe('bounces');
  });

  it('tell a bad import from lists that were good until now, and both from complaints', async () => {
    const because = async (newOnes: number, happened: Happened = 'Bounce') => {
      const { table, take } = account();
      const cards = Array.from({ length: 10 }, (_, n) => ({
        ...cardOf(`reader${n}@example.org`),
        contactId: idOf(n),
        createdAt: new Date(start - (n < newOnes ? 7 : 60) * 24 * 3_600_000).toISOString(),
      }));
      await contactTable(table).putCards(cards);
      await take(happened, 0, 10, start);
      const { openBecause } = await paceTable(table).readPace();
      return openBecause;
    };
    expect(await because(6)).toBe('import-bounces');
    expect(await because(5)).toBe('bounces');
    expect(await because(10, 'Complaint')).toBe('complaints');
  });

  const confirmations = (n: number) => ({
    'ses:configuration-set': ['notices'],
    release: [],
    notice: [`confirm-${n}`],
    kind: ['confirm'],
  });

  it('of confirmations stop confirmations and no release: robots can stop nobody', async () => {
    const { table, bounce } = account();
    for (let n = 0; n < 30; n++) await bounce(n, n + 1, start, confirmations(n));
    expect(await paceTable(table).readPace()).toMatchObject({
      openBecause: null,
      signUpsStoppedBecause: 'bounces',
    });
    await rateTable(table).countRates({ sends: 1000 }, 'forum_v1_general', start);
    expect((await rateTable(table).readRates(start)).all).toMatchObject({ bounces: 0, noticeBounces: 30 });
  });

  it('of three confirmations of one hour stop them for a day, or until a person resumes; operators hear of it once', async () => {
    const { table, bucket, clock, rung, bounce } = account();
    const until = async () => confirmationsStoppedUntil(await paceTable(table).readPace(), clock.now);
    for (let n = 0; n < 2; n++) await bounce(n, n + 1, start, confirmations(n));
    await bounce(2, 3, start - 3_600_000, confirmations(2));
    expect(await until()).toBeNull();
    for (let n = 3; n < 6; n++) await bounce(n, n + 1, start, confirmations(n));
    expect(await until()).toEqual(new Date(start + 24 * 3_600_000));
    expect(rung.filter((values) => JSON.stringify(values) === '{"SignUpsStopped":1}')).toHaveLength(1);
    clock.now += 24 * 3_600_000;
    expect(await until()).toBeNull();
    for (let n = 6; n < 9; n++) await bounce(n, n + 1, clock.now, confirmations(n));
    expect(await until()).toEqual(new Date(clock.now + 24 * 3_600_000));
    await resumeSending(
      { ...paceTable(table), ...rateTable(table), ...auditStore(bucket) },
      'Lan',
      new Date(clock.now),
    );
    expect(await until()).toBeNull();
  });

  it('of proofs and alerts stop nothing: what the desk needs is sent', async () => {
    const { table, bounce } = account();
    for (let n = 0; n < 30; n++)
      await bounce(n, n + 1, start, { ...confirmations(n), notice: [`proof-${n}`], kind: ['proof'] });
    expect(await paceTable(table).readPace()).toMatchObject({
      openBecause: null,
      signUpsStoppedBecause: null,
    });
  });
});
