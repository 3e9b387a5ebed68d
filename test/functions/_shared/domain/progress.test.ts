import { describe, expect, it } from 'vitest';
import { rateWords } from '../../../../functions/_shared/deliveries/rate-words.ts';
import {
  type Chunk,
  type ChunkCounts,
  type Delivery,
  resultsSchema,
} from '../../../../functions/_shared/domain/delivery.ts';
import { progressOfEdition } from '../../../../functions/_shared/domain/progress.ts';

const now = Date.parse('2026-01-05T09:10:00.000Z');
const second = 1000;

function chunkOf(chunk: number, recipients: number, counts: Partial<ChunkCounts>): Chunk {
  return {
    deliveryId: 'forum_v1_general',
    chunk,
    start: 0,
    end: 9,
    recipients,
    state: 'open',
    stoppedBecause: null,
    owner: null,
    leaseUntil: 0,
    done: 0,
    highWater: 0,
    touched: 0,
    parkedUntil: null,
    counts: { sent: 0, refused: 0, unknown: 0, leftOut: 0, ...counts },
    putBacks: 0,
    putBackAfter: 0,
  };
}
const deliveryOf = (change: Partial<Delivery>): Delivery => ({
  deliveryId: 'forum_v1_general',
  releaseId: 'forum',
  version: 1,
  edition: 'general',
  notBefore: new Date(now - 60 * second).toISOString(),
  recipientsKey: 'recipients',
  recipients: 10,
  reachesUnsubscribed: false,
  chunks: 2,
  state: 'sending',
  createdAt: new Date(now).toISOString(),
  exclusionsKey: null,
  unknownHolders: 0,
  holdersOf: null,
  isUrgent: false,
  ...change,
});
const results = resultsSchema.parse({});
const progressOf = (chunks: Chunk[], at = now) =>
  progressOfEdition([{ delivery: null, chunks, results }], at);
/** What a chunk sent between two instants, in seconds before now. */
const recent = (sent: number, from: number, to: number) => ({
  recent: { sent, from: now - from * second, to: now - to * second },
});

describe('the rate', () => {
  it('is that of late, not since the beginning, and says how long the rest takes', () => {
    const { perSecond, secondsLeft } = progressOf([chunkOf(0, 1000, { sent: 400, ...recent(300, 30, 0) })]);
    expect([perSecond, secondsLeft]).toEqual([10, 60]);
  });

  it('adds up senders that work at the same time', () => {
    const both = [0, 1].map((i) => chunkOf(i, 1000, { sent: 400, ...recent(300, 30, 0) }));
    expect(progressOf(both).perSecond).toBe(20);
  });

  it('does not count twice a sender who took one chunk after another', () => {
    const first = chunkOf(0, 400, { sent: 400, ...recent(300, 40, 10) });
    const second = chunkOf(1, 1000, { sent: 100, ...recent(100, 10, 0) });
    expect(progressOf([first, second]).perSecond).toBe(10);
  });

  it('is unknown when nothing was sent for a minute, so that no page promises an end', () => {
    const stuck = progressOf([chunkOf(0, 1000, { sent: 400, ...recent(300, 91, 61) })]);
    expect([stuck.perSecond, stuck.secondsLeft, rateWords(stuck)]).toEqual([null, null, null]);
    const fresh = progressOf([chunkOf(0, 1000, {})]);
    expect([fresh.perSecond, fresh.secondsLeft]).toEqual([null, null]);
  });

  it('says how long it takes until everybody who is due has it, and how many are due later by their own clock', () => {
    const part = { recipientsKey: 'r', recipients: 1000, chunks: 1 };
    const at = (seconds: number) => new Date(now + seconds * second).toISOString();
    const parts = [
      { ...part, notBefore: at(-60) },
      { ...part, notBefore: at(3600) },
    ];
    const chunks = [chunkOf(0, 1000, { sent: 400, ...recent(300, 30, 0) }), chunkOf(1, 1000, {})];
    const progress = progressOfEdition([{ delivery: deliveryOf({ parts }), chunks, results }], now);
    expect([progress.later, progress.secondsLeft]).toEqual([1000, 60]);
    expect(rateWords(progress)).toBe('10 a second, about 60 s left; 1,000 are due later');
  });

  it('is said in words while mails go out, and no more afterwards', () => {
    const at = (sent: number, all: number) => progressOf([chunkOf(0, all, { sent, ...recent(sent, 30, 0) })]);
    expect(rateWords(at(9000, 900_000))).toBe('300 a second, about 50 minutes left');
    expect(rateWords(at(15, 40))).toBe('0.5 a second, about 50 s left');
    expect(rateWords(at(40, 40))).toBeNull();
  });
});

it('an edition in several deliveries has one progress: their sum, group by group', () => {
  const general = {
    delivery: deliveryOf({ groups: [{ by: 'list' as const, name: 'press', recipients: 10 }] }),
    chunks: [chunkOf(0, 6, { sent: 6, sentTo: [6] }), chunkOf(1, 4, { sent: 1, unknown: 1, sentTo: [1] })],
    results: resultsSchema.parse({ delivered: 5, bounced: 1, d0: 5, b0: 1 }),
  };
  const oneMore = {
    delivery: deliveryOf({
      groups: [
        { by: 'list' as const, name: 'weekly', recipients: 1 },
        { by: 'list' as const, name: 'press', recipients: 1 },
      ],
    }),
    chunks: [chunkOf(0, 2, { sent: 2, sentTo: [1, 1] })],
    results: resultsSchema.parse({ delivered: 2, complained: 0, d0: 1, d1: 1 }),
  };
  const progress = progressOfEdition([general, oneMore], now);
  expect(progress).toMatchObject({ expected: 12, sent: 9, unknown: 1, missing: 2, delivered: 7, bounced: 1 });
  expect(progress.groups).toEqual([
    { by: 'list', name: 'press', recipients: 11, sent: 8, delivered: 6, bounced: 1, complained: 0 },
    { by: 'list', name: 'weekly', recipients: 1, sent: 1, delivered: 1, bounced: 0, complained: 0 },
  ]);
});
