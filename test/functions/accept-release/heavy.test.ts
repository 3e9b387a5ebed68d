import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { reportSchema } from '../../../functions/_shared/domain/report.ts';
import type { Overrun } from '../../../functions/accept-release/reading/separate-reader.ts';
import { readingProgram, separateReader } from '../../../functions/accept-release/reading/separate-reader.ts';
import { heavyFiles } from './heavy-files.ts';
import { newsroom, now, read } from './newsroom.ts';

const overruns: Overrun[] = [];
const reader = separateReader(readingProgram, ({ why }) => overruns.push(why));
afterAll(() => reader.close());
beforeEach(() => void overruns.splice(0));

/** More than the deadline of the reading itself: what is asserted is that nobody needs it. */
const patience = 15_000;

describe('every heavy file is read or refused in time, within the memory of the reading process', () => {
  test.each(heavyFiles)(
    '$file: $name',
    async ({ file, make }) => {
      const files = { id: 'a', files: [{ key: `releases/${file}`, bytes: make() }], siblings: [] };
      const started = performance.now();
      const { reports } = await reader.read(files, { newsroom, now }, true);
      expect(performance.now() - started).toBeLessThan(patience);
      // Neither its deadline nor its memory limit had to end it.
      expect(overruns).toEqual([]);
      expect(reportSchema.safeParse(reports[0]?.report).error).toBeUndefined();
      expect(reports[0]?.html.length).toBeLessThan(4_000_000);
    },
    patience * 2,
  );
});

describe('what is over a limit is rejected with what it is', () => {
  test.each([
    ['a definition used without end', 'one definition of', 'file-too-complex'],
    ['more definitions than a book has', '7,000 definitions', 'file-too-complex'],
    ['brackets inside each other', 'definitions of definitions', 'file-too-complex'],
    ['pictures with the title of a book', 'pictures by reference', 'file-too-complex'],
    ['lines ended by other signs', 'vertical tabs between', 'file-too-large'],
    ['elements that nothing closes', '1000 × <ul>', 'file-too-deep'],
    ['bold opened again in each paragraph', 'formatting that', 'file-too-complex'],
    ['one link on 20,000 words', 'links of 1,900 characters with', 'file-too-complex'],
    ['200,000 paragraphs', '200,000 paragraphs', 'file-too-large'],
  ])('%s', async (_, name, code) => {
    const heavy = heavyFiles.find((one) => one.name.includes(name));
    const report = await read(heavy?.file ?? '', heavy?.make() ?? '');
    expect(report).toMatchObject({ status: 'rejected', codes: [code] });
    expect(report.problems[0]?.fix).toMatch(/\w/);
  });

  test('of 5,000 links that cannot be published, a hundred are told one by one', async () => {
    const links = Array.from({ length: 5_000 }, (_, i) => `[a](ftp://example.org/${i})`).join(' ');
    const { problems } = await read('a.md', `# Forum opens in Ha Noi\n\nHA NOI, 12 June 2025 – ${links}\n`);
    const told = problems.filter(({ code }) => code === 'link-left-out');
    expect(told).toHaveLength(101);
    expect(told.at(-1)?.message).toBe('And 4900 more of this kind.');
  });
});
