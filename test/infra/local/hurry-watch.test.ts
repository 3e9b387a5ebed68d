import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import { hurryWatch, whatCanGoOn } from '../../../infra/local/hurry-watch.ts';
import { aDelivery } from '../../functions/send-emails/a-delivery.ts';

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-01-05T09:10:00.000Z') }));
afterEach(() => void vi.useRealTimers());

const none = { visible: 0, inFlight: 0, delayed: 0 };
const one = { visible: 1, inFlight: 0, delayed: 0 };

async function aNewsroom() {
  const { table, deliveryId, chunk } = await aDelivery();
  const queues = { events: none, urgent: none, bulk: none, sweeps: none };
  const wake = vi.fn(async () => undefined);
  const dependencies = {
    table,
    activity: async () => ({ queues, invocations: 0, schedules: 0 }),
    queues: { events: 'events', senders: ['urgent', 'bulk'], watch: 'sweeps' },
    wake,
  };
  const leave = async (left: 'waiting' | 'settled', counted: number) => {
    const before = await chunk();
    if (!before) throw new Error('no chunk');
    const counts = { ...before.counts, unknown: counted };
    await deliveryTable(table).replaceChunk({ ...before, state: left, counts });
  };
  const take = (owner: string | null) =>
    chunk().then((before) => before && deliveryTable(table).replaceChunk({ ...before, owner }));
  return { dependencies, queues, wake, leave, take, deliveryId };
}

test('unknown recipients are looked at within seconds, once every event of SES is taken in', async () => {
  const { dependencies, queues, wake, leave } = await aNewsroom();
  await leave('waiting', 1);
  queues.events = one;
  const stop = hurryWatch(dependencies, () => undefined);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(wake).not.toHaveBeenCalled();
  queues.events = none;
  await vi.advanceTimersByTimeAsync(2000);
  expect(wake).toHaveBeenCalledTimes(1);
  stop();
});

test('a second unknown of one recipient does not wait for the next minute', async () => {
  const { dependencies, wake, leave } = await aNewsroom();
  await leave('waiting', 2);
  const stop = hurryWatch(dependencies, () => undefined);
  await vi.advanceTimersByTimeAsync(200_000);
  wake.mockClear();
  await leave('waiting', 1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(wake).toHaveBeenCalledTimes(1);
  stop();
});

test('what stays unsettled is looked at less and less often, and once a minute at last', async () => {
  const { dependencies, wake, leave } = await aNewsroom();
  await leave('waiting', 1);
  const stop = hurryWatch(dependencies, () => undefined);
  await vi.advanceTimersByTimeAsync(62_000);
  expect(wake).toHaveBeenCalledTimes(5);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(wake.mock.calls.length).toBeLessThan(20);
  stop();
});

test('on a busy machine sweeps do not pile up: none is asked for while one is under way', async () => {
  const { dependencies, queues, wake, leave } = await aNewsroom();
  await leave('waiting', 1);
  queues.sweeps = { ...none, inFlight: 1 };
  const stop = hurryWatch(dependencies, () => undefined);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(wake).not.toHaveBeenCalled();
  stop();
});

test('a chunk that nobody holds is looked at when no message of a sender is left', async () => {
  const { dependencies, queues, take, deliveryId } = await aNewsroom();
  expect(await whatCanGoOn(dependencies)).toBe(`${deliveryId}/0 open 0`);
  queues.bulk = { ...none, inFlight: 1 };
  expect(await whatCanGoOn(dependencies)).toBe('');
  queues.bulk = none;
  await take('a worker');
  expect(await whatCanGoOn(dependencies)).toBe('');
});

test('a delivery whose last worker died before it could say so is settled', async () => {
  const { dependencies, queues, leave, deliveryId } = await aNewsroom();
  queues.events = one;
  await leave('settled', 0);
  expect(await whatCanGoOn(dependencies)).toBe(`${deliveryId} ended`);
});
