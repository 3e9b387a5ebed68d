import { describe, expect, it } from 'vitest';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import { openPacer, type Pacer, windowSize } from '../../../functions/send-emails/pace-sends.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';

/** Workers of one account with a shared clock that `sleep` moves. */
function account(quota = { maxSendRate: 100, max24HourSend: -1, sentLast24Hours: 0 }) {
  const fake = new FakeTable();
  const table = tableThrough(async (command) => fake.execute(command));
  const clock = { now: 1_000_000_000 };
  /** What others do while somebody sleeps. */
  const others: { act: (() => Promise<unknown>) | null; actWhileQuotaIsRead?: () => Promise<unknown> } = {
    act: null,
  };
  let quotaReads = 0;
  let looks = 0;
  const worker = (isUrgent = false, edition: Edition = 'general'): Promise<Pacer> =>
    openPacer(
      {
        readPace() {
          looks += 1;
          if (looks > 1000) throw new Error('looks for ever without sleeping');
          return paceTable(table).readPace();
        },
        reservePace: (block) => paceTable(table).reservePace(block),
        claimQuotaReading: (now) => paceTable(table).claimQuotaReading(now),
        async readQuota() {
          quotaReads += 1;
          await others.actWhileQuotaIsRead?.();
          return quota;
        },
        setRate: (rate, readAt) => paceTable(table).setRate(rate, readAt),
        slowPace: (until, rate) => paceTable(table).slowPace(until, rate),
        parkAll: (until) => paceTable(table).parkAll(until),
        now: () => clock.now,
        async sleep(milliseconds) {
          clock.now += milliseconds;
          await others.act?.();
        },
      },
      { isUrgent, edition },
    );
  return { table, clock, quota, worker, others, quotaReads: () => quotaReads };
}

async function blockOf(pacer: Pacer, slots: number) {
  const block = await pacer.reserve(slots, Number.POSITIVE_INFINITY);
  if ('stopped' in block) throw new Error(block.stopped);
  return block;
}

