import { describe, expect, it } from 'vitest';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import type { Mail, SendResult } from '../../../functions/_shared/aws/mail-sender.ts';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import { type Outcome, stateByPosition } from '../../../functions/_shared/domain/delivery.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { aDelivery, idOf, recipientOf } from './a-delivery.ts';

describe('a chunk is released', () => {
  it('if SES accepts nothing in five windows in a row, and continued half a minute later', async () => {
    const { send, sent, enqueued, chunk } = await aDelivery({
      answer: () => ({ kind: 'pending', reason: 'unreachable' }),
    });
    await send();
    expect(sent).toEqual([]);
    expect(enqueued).toEqual([{ isUrgent: false, delaySeconds: 30 }]);
    expect(await chunk()).toMatchObject({ state: 'open', owner: null, done: 0 });
  });

  it("well before the function's timeout, if an urgent delivery keeps sending", async () => {
    const newsroom = await aDelivery({
      wire: (connected) => ({
        ...connected,
        async sleep(milliseconds) {
          newsroom.clock.now += milliseconds;
          await paceTable(newsroom.table).reservePace({
            milliseconds: 1,
            now: newsroom.clock.now,
            isUrgent: true,
          });
        },
      }),
    });
    await paceTable(newsroom.table).reservePace({ milliseconds: 1, now: newsroom.clock.now, isUrgent: true });
    const began = newsroom.clock.now;
    await newsroom.send();
    expect(newsroom.clock.now - began).toBeLessThan(30_000);
    expect(newsroom.enqueued).toEqual([{ isUrgent: false, delaySeconds: 30 }]);
    expect(await newsroom.chunk()).toMatchObject({ state: 'open', owner: null });
  });

  it('in time, and continued at once by the next worker, if one cannot send all of it', async () => {
    const { send, sent, enqueued, clock, chunk } = await aDelivery({
      maxSendRate: 1,
      invocationMilliseconds: 50_000,
    });
    const began = clock.now;
    await send();
    expect(clock.now - began).toBeLessThan(30_000);
    expect(sent.length).toBeGreaterThan(10);
    expect(enqueued).toEqual([{ isUrgent: false, delaySeconds: 0 }]);
    expect(await chunk()).toMatchObject({ state: 'open', done: sent.length });
  });
});

describe('refusals of SES that no recipient explains', () => {
  const tooLong: SendResult = { kind: 'refused', reason: 'InvalidParameterValue', blames: 'message' };
  const malformed: SendResult = { kind: 'refused', reason: 'InvalidParameterValue', blames: 'recipient' };
  const numberOf = ({ to }: Mail) => Number(/\d+/.exec(to)?.[0]);
  const ofThirty = async (answer: (mail: Mail) => SendResult) => {
    const delivery = await aDelivery({ answer });
    await delivery.send();
    const { openBecause } = await paceTable(delivery.table).readPace();
    return { ...delivery, openBecause, left: await delivery.chunk() };
  };

  it('stop all sending after five in a row: the other recipients wait, and the operators are alarmed', async () => {
    const { openBecause, left, log, measured, enqueued } = await ofThirty(() => tooLong);
    expect(openBecause).toBe('InvalidParameterValue');
    // Messages whose calls had already begun when the fifth answer came are refused as well.
    const refused = left?.counts.refused ?? 0;
    expect(refused).toBeGreaterThanOrEqual(5);
    expect(refused).toBeLessThan(10);
    expect(left).toMatchObject({ state: 'open', owner: null, done: refused, counts: { sent: 0 } });
    expect(enqueued).toEqual([]);
    expect(log.filter((line) => line.includes('"sending-stopped"')).length).toBeGreaterThan(0);
    expect(measured).toContainEqual({ CircuitOpen: 1 });
  });

  it('stop nothing if SES accepts other messages in between', async () => {
    const { openBecause, left } = await ofThirty((mail) =>
      numberOf(mail) % 5 === 4 ? { kind: 'sent', sesMessageId: 's' } : tooLong,
    );
    expect(openBecause).toBeNull();
    expect(left).toMatchObject({ state: 'settled', counts: { refused: 24, sent: 6 } });
  });

  it('stop nothing if the reasons differ', async () => {
    const { openBecause } = await ofThirty((mail) => ({
      ...tooLong,
      reason: numberOf(mail) % 2 ? 'MessageRejected' : 'InvalidParameterValue',
    }));
    expect(openBecause).toBeNull();
  });

  it('do not include malformed addresses, however many there are', async () => {
    const { openBecause, left } = await ofThirty(() => malformed);
    expect(openBecause).toBeNull();
    expect(left).toMatchObject({ state: 'settled', counts: { refused: 30 } });
  });
});

it('if the account may not send, nobody is refused: all recipients wait, and get it once after a person resumes', async () => {
  let isVerified = false;
  const { send, sent, table, chunk, log } = await aDelivery({
    answer: () =>
      isVerified
        ? { kind: 'sent', sesMessageId: 's' }
        : { kind: 'blocked', reason: 'EmailAddressNotVerified' },
  });
  await send();
  expect(await paceTable(table).readPace()).toMatchObject({ openBecause: 'EmailAddressNotVerified' });
  expect(await chunk()).toMatchObject({ state: 'open', done: 0, counts: { refused: 0, unknown: 0 } });
  expect(log.join()).not.toContain('@');
  isVerified = true;
  await send();
  expect(sent).toEqual([]);
  await paceTable(table).closeCircuit(Date.now());
  await send();
  expect(sent).toHaveLength(30);
  expect(new Set(sent).size).toBe(30);
  expect(await chunk()).toMatchObject({ state: 'settled', counts: { sent: 30 } });
});

