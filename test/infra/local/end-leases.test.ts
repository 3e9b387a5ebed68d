import { expect, test } from 'vitest';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import { endLeases } from '../../../infra/local/end-leases.ts';
import { aDelivery } from '../../functions/send-emails/a-delivery.ts';

const window = { done: 0, highWater: 12, touched: 12 };

/** Its worker was killed in its first window. */
async function killedDelivery() {
  const delivery = await aDelivery();
  const { clock, deliveryId, table } = delivery;
  const { takeChunk, claimWindow, notePutBack, readChunk } = deliveryTable(table);
  const dead = { deliveryId, chunk: 0, owner: 'dead', leaseUntil: clock.now + 30_000 };
  const counts = { sent: 0, refused: 0, unknown: 0, leftOut: 0 };
  const claim = () => claimWindow({ ...dead, ...window, counts });
  return { ...delivery, take: () => takeChunk({ ...dead, now: clock.now }), claim, notePutBack, readChunk };
}

test('after a kill the next start sends on at once: whoever was in the open window is unknown, the others get it', async () => {
  const { take, claim, send, sent, table, chunk } = await killedDelivery();
  await take();
  expect(await claim()).toBe(true);
  await send();
  expect(sent).toEqual([]);
  await endLeases(table);
  await send();
  expect(sent).toHaveLength(18);
  expect(await chunk()).toMatchObject({ state: 'waiting', counts: { sent: 18, unknown: 12 } });
});

test('a worker of the process before can open no window any more', async () => {
  const { take, claim, table } = await killedDelivery();
  await take();
  await endLeases(table);
  expect(await claim()).toBe(false);
});

test('a chunk that the sweep had put back when everything was killed does not wait for its pause', async () => {
  const { table, clock, chunk, notePutBack } = await killedDelivery();
  const lost = await chunk();
  if (!lost) throw new Error('no chunk');
  await notePutBack(lost, clock.now, clock.now + 60_000);
  await endLeases(table);
  // How often it was put back still counts: a chunk that kills the newsroom each time does not go round and round.
  expect(await chunk()).toMatchObject({ putBackAfter: 0, putBacks: 1 });
});
