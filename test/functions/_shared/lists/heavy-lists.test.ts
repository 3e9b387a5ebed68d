import { describe, expect, it } from 'vitest';
import { PaperLists } from './paper-lists.ts';

const header = 'Email,Name\na@x.example.org,Ann\n';

/**
 * Milliseconds. These files once took minutes, or all memory. The rule is that they get an answer, so the deadline is
 * generous.
 */
const patience = 15_000;

describe('a list that is made to block its reader gets an answer, and its people are read', () => {
  it.each([
    ['100,000 line ends in one cell', () => `${header}b@x.example.org,"${'\n'.repeat(100_000)}x"\n`],
    ['100,000 carriage returns in one cell', () => `${header}b@x.example.org,"x${'\r'.repeat(100_000)}x"\n`],
    ['50,000 line ends between two rows', () => `${header}${'\n'.repeat(50_000)}b@x.example.org,Bob\n`],
    [
      '100,000 question marks in an address',
      () => `${header}b@x.example.org,Bob\n"${'?'.repeat(100_000)}\n?",Eve\n`,
    ],
    ['100,000 brackets in an address', () => `${header}b@x.example.org,Bob\n"${'<'.repeat(100_000)}>",Eve\n`],
    [
      '100,000 spaces in every column',
      () => `${header}b@x.example.org,Bob\n"c${' '.repeat(60_000)}d","e${' '.repeat(60_000)}f"\n`,
    ],
    [
      '20,000 spaces before a title',
      () => `#${' '.repeat(20_000)}${'x'.repeat(200)}\n${header}b@x.example.org,Bob\n`,
    ],
    ['10,000 commas in a row', () => `${header}b@x.example.org,Bob${','.repeat(10_000)}\n`],
  ])(
    '%s',
    async (_, make) => {
      const lists = new PaperLists();
      const started = performance.now();
      const { counts, state } = await lists.import(make());
      expect(performance.now() - started).toBeLessThan(patience);
      expect({ state, added: counts.added }).toEqual({ state: 'applied', added: 2 });
    },
    patience * 2,
  );

  it.each([
    ['1 MB of line ends', '\n'],
    ['1 MB of one letter', 'a'],
    ['1 MB of quotation marks', '"'],
    ['1 MB of commas', ','],
    ['1 MB of spaces', ' '],
    ['1 MB of signs that a reader looks for', '@'],
  ])(
    '%s is rejected',
    async (_, sign) => {
      const started = performance.now();
      const { state, problems } = await new PaperLists().import(sign.repeat(1_000_000));
      expect(performance.now() - started).toBeLessThan(patience);
      expect(state).toBe('unreadable');
      expect(problems[0]?.message).toMatch(/\w/);
    },
    patience * 2,
  );
});