describe('a pause by a person', () => {
  const since = '2026-01-05T08:59:00.000Z';
  const pause = { by: 'Lan Nguyen', since, until: null, reason: 'wrong list', everything: false };

  it('stops a release in the middle, and after it everybody has got it once', async () => {
    const pauses: Promise<void>[] = [];
    const delivery = await aDelivery({
      answer: (mail) => {
        if (/\d+/.exec(mail.to)?.[0] === '9') pauses.push(paceTable(delivery.table).setPause(pause));
        return { kind: 'sent', sesMessageId: 's' };
      },
    });
    await delivery.send();
    await Promise.all(pauses);
    const first = delivery.sent.length;
    expect(first).toBeGreaterThanOrEqual(10);
    expect(first).toBeLessThan(30);
    expect(await delivery.chunk()).toMatchObject({ state: 'open', owner: null, done: first });
    await delivery.send();
    expect(delivery.sent).toHaveLength(first);
    await paceTable(delivery.table).setPause(null);
    await delivery.send();
    expect(delivery.sent).toHaveLength(30);
    expect(new Set(delivery.sent).size).toBe(30);
  });

  it('ends by itself at the time that the person gave', async () => {
    const { send, sent, table, clock } = await aDelivery({});
    const until = new Date(clock.now + 60_000).toISOString();
    await paceTable(table).setPause({ ...pause, until });
    await send();
    expect(sent).toEqual([]);
    clock.now += 60_000;
    await send();
    expect(sent).toHaveLength(30);
  });

  it('lets a retraction pass, unless it is for everything', async () => {
    const by = { at: since, by: 'Lan Nguyen', reason: 'wrong' };
    for (const everything of [false, true]) {
      const release = { ...releaseOf({ kill: true }), killed: by };
      const { send, sent, table } = await aDelivery({ release, delivery: { edition: 'kill' } });
      await paceTable(table).setPause({ ...pause, everything });
      await send();
      expect(sent).toHaveLength(everything ? 0 : 30);
    }
  });
});

it('a lift notice goes only to people who were finally sent the embargoed edition', async () => {
  const readers = [0, 1, 2].map((n) => ({ ...recipientOf(n), accredited: n > 0 }));
  const { send, sent, table, deliveryId } = await aDelivery({
    release: releaseOf({ embargo: '2026-01-05T09:00:00.000Z' }),
    recipients: readers,
    // The embargoed edition was still being sent when this one was frozen, so everybody who could still get it is among
    // the recipients.
    delivery: { edition: 'lift-notice', holdersOf: 'forum_v1_embargoed' },
  });
  const outcomes = readers.map(
    ({ contactId, email }, n): Outcome => ({
      deliveryId: 'forum_v1_embargoed',
      contactId,
      email,
      language: 'en',
      // A person who lost the accreditation still holds what they were sent before.
      state: n < 2 ? 'sent' : 'left-out',
      reason: null,
      at: '2026-01-05T08:00:00.000Z',
      sesMessageId: null,
      attempt: 1,
      decided: null,
      chunk: 0,
    }),
  );
  await deliveryTable(table).writeOutcomes(outcomes);
  await send();
  expect(sent).toEqual(['reader0@example.org press', 'reader1@example.org press']);
  const left = await Array.fromAsync(deliveryTable(table).readRecords(deliveryId));
  expect(left.find(({ contactId }) => contactId === idOf(2))?.reason).toBe('does-not-hold-it');
});

it('the message that an embargo has moved reaches unsubscribed people, and nobody after the lift', async () => {
  const told = async (embargo: string) => {
    const { live, ...head } = releaseOf({ embargo, version: 2, sentVersions: [1] });
    const planned = {
      edition: 'embargo-moved' as const,
      deliveryId: 'forum_v2_embargo-moved',
      dueAt: '2026-01-05T09:00:00.000Z',
      state: 'armed' as const,
    };
    const newsroom = await aDelivery({
      release: { ...head, live: live && { ...live, editions: [planned] } },
      recipients: [0, 1, 2].map((n) => ({ ...recipientOf(n), holds: 1 })),
      delivery: { edition: 'embargo-moved', version: 2, reachesUnsubscribed: true },
    });
    const suppressed = (reason: string) => ({ suppressed: { reason, at: embargo, evidence: 'x' } });
    newsroom.standing(idOf(1), suppressed('unsubscribed'));
    newsroom.standing(idOf(2), suppressed('bounced'));
    await newsroom.send();
    const chunk = await newsroom.chunk();
    return { sent: newsroom.sent.map((to) => to.split('@')[0]), left: chunk && stateByPosition(chunk, 0) };
  };
  expect((await told('2026-01-05T10:00:00.000Z')).sent).toEqual(['reader0', 'reader1']);
  expect(await told('2026-01-05T09:00:05.000Z')).toEqual({
    sent: [],
    left: { state: 'left-out', reason: 'embargo-lifted' },
  });
});
