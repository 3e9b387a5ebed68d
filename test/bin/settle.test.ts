import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import type { CommandIo } from '../../bin/command.ts';
import { settle } from '../../bin/settle.ts';
import { paceTable } from '../../functions/_shared/aws/pace-table.ts';
import { connectQueue } from '../../functions/_shared/aws/queue.ts';
import { aDelivery } from '../functions/send-emails/a-delivery.ts';
import { newsroom } from '../simulator/newsroom.ts';

it.each([
  { when: 'sending is paused', as: 'resend', isPaused: true, told: ['wrong list', 'npx dateline resume'] },
  { when: 'sending goes on', as: 'resend', isPaused: false, told: [] },
  { when: 'nothing has to be sent', as: 'sent', isPaused: true, told: [] },
])('whoever settles unknowns as $as while $when is told only what keeps them back', async (row) => {
  mockClient(SQSClient).resolves({});
  const { send, table, bucket, clock, deliveryId } = await aDelivery({
    answer: () => ({ kind: 'unknown', reason: 'timeout' }),
  });
  await send();
  const since = new Date(clock.now).toISOString();
  const pause = { by: 'Ann', since, until: null, reason: 'wrong list', everything: true };
  if (row.isPaused) await paceTable(table).setPause(pause);
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
  expect(await settle.run([deliveryId, '--as', row.as], io)).toBe(0);
  expect(records).toEqual([{ delivery: deliveryId, as: row.as, settled: 30 }]);
  expect(complaints).toHaveLength(row.told.length > 0 ? 1 : 0);
  for (const words of row.told) expect(complaints[0]).toContain(words);
});
