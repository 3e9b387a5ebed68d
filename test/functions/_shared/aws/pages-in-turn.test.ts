import { expect, it } from 'vitest';
import { pagesInTurn } from '../../../../functions/_shared/aws/pages-in-turn.ts';

/** Streams of pages. Notes how many pages are asked for and not used yet. */
function shelf(lengths: readonly number[]) {
  const held = { now: 0, most: 0, closed: 0 };
  const stream = async function* (name: number, pages: number) {
    try {
      for (let page = 0; page < pages; page++) {
        held.now += 1;
        held.most = Math.max(held.most, held.now);
        await new Promise(setImmediate);
        yield `${name}.${page}`;
      }
    } finally {
      held.closed += 1;
    }
  };
  return { held, streams: lengths.map((pages, name) => stream(name, pages)) };
}

async function readAll({ held, streams }: ReturnType<typeof shelf>): Promise<string[]> {
  const seen: string[] = [];
  for await (const page of pagesInTurn(streams)) {
    seen.push(page);
    await new Promise(setImmediate);
    held.now -= 1;
  }
  return seen;
}

it('pages come in the order of the streams, whatever was requested in advance', async () => {
  expect(await readAll(shelf([2, 0, 0, 3, 1, 1, 0]))).toEqual([
    '0.0',
    '0.1',
    '3.0',
    '3.1',
    '3.2',
    '4.0',
    '5.0',
  ]);
  expect(await readAll(shelf([]))).toEqual([]);
});

it('of long streams at most three pages are in memory', async () => {
  const all = shelf(Array.from({ length: 32 }, () => 10));
  expect(await readAll(all)).toHaveLength(320);
  expect(all.held.most).toBeLessThanOrEqual(3);
});

it('short streams are requested together', async () => {
  const all = shelf(Array.from({ length: 32 }, () => 1));
  expect(await readAll(all)).toHaveLength(32);
  expect(all.held.most).toBeGreaterThan(5);
});

it('a reader who stops early leaves nothing open', async () => {
  const all = shelf(Array.from({ length: 32 }, () => 10));
  for await (const _ of pagesInTurn(all.streams)) break;
  expect(all.held.closed).toBe(2);
});

it('a request that fails fails the reading, and nothing else', async () => {
  const failing = async function* (): AsyncGenerator<string> {
    yield await Promise.reject(new Error('busy'));
  };
  await expect(Array.fromAsync(pagesInTurn([...shelf([1]).streams, failing(), failing()]))).rejects.toThrow(
    'busy',
  );
});