describe('the pace of an account', () => {
  it('is 0.95 of its quota over all workers: no slot is used twice, and none is left free', async () => {
    const { clock, worker } = account();
    const workers = [await worker(), await worker(), await worker()];
    let end = clock.now;
    for (let round = 0; round < 4; round++)
      for (const pacer of workers) {
        const block = await blockOf(pacer, 19);
        expect(block.startAt).toBeCloseTo(end, 6);
        end = block.startAt + block.slots * block.milliseconds;
      }
    expect(end - clock.now).toBeCloseTo((12 * 19 * 1000) / 95, 6);
  });

  it('does not save slots while nobody sends: there is no burst after a pause', async () => {
    const { clock, worker } = account();
    const pacer = await worker();
    await blockOf(pacer, 19);
    clock.now += 50_000;
    expect((await blockOf(pacer, 19)).startAt).toBeCloseTo(clock.now, 6);
  });

  it('follows the quota, which one worker reads every minute', async () => {
    const { clock, quota, worker, quotaReads } = account();
    const workers = [await worker(), await worker()];
    expect(quotaReads()).toBe(1);
    clock.now += 61_000;
    quota.maxSendRate = 200;
    for (const pacer of workers) await blockOf(pacer, 1);
    expect(quotaReads()).toBe(2);
    expect((await blockOf(await worker(), 1)).milliseconds).toBeCloseTo(1000 / 190, 6);
  });

  it('slows down for everybody after a throttle', async () => {
    const { clock, worker } = account();
    const [throttled, other] = [await worker(), await worker()];
    await throttled.slowDown();
    const block = await blockOf(other, 1);
    expect(block.startAt).toBeGreaterThanOrEqual(clock.now + 1000);
    expect((await blockOf(other, 1)).milliseconds).toBeCloseTo(1000 / (95 * 0.9), 6);
  });

  it('lets urgent deliveries go first: bulk waits while they reserve slots', async () => {
    const { clock, worker } = account();
    const bulk = await worker();
    await blockOf(bulk, 1);
    const urgent = await worker(true);
    await blockOf(urgent, 10);
    const before = clock.now;
    // Its next reservation notices the urgent worker; after that it waits.
    await blockOf(bulk, 1);
    await blockOf(bulk, 1);
    expect(clock.now - before).toBeGreaterThanOrEqual(2000);
  });

  it('bulk waits with a deadline: it yields while urgent workers continue, and starts early enough', async () => {
    const { clock, worker, others } = account();
    const bulk = await worker();
    const urgent = await worker(true);
    await blockOf(urgent, 10);
    await blockOf(bulk, 1);
    others.act = () => blockOf(urgent, 1);
    const before = clock.now;
    expect(await bulk.reserve(1, Number.POSITIVE_INFINITY)).toEqual({ stopped: 'urgent' });
    expect(clock.now - before).toBeLessThanOrEqual(15_000);
    const late = clock.now;
    expect(await bulk.reserve(1, late + 3000)).toEqual({ stopped: 'urgent' });
    expect(clock.now - late).toBeLessThanOrEqual(3000);
  });

  it('gives no slots that a worker could not use any more, however many workers wait', async () => {
    const { clock, worker } = account();
    const [busy, late] = [await worker(), await worker()];
    for (let i = 0; i < 10; i++) await blockOf(busy, 950);
    expect(await late.reserve(10, clock.now + 60_000)).toEqual({ stopped: 'late' });
    expect(await late.reserve(10, clock.now + 150_000)).toMatchObject({ slots: 10 });
  });

  it('gives slots that end exactly in time', async () => {
    const { clock, worker } = account();
    const pacer = await worker();
    expect(await pacer.reserve(95, clock.now + 1000)).toMatchObject({ slots: 95 });
    expect(await pacer.reserve(95, clock.now + 2000)).toMatchObject({ slots: 95 });
  });

  it('reserves no slots that would come too late, whether others are sending or not', async () => {
    const { clock, worker } = account();
    const pacer = await worker();
    expect(await pacer.reserve(95, clock.now + 999)).toEqual({ stopped: 'late' });
    expect((await blockOf(pacer, 95)).startAt).toBeCloseTo(clock.now, 6);
    expect(await pacer.reserve(95, clock.now + 1999)).toEqual({ stopped: 'late' });
    expect((await blockOf(pacer, 1)).startAt).toBeCloseTo(clock.now + 1000, 6);
  });

  it('lets bulk wait as long as it can, to the millisecond', async () => {
    const { clock, worker } = account();
    const [bulk, urgent] = [await worker(), await worker(true)];
    await blockOf(urgent, 1);
    await blockOf(bulk, 1);
    expect(await bulk.reserve(1, clock.now + 1999)).toEqual({ stopped: 'urgent' });
    const before = clock.now;
    expect(await bulk.reserve(1, before + 2000)).toEqual({ stopped: 'late' });
    expect(clock.now).toBe(before + 2000);
  });

  it('reads the quota again after a minute, and not earlier', async () => {
    const { clock, worker, quotaReads } = account();
    const pacer = await worker();
    clock.now += 59_999;
    await blockOf(pacer, 1);
    expect(quotaReads()).toBe(1);
    clock.now += 1;
    await blockOf(pacer, 1);
    expect(quotaReads()).toBe(2);
  });

  it('is known to the first workers even if they start at the same time', async () => {
    const { worker } = account();
    const first = await Promise.all([worker(), worker()]);
    expect(first.map((pacer) => pacer.windowSize())).toEqual([14, 14]);
  });

  it('is never less than one mail in two seconds', async () => {
    const { worker } = account({ maxSendRate: 0.54, max24HourSend: -1, sentLast24Hours: 0 });
    const throttled = await worker();
    await throttled.slowDown();
    await blockOf(throttled, 1);
    expect((await blockOf(throttled, 1)).milliseconds).toBeCloseTo(2000, 6);
  });

  it('is zero for everybody while the circuit is open, until a person closes it', async () => {
    const { table, worker } = account();
    const pacer = await worker();
    expect(await paceTable(table).openCircuit('bounces', '2026-01-05T09:00:00Z')).toBe(true);
    expect(await paceTable(table).openCircuit('complaints', '2026-01-05T09:01:00Z')).toBe(false);
    expect(await pacer.reserve(1, Number.POSITIVE_INFINITY)).toEqual({ stopped: 'circuit' });
    expect(await paceTable(table).closeCircuit(0)).toBe(true);
    expect(await paceTable(table).closeCircuit(0)).toBe(false);
    await blockOf(pacer, 1);
  });

  it('lets a kill and a lift notice pass while bulk is stopped, but not if SES itself refuses', async () => {
    const { table, worker } = account();
    await paceTable(table).openCircuit('bounces', '2026-01-05T09:00:00Z');
    for (const edition of ['kill', 'lift-notice'] as const) await blockOf(await worker(true, edition), 1);
    for (const edition of ['general', 'embargoed', 'correction'] as const)
      expect(await (await worker(true, edition)).reserve(1, Number.POSITIVE_INFINITY)).toEqual({
        stopped: 'circuit',
      });
    await paceTable(table).closeCircuit(0);
    await paceTable(table).openCircuit('AccountSendingPausedException', '2026-01-05T09:00:00Z');
    expect(await (await worker(true, 'kill')).reserve(1, Number.POSITIVE_INFINITY)).toEqual({
      stopped: 'circuit',
    });
  });

  it('parks everybody when the daily quota is used up, and continues when there is room again', async () => {
    const { clock, quota, worker } = account({ maxSendRate: 100, max24HourSend: 500, sentLast24Hours: 500 });
    const pacer = await worker();
    expect(await pacer.reserve(1, Number.POSITIVE_INFINITY)).toMatchObject({ stopped: 'quota' });
    clock.now += 16 * 60_000;
    quota.sentLast24Hours = 400;
    await blockOf(await worker(), 1);
  });

  it('continues for everybody as soon as a reading of the quota shows room, before the parked time is over', async () => {
    const { clock, quota, worker } = account({ maxSendRate: 100, max24HourSend: 500, sentLast24Hours: 500 });
    const [reader, other] = [await worker(), await worker()];
    for (const pacer of [reader, other])
      expect(await pacer.reserve(1, Number.POSITIVE_INFINITY)).toMatchObject({ stopped: 'quota' });
    clock.now += 2 * 60_000;
    quota.sentLast24Hours = 400;
    await blockOf(reader, 1);
    await blockOf(other, 1);
  });

  it('is zero if nothing is allowed', async () => {
    const { worker } = account({ maxSendRate: 1, max24HourSend: 0, sentLast24Hours: 0 });
    expect(await (await worker()).reserve(1, Number.POSITIVE_INFINITY)).toMatchObject({ stopped: 'quota' });
  });

  it('stays parked if the quota ended while another worker was still reading it', async () => {
    const { clock, worker, others } = account();
    const [reader, other] = [await worker(), await worker()];
    clock.now += 60_000;
    others.actWhileQuotaIsRead = () => other.park();
    expect(await reader.reserve(1, Number.POSITIVE_INFINITY)).toMatchObject({ stopped: 'quota' });
  });

  it('continues after the parked time, even if the worker that should read the quota died', async () => {
    const { table, clock, worker } = account();
    const pacer = await worker();
    clock.now = await pacer.park();
    expect(await paceTable(table).claimQuotaReading(clock.now)).toBe(true);
    await blockOf(pacer, 1);
  });

  it('stays parked for everybody when a worker reached the end of the quota, until it is read again', async () => {
    const { clock, worker } = account();
    const [first, other] = [await worker(), await worker()];
    await blockOf(other, 1);
    const until = await first.park();
    expect(await other.reserve(1, Number.POSITIVE_INFINITY)).toEqual({ stopped: 'quota', until });
    expect(until).toBe(clock.now + 15 * 60_000);
  });
});

it('a window is 150 ms of the rate, at least twelve recipients, and never longer than ten seconds', () => {
  expect([0.95, 13.3, 95, 285, 10_000].map(windowSize)).toEqual([9, 12, 14, 43, 48]);
});

it('a window has at least one recipient, however slow the account is', () => {
  expect(windowSize(0.05)).toBe(1);
});
