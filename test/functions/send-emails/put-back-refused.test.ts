import { describe, expect, it } from 'vitest';
import { auditStore } from '../../../functions/_shared/aws/audit-store.ts';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import type { Mail, SendResult } from '../../../functions/_shared/aws/mail-sender.ts';
import { connectQueue } from '../../../functions/_shared/aws/queue.ts';
import { connectDeliveries } from '../../../functions/_shared/deliveries/connect-deliveries.ts';
import { putBackRefused } from '../../../functions/_shared/deliveries/put-back-refused.ts';
import { aDelivery, idOf } from './a-delivery.ts';

const numberOf = ({ to }: Mail) => Number(/\d+/.exec(to)?.[0]);

/** Of thirty readers SES refuses the first three for their addresses and the next two for the message. */
async function afterRefusals() {
  let isMended = false;
  const delivery = await aDelivery({
    answer(mail): SendResult {
      const number = numberOf(mail);
      if (isMended || number > 4) return { kind: 'sent', sesMessageId: `ses-${number}` };
      return number < 3
        ? { kind: 'refused', reason: 'InvalidParameterValue', blames: 'recipient' }
        : { kind: 'refused', reason: 'MessageRejected', blames: 'message' };
    },
  });
  const queue = connectQueue('http://127.0.0.1:1/none');
  const enqueued: unknown[] = [];
  const dependencies = {
    ...connectDeliveries({
      table: delivery.table,
      bucket: delivery.bucket,
      bulkQueue: queue,
      urgentQueue: queue,
      now: () => delivery.clock.now,
    }),
    async enqueueChunk(_: boolean, message: unknown) {
      enqueued.push(message);
    },
  };
  await delivery.send();
  isMended = true;
  const all = { deliveryId: delivery.deliveryId, reason: null, contactId: null, by: 'Ann' };
  const stateOf = async (n: number) =>
    (await deliveryTable(delivery.table).readRecord(delivery.deliveryId, idOf(n)))?.state;
  return { ...delivery, dependencies, all, enqueued, stateOf };
}

describe('those whom SES refused, put back by a person', () => {
  it('are sent to once, and nobody else again', async () => {
    const { dependencies, all, send, sent, enqueued, chunk, bucket } = await afterRefusals();
    expect(sent).toHaveLength(25);
    expect(await putBackRefused(dependencies, all)).toEqual({ putBack: 5, busy: 0 });
    expect(enqueued).toEqual([{ deliveryId: all.deliveryId, chunk: 0 }]);
    await send();
    expect(sent).toHaveLength(30);
    expect(new Set(sent).size).toBe(30);
    expect(await chunk()).toMatchObject({ state: 'settled', counts: { sent: 30, refused: 0 } });
    expect(await putBackRefused(dependencies, all)).toEqual({ putBack: 0, busy: 0 });
    const trail = await Array.fromAsync(auditStore(bucket).readAudit('RELEASE#forum'));
    expect(trail.filter(({ act }) => act === 'put-back-refused')).toMatchObject([
      { by: 'Ann', act: 'put-back-refused', before: { refused: 5 } },
    ]);
  });

  it('may be those of one reason, or one reader', async () => {
    const { dependencies, all, stateOf, send } = await afterRefusals();
    expect(await putBackRefused(dependencies, { ...all, reason: 'MessageRejected' })).toMatchObject({
      putBack: 2,
    });
    expect(await putBackRefused(dependencies, { ...all, contactId: idOf(0) })).toMatchObject({ putBack: 1 });
    await send();
    expect(await Promise.all([0, 1, 2, 3, 4].map(stateOf))).toEqual([
      'sent',
      'refused',
      'refused',
      'sent',
      'sent',
    ]);
  });

  it('are not sent to again if a worker dies over them: they are unknown', async () => {
    const { dependencies, all, table, deliveryId, chunk, clock, send, sent, stateOf } = await afterRefusals();
    await putBackRefused(dependencies, all);
    const deliveries = deliveryTable(table);
    const leaseUntil = clock.now + 1000;
    await deliveries.takeChunk({ deliveryId, chunk: 0, owner: 'dies', now: clock.now, leaseUntil });
    const { counts } = (await chunk()) ?? { counts: { sent: 0, refused: 0, unknown: 0, leftOut: 0 } };
    await deliveries.claimWindow({
      deliveryId,
      chunk: 0,
      owner: 'dies',
      leaseUntil,
      done: 0,
      highWater: 5,
      touched: 30,
      counts,
    });
    clock.now += 60_000;
    await send();
    expect(sent).toHaveLength(25);
    expect(await Promise.all([0, 4, 5].map(stateOf))).toEqual(['unknown', 'unknown', 'sent']);
  });

  it('wait while somebody sends their chunk, and are not touched once SES has spoken of them', async () => {
    const { dependencies, all, table, deliveryId, clock, stateOf } = await afterRefusals();
    await deliveryTable(table).writeFeedback(
      { deliveryId, contactId: idOf(0), sesMessageId: 's' },
      { sentAt: '2026-01-05T09:00:00.000Z' },
    );
    expect(await putBackRefused(dependencies, all)).toEqual({ putBack: 4, busy: 0 });
    expect(await stateOf(0)).toBe('sent');
    await deliveryTable(table).takeChunk({
      deliveryId,
      chunk: 0,
      owner: 'w',
      now: clock.now,
      leaseUntil: clock.now + 30_000,
    });
    expect(await putBackRefused(dependencies, all)).toMatchObject({ putBack: 0, busy: expect.any(Number) });
    expect(await putBackRefused(dependencies, { ...all, deliveryId: 'another_v1_general' })).toBeNull();
  });
});
