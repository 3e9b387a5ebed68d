import { expect, it } from 'vitest';
import { readUntil } from '../../bin/read-until.ts';

const now = new Date('2026-03-28T10:00:00.000Z');
const read = (written: string, zone = 'Asia/Ho_Chi_Minh') => readUntil(written, zone, now);

it.each([
  ['90m', '2026-03-28T11:30:00.000Z'],
  ['2h', '2026-03-28T12:00:00.000Z'],
  ['1d', '2026-03-29T10:00:00.000Z'],
  ['18:00', '2026-03-28T11:00:00Z'],
  ['16:00', '2026-03-29T09:00:00Z'],
  ['2026-03-30 09:00', '2026-03-30T02:00:00Z'],
  ['2026-03-30T09:00+02:00', '2026-03-30T07:00:00.000Z'],
])('a pause until “%s” ends at that time in the newsroom’s zone', (written, instant) => {
  expect(read(written)).toBe(instant);
});

it.each(['', 'soon', '2', '0m', '25:00', '2026-03-27 09:00', '2026-13-01 09:00', 'tomorrow 9:00'])(
  '“%s” is no end of a pause',
  (written) => {
    expect(read(written)).toBeNull();
  },
);

it('an hour that a clock change leaves out is not guessed', () => {
  expect(readUntil('2026-03-29 02:30', 'Europe/Zurich', now)).toBeNull();
});
