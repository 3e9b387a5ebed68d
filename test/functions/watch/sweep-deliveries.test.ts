import { describe, expect, it } from 'vitest';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import { paceTable } from '../../../functions/_shared/aws/pace-table.ts';
import { connectQueue } from '../../../functions/_shared/aws/queue.ts';
import { releaseTable } from '../../../functions/_shared/aws/release-table.ts';
import { cutChunks } from '../../../functions/_shared/deliveries/cut-chunks.ts';
import type { EventBacklog } from '../../../functions/_shared/deliveries/review-unknowns.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import type { Release } from '../../../functions/_shared/domain/release-life.ts';
import { deliveryIdOf } from '../../../functions/_shared/domain/release-tag.ts';
import { connectDependencies } from '../../../functions/watch/dependencies.ts';
import { sweepDeliveries } from '../../../functions/watch/sweep-deliveries.ts';
import { bucketThrough, FakeBucket } from '../../simulator/fake-bucket.ts';
import { FakeTable, tableThrough } from '../../simulator/fake-table.ts';
import { newsroom } from '../../simulator/newsroom.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { recipientOf } from '../send-emails/a-delivery.ts';

const due = Date.parse('2026-01-05T09:00:00.000Z');
const minute = 60_000;
const deliveryId = 'forum_v1_general';

/** A delivery with two chunks of two recipients, whose queue messages are lost. */
async function aSweep(release: Release = releaseOf({}), edition: Edition = 'general') {
  const deliveryId = deliveryIdOf('forum', 1, edition);
  const fake = new FakeTable();
  const objects = new FakeBucket();
  const table = tableThrough(async (command) => fake.execute(command));
  const clock = { now: due + 10 * minute };
  const people = [0, 1, 2, 3].map(recipientOf);
  const lines = people.map((each) => Buffer.from(`${JSON.stringify(each)}\n`));
  objects.objects.set('store/deliveries/recipients', Buffer.concat(lines));
  await releaseTable(table).putRelease(release);
  const streamed = (async function* () {
    yield* lines;
  })();
  for await (const chunk of cutChunks(deliveryId, streamed, 2)) await deliveryTable(table).createChunk(chunk);
  await deliveryTable(table).createDelivery({
    deliveryId,
    releaseId: 'forum',
    version: 1,
    edition,
    notBefore: new Date(due).toISOString(),
    recipientsKey: 'store/deliveries/recipients',
    recipients: 4,
    reachesUnsubscribed: false,
    chunks: 2,
    state: 'sending',
    createdAt: new Date(due).toISOString(),
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  });
  const queue = connectQueue('http://127.0.0.1:1/none');
  const putBack: number[] = [];
  const looks: EventBacklog[] = [];
  const connected = connectDependencies({
    newsroom: { ...newsroom, desk: [] },
    table,
    bucket: bucketThrough(async (command) => objects.execute(command)),
    bulkQueue: queue,
    urgentQueue: queue,
    composeQueue: queue,
    eventQueue: queue,
    eventDeadLetters: queue,
    now: () => clock.now,
    log: () => undefined,
    measure: () => undefined,
  });
  const sweep = () =>
    sweepDeliveries({
      ...connected,
      queued: async () => 0,
      async readBacklog() {
        const backlog = { at: clock.now, isWaiting: putBack.length > 0, isSetAside: false };
        looks.push(backlog);
        return backlog;
      },
      async enqueueChunk(_, { chunk }) {
        putBack.push(chunk);
      },
    });
  /** Both chunks were processed ten minutes ago, and all their recipients are unknown. */
  const leaveUnknown = async () => {
    for (const chunk of [0, 1]) {
      await deliveryTable(table).takeChunk({
        deliveryId,
        chunk,
        owner: 'w',
        now: clock.now,
        leaseUntil: clock.now,
      });
      await deliveryTable(table).claimWindow({
        deliveryId,
        chunk,
        owner: 'w',
        leaseUntil: 0,
        done: 2,
        highWater: 2,
        touched: 2,
        counts: { sent: 0, refused: 0, unknown: 2, leftOut: 0 },
      });
    }
    await deliveryTable(table).writeOutcomes(
      people.map(({ contactId, email, language }, i) => ({
        deliveryId,
        contactId,
        email,
        language,
        state: 'unknown' as const,
        reason: 'ETIMEDOUT',
        at: new Date(due).toISOString(),
        sesMessageId: null,
        attempt: 1,
        decided: null,
        chunk: i < 2 ? 0 : 1,
      })),
    );
    for (const item of [...fake.items()])
      if (item.sk?.S?.startsWith('CHUNK#')) fake.put({ ...item, state: { S: 'waiting' } });
  };
  return { table, clock, putBack, looks, sweep, leaveUnknown };
}

