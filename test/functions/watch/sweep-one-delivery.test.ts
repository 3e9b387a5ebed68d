import { describe, expect, it } from 'vitest';
import type { Chunk, Delivery } from '../../../functions/_shared/domain/delivery.ts';
import type { Release } from '../../../functions/_shared/domain/release-life.ts';
import { type Dependencies, sweepDeliveries } from '../../../functions/watch/sweep-deliveries.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { idOf, recipientOf } from '../send-emails/a-delivery.ts';

const due = Date.parse('2026-01-05T09:00:00.000Z');
const minute = 60_000;
const act = { at: '2026-01-05T09:30:00Z', by: 'Ann', reason: 'x' };

/** One delivery with one chunk of two recipients. Runs a sweep ten minutes after its due time. */
async function sweep({
  release = releaseOf({}) as Release,
  delivery = {} as Partial<Delivery>,
  chunk = {} as Partial<Chunk>,
  /** The number of chunks. */
  chunks = 1,
  now = due + 10 * minute,
  queued = { urgent: 0, bulk: 0 },
  pace = {} as Partial<Awaited<ReturnType<Dependencies['readPace']>>>,
  embargoed = 'hold' as 'hold' | 'resend',
  isQuicker = false,
} = {}) {
  const did: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const measured: Parameters<Dependencies['measure']>[0][] = [];
  const one: Chunk = {
    deliveryId: 'forum_v1_general',
    chunk: 0,
    start: 0,
    end: 9,
    recipients: 2,
    state: 'open',
    stoppedBecause: null,
    owner: null,
    leaseUntil: 0,
    done: 0,
    highWater: 0,
    touched: 0,
    parkedUntil: null,
    counts: { sent: 0, refused: 0, unknown: 0, leftOut: 0 },
    putBacks: 0,
    putBackAfter: 0,
    ...chunk,
  };
  const swept: Delivery = {
    deliveryId: 'forum_v1_general',
    releaseId: 'forum',
    version: 1,
    edition: 'general',
    notBefore: new Date(due).toISOString(),
    recipientsKey: 'recipients',
    recipients: 2,
    reachesUnsubscribed: false,
    chunks: 1,
    state: 'sending',
    createdAt: new Date(due).toISOString(),
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
    ...delivery,
  };
  await sweepDeliveries({
    now: () => now,
    async *readOpenDeliveries() {
      yield swept;
    },
    async *readChunks() {
      for (let i = 0; i < chunks; i++) yield { ...one, chunk: i };
    },
    readHead: async () => release,
    notePutBack: async (_, at, after) => {
      did.push(`note ${(after - at) / 1000} s`);
      return !isQuicker;
    },
    enqueueChunk: async (isUrgent) => void did.push(isUrgent ? 'enqueue urgent' : 'enqueue bulk'),
    queued: async (isUrgent) => (isUrgent ? queued.urgent : queued.bulk),
    readPace: async () => ({ openBecause: null, pause: null, parkedUntil: 0, ...pace }),
    settleDelivery: async () => void did.push('settle'),
    tellHeld: async (_, held) => void did.push(`tell of ${held} held`),
    log: (line) => logged.push(line),
    measure: (values) => void measured.push(values),
    moveDelivery: async ({ state }, from) => !!did.push(`move ${from} to ${state}`),
    recordEdition: async (as, { edition }) => void did.push(`record ${edition} ${as}`),
    takeChunk: async ({ owner }) => ({ ...one, owner }),
    giveBackChunk: async ({ state, stoppedBecause }) => !!did.push(`${state} because ${stoppedBecause}`),
    readRecipients: async () => [recipientOf(0), recipientOf(1)],
    newId: () => 'sweep',
    readKnown: async () =>
      new Map([
        [
          idOf(0),
          {
            feedback: null,
            outcome: {
              deliveryId: 'forum_v1_general',
              contactId: idOf(0),
              email: 'reader0@example.org',
              language: 'en',
              state: 'unknown',
              reason: null,
              at: new Date(due).toISOString(),
              sesMessageId: null,
              attempt: 1,
              decided: null,
              chunk: 0,
            },
          },
        ],
      ]),
    concludeOutcome: async () => true,
    reviewChunk: async () => true,
    readBacklog: async () => ({ at: now, isWaiting: false, isSetAside: false }),
    policy: { graceSeconds: 900, embargoed, otherwise: embargoed },
  });
  return { did, logged, measured };
}
const whatIsDone = async (said: Parameters<typeof sweep>[0]) => (await sweep(said)).did;

