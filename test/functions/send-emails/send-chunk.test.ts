import { describe, expect, it } from 'vitest';
import { reservePace } from '../../../functions/_shared/aws/pace-table.ts';
import { aDelivery } from './a-delivery.ts';

describe('a chunk is given back', () => {
  it('when SES takes nothing of it five windows running, and taken up again half a minute later', async () => {
    const { send, sent, enqueued, chunk } = await aDelivery({
      answer: () => ({ kind: 'pending', reason: 'unreachable' }),
    });
    await send();
    expect(sent).toEqual([]);
    expect(enqueued).toEqual([{ isUrgent: false, delaySeconds: 30 }]);
    expect(await chunk()).toMatchObject({ state: 'open', owner: null, done: 0 });
  });

  it('well before the function is stopped, when somebody more urgent keeps sending', async () => {
    const newsroom = await aDelivery({
      wire: (connected) => ({
        ...connected,
        async sleep(milliseconds) {
          newsroom.clock.now += milliseconds;
          await reservePace(newsroom.table, { milliseconds: 1, now: newsroom.clock.now, isUrgent: true });
        },
      }),
    });
    await reservePace(newsroom.table, { milliseconds: 1, now: newsroom.clock.now, isUrgent: true });
    const began = newsroom.clock.now;
    await newsroom.send();
    expect(newsroom.clock.now - began).toBeLessThan(30_000);
    expect(newsroom.enqueued).toEqual([{ isUrgent: false, delaySeconds: 30 }]);
    expect(await newsroom.chunk()).toMatchObject({ state: 'open', owner: null });
  });

  it('in time, and taken up at once by the next, when one worker cannot send all of it', async () => {
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