describe('the sweep puts a chunk without an owner back', () => {
  it('and waits longer each time, so that a chunk which kills its workers makes no loop', async () => {
    const { clock, putBack, sweep } = await aSweep();
    const sweptAfter = async (milliseconds: number) => {
      clock.now += milliseconds;
      putBack.length = 0;
      await sweep();
      return [...putBack];
    };
    expect(await sweptAfter(0)).toEqual([0, 1]);
    expect(await sweptAfter(minute - 1)).toEqual([]);
    expect(await sweptAfter(1)).toEqual([0, 1]);
    expect(await sweptAfter(2 * minute - 1)).toEqual([]);
    expect(await sweptAfter(1)).toEqual([0, 1]);
  });

  it('at once if it has progressed since: six crashes cost minutes, not an hour', async () => {
    const { table, clock, putBack, sweep } = await aSweep();
    for (let crash = 0; crash < 6; crash++) {
      clock.now += minute;
      putBack.length = 0;
      await sweep();
      expect(putBack).toContain(0);
      const { now } = clock;
      await deliveryTable(table).takeChunk({
        deliveryId,
        chunk: 0,
        owner: `${crash}`,
        now,
        leaseUntil: now + 30_000,
      });
      await deliveryTable(table).claimWindow({
        deliveryId,
        chunk: 0,
        owner: `${crash}`,
        leaseUntil: now + 30_000,
        done: 0,
        highWater: 1,
        touched: 1,
        counts: { sent: 0, refused: 0, unknown: 0, leftOut: 0 },
      });
    }
  });

  it('while bulk is stopped for its bounces, only for a kill or a lift notice', async () => {
    const killed = { at: new Date(due).toISOString(), by: 'Lan', reason: 'wrong' };
    const kill = await aSweep({ ...releaseOf({ kill: true }), killed }, 'kill');
    const bulk = await aSweep();
    for (const { table, sweep } of [kill, bulk]) {
      await paceTable(table).openCircuit('bounces', new Date(due).toISOString());
      await sweep();
    }
    expect(kill.putBack).toEqual([0, 1]);
    expect(bulk.putBack).toEqual([]);
  });

  it('only while the release may be sent: not while a newer version waits for a decision', async () => {
    const release = releaseOf({});
    const paused = await aSweep({
      ...release,
      candidate: {
        version: 2,
        state: 'held',
        since: release.createdAt,
        embargo: null,
        sendAt: null,
        liftNotice: true,
        isCorrection: false,
        policy: 'required',
        audience: null,
        approvals: [],
        problems: [],
      },
    });
    await paused.sweep();
    expect(paused.putBack).toEqual([]);
  });
});

it('all unknowns in a sweep are decided after one look, because resending raises events that say nothing about the others', async () => {
  const { table, clock, putBack, looks, sweep, leaveUnknown } = await aSweep();
  await leaveUnknown();
  clock.now = due + 16 * minute;
  await sweep();
  expect(putBack).toEqual([0, 1]);
  expect(looks).toHaveLength(1);
  expect(await deliveryTable(table).readChunk(deliveryId, 1)).toMatchObject({ state: 'open', done: 0 });
});
