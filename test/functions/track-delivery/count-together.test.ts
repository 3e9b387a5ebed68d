import { expect, it } from 'vitest';
import type { ResultCounts } from '../../../functions/_shared/domain/delivery.ts';
import { countTogether } from '../../../functions/track-delivery/count-together.ts';

function counting() {
  const written: [string, Partial<ResultCounts>][] = [];
  const failing = new Set<number>();
  const count = countTogether(async (deliveryId, changes) => {
    written.push([deliveryId, { ...changes }]);
    await new Promise(setImmediate);
    if (failing.has(written.length)) throw new Error('throttled');
  });
  return { written, failing, count };
}

it('counts every recipient of a batch once, in a few writes', async () => {
  const { written, count } = counting();
  await Promise.all([
    ...Array.from({ length: 40 }, () => count('forum_v1_general', { delivered: 1 })),
    count('forum_v1_general', { delivered: -1, bounced: 1 }),
    count('forum_v2_general', { complained: 1 }),
  ]);
  expect(written).toEqual([
    ['forum_v1_general', { delivered: 39, bounced: 1 }],
    ['forum_v2_general', { complained: 1 }],
  ]);
});

it('what comes while the counts are being written waits for the next write, and is in no other', async () => {
  const { written, count } = counting();
  const first = count('forum_v1_general', { delivered: 1 });
  await Promise.resolve();
  await Promise.resolve();
  const second = count('forum_v1_general', { delivered: 1 });
  const third = count('forum_v1_general', { bounced: 1 });
  await first;
  expect(written).toEqual([['forum_v1_general', { delivered: 1 }]]);
  await Promise.all([second, third]);
  expect(written).toEqual([
    ['forum_v1_general', { delivered: 1 }],
    ['forum_v1_general', { delivered: 1, bounced: 1 }],
  ]);
});

it('an event fails with the write that counts it, and the next events are counted nevertheless', async () => {
  const { written, failing, count } = counting();
  failing.add(1);
  const first = count('forum_v1_general', { delivered: 1 });
  await expect(first).rejects.toThrow('throttled');
  await count('forum_v1_general', { bounced: 1 });
  expect(written.at(-1)).toEqual(['forum_v1_general', { bounced: 1 }]);
});