const putBack = ['note 60 s', 'enqueue bulk', 'settle'];

describe('a chunk without an owner is put back', () => {
  it('only if its queue is empty', async () => {
    expect(await whatIsDone({ queued: { urgent: 5, bulk: 0 } })).toEqual(putBack);
    expect(await whatIsDone({ queued: { urgent: 0, bulk: 5 } })).toEqual(['settle']);
    const delivery = { isUrgent: true };
    expect(await whatIsDone({ delivery, queued: { urgent: 5, bulk: 0 } })).toEqual(['settle']);
    expect(await whatIsDone({ delivery, queued: { urgent: 0, bulk: 5 } })).toContain('enqueue urgent');
  });

  it('only a quarter of a minute after its due time, because until then a worker may be waiting with it', async () => {
    expect(await whatIsDone({ now: due + 15_000 })).toEqual(['settle']);
    expect(await whatIsDone({ now: due + 15_001 })).toEqual(putBack);
  });

  const iso = (at: number) => new Date(at).toISOString();

  it('only if its own readers are due: those of a later hour are not late', async () => {
    const part = (notBefore: string) => ({ recipientsKey: notBefore, notBefore, recipients: 2, chunks: 1 });
    const parts = [part(iso(due)), part(iso(due + 60 * minute))];
    const delivery = { parts, chunks: 2 };
    const early = await sweep({ delivery, chunks: 2, release: releaseOf({}) });
    expect(early.did).toEqual(putBack);
    expect(early.logged.at(-1)).toMatchObject({ expected: 4, missing: 4, overdueSeconds: 600 });
    const later = await sweep({ delivery, chunks: 2, now: due + 60 * minute + 15_001 });
    expect(later.did).toEqual(['note 60 s', 'enqueue bulk', 'note 60 s', 'enqueue bulk', 'settle']);
  });

  it('not while its lease is valid, it is parked, the quota is used up, the circuit is open or a person has paused', async () => {
    const now = due + 10 * minute;
    expect(await whatIsDone({ chunk: { leaseUntil: now } })).toEqual(['settle']);
    expect(await whatIsDone({ chunk: { leaseUntil: now - 1 } })).toEqual(putBack);
    expect(await whatIsDone({ chunk: { parkedUntil: now + 1 } })).toEqual(['settle']);
    expect(await whatIsDone({ chunk: { parkedUntil: now } })).toEqual(putBack);
    expect(await whatIsDone({ pace: { parkedUntil: now + 1 } })).toEqual(['settle']);
    expect(await whatIsDone({ pace: { parkedUntil: now } })).toEqual(putBack);
    expect(await whatIsDone({ pace: { openBecause: 'bounces' } })).toEqual(['settle']);
    const pause = { by: 'Lan', since: iso(now), until: iso(now + 1), reason: 'x', everything: false };
    expect(await whatIsDone({ pace: { pause } })).toEqual(['settle']);
    expect(await whatIsDone({ pace: { pause: { ...pause, until: null } } })).toEqual(['settle']);
    expect(await whatIsDone({ pace: { pause: { ...pause, until: iso(now) } } })).toEqual(putBack);
  });

  it('by one sweep, each time later up to an hour, with an alarm at the sixth time', async () => {
    expect(await whatIsDone({ isQuicker: true })).toEqual(['note 60 s', 'settle']);
    expect(await whatIsDone({ chunk: { putBacks: 9 } })).toContain('note 3600 s');
    const fifth = await sweep({ chunk: { putBacks: 4 } });
    expect(fifth.logged[0]).toMatchObject({ chunk: 0, putBack: 5 });
    expect(fifth.logged[0]).not.toHaveProperty('alarm');
    expect((await sweep({ chunk: { putBacks: 5 } })).logged[0]).toMatchObject({
      putBack: 6,
      level: 'alarm',
      alarm: 'chunk-stuck',
    });
  });
});

