import { expect, it } from 'vitest';
import { deliveryTable } from '../../../../functions/_shared/aws/delivery-table.ts';
import { type Chunk, withGroups } from '../../../../functions/_shared/domain/delivery.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';

const groups = Array.from({ length: 27 }, (_, i) => i);
const now = Date.parse('2026-01-05T09:10:00.000Z');
const counts = {
  sent: 2000,
  refused: 1000,
  unknown: 1000,
  leftOut: 1000,
  sentTo: groups.map(() => 1999),
  recent: { sent: 2000, from: now, to: now },
};
const deliveryId = `${'x'.repeat(120)}_v100_embargo-moved`;
const chunk: Chunk = {
  deliveryId,
  chunk: 499,
  start: 500_000_000,
  end: 500_500_000,
  recipients: 2000,
  state: 'open',
  stoppedBecause: null,
  owner: 'a'.repeat(36),
  leaseUntil: now,
  done: 1000,
  highWater: 1025,
  touched: 1025,
  parkedUntil: null,
  counts,
  putBacks: 0,
  putBackAfter: 0,
};

it('progress by group costs no write unit: a claim and an event of the largest delivery are one each', async () => {
  const fake = new FakeTable(true);
  const deliveries = deliveryTable(tableThrough(async (command) => fake.execute(command)));
  await deliveries.createChunk(chunk);
  const millions = { delivered: 1_000_000, bounced: 1_000_000, complained: 1_000_000 };
  await deliveries.countResults(deliveryId, withGroups(millions, groups));
  const before = fake.use.writeUnits;
  await deliveries.claimWindow({ ...chunk, owner: 'a'.repeat(36) });
  await deliveries.countResults(deliveryId, withGroups({ delivered: 1, bounced: -1 }, [0, 12, 26]));
  expect(fake.use.writeUnits - before).toBe(2);
  expect((await deliveries.readResults(deliveryId)).byGroup).toMatchObject({ d26: 1_000_001, b12: 999_999 });
});
