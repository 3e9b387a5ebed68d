import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import type { CommandIo } from '../../bin/command.ts';
import { settle } from '../../bin/settle.ts';
import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { paceTable } from '../../functions/_shared/aws/pace-table.ts';
import { connectQueue } from '../../functions/_shared/aws/queue.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import { releaseOf } from '../functions/_shared/deliveries/release-of.ts';
import { aDelivery } from '../functions/send-emails/a-delivery.ts';
import { newsroom } from '../simulator/newsroom.ts';

/** The command on a newsroom where nobody can tell of any mail of a delivery whether it arrived. */
async function afterNoAnswers() {
  mockClient(SQSClient).resolves({});
  const { send, table, bucket, clock, deliveryId } = await aDelivery({
    answer: () => ({ kind: 'unknown', reason: 'timeout' }),
  });
  await send();
  const queue = connectQueue('http://127.0.0.1:1/none');
  const queues = { compose: queue, arm: queue, send: queue, urgentSend: queue };
  const now = () => new Date(clock.now);
  const records: unknown[] = [];
  const complaints: string[] = [];
  const plain = (text: string) => text;
  const io: CommandIo = {
    json: true,
    dataDirectory: '/none',
    stage: undefined,
    width: 100,
    style: { bold: plain, dim: plain, good: plain, bad: plain, caution: plain },
    record: (value) => void records.push(value),
    say: () => {},
    complain: (text) => void complaints.push(text),
    connect: async () =>
      Object.assign(Object.create(null), { table, bucket, queues, newsroom, by: 'Ann', now }),
    confirm: async () => true,
    now,
  };
  const run = (...options: string[]) => settle.run([deliveryId, ...options], io);
  return { run, table, now, deliveryId, records, complaints };
}

it.each([
  { when: 'sending is paused', as: 'resend', isPaused: true, told: ['wrong list', 'npx dateline resume'] },
  { when: 'sending goes on', as: 'resend', isPaused: false, told: [] },
  { when: 'nothing has to be sent', as: 'sent', isPaused: true, told: [] },
])('whoever settles unknowns as $as while $when is told only what keeps them back', async (row) => {
  const { run, table, now, deliveryId, records, complaints } = await afterNoAnswers();
  const since = now().toISOString();
  const pause = { by: 'Ann', since, until: null, reason: 'wrong list', everything: true };
  if (row.isPaused) await paceTable(table).setPause(pause);
  expect(await run('--as', row.as)).toBe(0);
  expect(records).toEqual([{ delivery: deliveryId, as: row.as, settled: 30 }]);
  expect(complaints).toHaveLength(row.told.length > 0 ? 1 : 0);
  for (const words of row.told) expect(complaints[0]).toContain(words);
});

describe('nobody is promised another mail', () => {
  const act = { by: 'Ann', at: '2026-01-05T09:00:10.000Z', reason: 'wrong figures' };
  const over = 'Nothing of it goes out any more';
  it.each([
    { of: 'a delivery that has ended', state: 'stopped', change: {}, why: over },
    { of: 'a release that was killed', state: 'armed', change: { killed: act }, why: over },
    { of: 'a release that was cancelled', state: 'armed', change: { cancelled: act }, why: over },
    {
      of: 'a release that a restored table does not know to be approved',
      state: 'armed',
      change: { live: null },
      why: 'drop it again and approve it first',
    },
  ] as const)('of $of; who may have got it can still be counted', async ({ state, change, why }) => {
    const { run, table, deliveryId, records } = await afterNoAnswers();
    const delivery = await deliveryTable(table).readDelivery(deliveryId);
    if (delivery) await deliveryTable(table).moveDelivery({ ...delivery, state }, delivery.state);
    await releaseTable(table).putRelease({ ...releaseOf({}), ...change, revision: 2 });
    await expect(run('--as', 'resend')).rejects.toThrow(why);
    await expect(run('--refused', '--as', 'resend')).rejects.toThrow(why);
    expect(records).toEqual([]);
    expect(await run('--as', 'sent')).toBe(0);
  });
});