describe('a release that has ended', () => {
  const release = { ...releaseOf({}), cancelled: act };

  it('ends its open chunks, and keeps what was done', async () => {
    expect(await whatIsDone({ release })).toEqual(['stopped because cancelled', 'settle']);
    expect(await whatIsDone({ release, chunk: { state: 'settled' } })).toEqual(['settle']);
  });

  it('ends also a delivery that was not armed completely: first its chunks, then the edition', async () => {
    const delivery = { state: 'freezing' } as const;
    expect(await whatIsDone({ release, delivery })).toEqual(['stopped because cancelled']);
    const ended = ['record general stopped', 'move freezing to stopped'];
    expect(await whatIsDone({ release, delivery, chunks: 0 })).toEqual(ended);
    expect(await whatIsDone({ release, delivery, chunk: { state: 'stopped' } })).toEqual(ended);
    expect(await whatIsDone({ release, chunks: 0 })).toEqual([
      'record general stopped',
      'move sending to stopped',
    ]);
  });
});

it('a delivery that is still being armed is not touched', async () => {
  expect(await whatIsDone({ delivery: { state: 'freezing' } })).toEqual([]);
  expect(await whatIsDone({ delivery: { chunks: 2 } })).toEqual([]);
});

it('a delivery that waits for its time is not ended', async () => {
  const release = releaseOf({ embargo: '2026-01-05T12:00:00Z' });
  expect(await whatIsDone({ release })).toEqual(['settle']);
});

describe('unknowns of a chunk', () => {
  const chunk = { state: 'waiting' } as const;
  it('that are held for a person are reported', async () => {
    expect(await whatIsDone({ chunk, now: due + 16 * minute })).toEqual(['tell of 1 held', 'settle']);
  });

  it('that are sent again go to the senders, and nobody is told', async () => {
    expect(await whatIsDone({ chunk, now: due + 16 * minute, embargoed: 'resend' })).toEqual([
      'enqueue bulk',
      'settle',
    ]);
  });

  it('that still wait are not reported and not sent again', async () => {
    expect(await whatIsDone({ chunk })).toEqual(['settle']);
  });
});

describe('the log shows the progress', () => {
  it('and since when it is late, while recipients are missing', async () => {
    const { logged } = await sweep({
      chunk: { leaseUntil: due + 60 * minute, counts: { sent: 1, refused: 0, unknown: 0, leftOut: 0 } },
    });
    expect(logged).toEqual([
      {
        stage: 'watch',
        delivery: 'forum_v1_general',
        state: 'sending',
        expected: 2,
        sent: 1,
        failed: 0,
        unknown: 0,
        leftOut: 0,
        missing: 1,
        parked: 0,
        stopped: 0,
        overdueSeconds: 600,
      },
    ]);
  });

  it('and that nothing is late if nobody is missing, or its time has not come', async () => {
    const counts = { sent: 2, refused: 0, unknown: 0, leftOut: 0 };
    expect((await sweep({ chunk: { state: 'settled', counts } })).logged).toMatchObject([
      { missing: 0, overdueSeconds: 0 },
    ]);
    expect((await sweep({ now: due - minute })).logged).toMatchObject([{ missing: 2, overdueSeconds: 0 }]);
  });
});

describe('what operators see of a sweep', () => {
  it('nothing is sent although mails are due, for whatever reason: the delivery counts as stalled', async () => {
    const stalled = async (said: Parameters<typeof sweep>[0]) => (await sweep(said)).measured;
    const open = { DeliveriesOpen: 1, OldestPending: 600, RecipientsUnknown: 0 };
    expect(await stalled({})).toEqual([{ ...open, DeliveriesStalled: 1 }]);
    expect(await stalled({ pace: { openBecause: 'bounces' } })).toEqual([
      { CircuitOpen: 1 },
      { ...open, DeliveriesStalled: 1 },
    ]);
  });

  it('a delivery that a sender works on, that is not long due, or that has nobody left is not stalled', async () => {
    for (const said of [
      { chunk: { leaseUntil: due + 10 * minute } },
      { now: due + 5 * minute },
      { chunk: { state: 'settled' as const, counts: { sent: 2, refused: 0, unknown: 0, leftOut: 0 } } },
      { release: releaseOf({ embargo: '2026-01-05T12:00:00Z' }) },
    ])
      expect((await sweep(said)).measured).toMatchObject([{ DeliveriesStalled: 0 }]);
  });

  it('a chunk that ends every sender is counted from the sixth time on', async () => {
    expect((await sweep({ chunk: { putBacks: 4 } })).measured).not.toContainEqual({ ChunksStuck: 1 });
    expect((await sweep({ chunk: { putBacks: 5 } })).measured).toContainEqual({ ChunksStuck: 1 });
  });
});
