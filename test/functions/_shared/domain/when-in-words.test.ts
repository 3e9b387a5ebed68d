import { expect, it } from 'vitest';
import { secondInWords, whenInWords } from '../../../../functions/_shared/domain/when-in-words.ts';

it.each([
  ['2026-11-25T05:00:00Z', 'Asia/Ho_Chi_Minh', '25 Nov 2026 12:00 (05:00 UTC)'],
  ['2026-12-31T19:35:00Z', 'Asia/Ho_Chi_Minh', '1 Jan 2027 02:35 (31 Dec 19:35 UTC)'],
  ['2026-11-25T05:00:00Z', 'UTC', '25 Nov 2026 05:00 UTC'],
])('%s in %s is shown in the newsroom’s time and in UTC', (instant, zone, words) => {
  expect(whenInWords(instant, zone)).toBe(words);
});

it('the trail shows seconds', () => {
  expect(secondInWords('2026-11-25T05:00:07.123Z', 'Asia/Ho_Chi_Minh')).toBe(
    '25 Nov 2026 12:00:07 (05:00:07 UTC)',
  );
});
