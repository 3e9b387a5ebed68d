import { describe, expect, it } from 'vitest';
import {
  fillIn,
  localSpan,
  localTimeInWords,
  spanInWords,
} from '../../../../functions/_shared/domain/local-span.ts';
import { languageSchema } from '../../../../functions/_shared/domain/newsroom.ts';
import { catalogues } from '../../../../templates/catalogues/catalogues.ts';

const local = { time: '08:00', date: '2026-12-01' };
const planned = { local, dueAt: '2026-11-30T19:00:00.000Z' };
const byZone = { 'Pacific/Auckland': 2, 'Asia/Ho_Chi_Minh': 5, 'Pacific/Honolulu': 1 };
const evening = '2026-11-30T11:00:00.000Z';
const words = (span: ReturnType<typeof localSpan>, date: string | null = local.date) =>
  span &&
  spanInWords(span, {
    words: catalogues.en.proof,
    language: 'en',
    zone: 'Asia/Ho_Chi_Minh',
    waiting: { time: '08:00', date },
    fill: fillIn,
  });

describe("who approves a release that goes out by its readers' clocks is told", () => {
  it('the hour, the day, how many instants come of it, the first and the last', () => {
    expect(words(localSpan(planned, byZone, evening))).toBe(
      '08:00 on 1 December 2026, by each reader’s own clock · 3 times: first 1 December 2026, 02:00 (UTC+7) · 30 November, 19:00 UTC (Auckland), last 2 December 2026, 01:00 (UTC+7) · 1 December, 18:00 UTC (Honolulu)',
    );
  });

  it('that the day is chosen by the approval, if nobody wrote it', () => {
    expect(words(localSpan(planned, byZone, evening), null)).toMatch(
      / · if it is approved before that; otherwise on a later day$/,
    );
  });

  it('that those whose hour has passed get it as soon as it is approved', () => {
    const now = '2026-11-30T23:00:00.000Z';
    const span = localSpan({ local, dueAt: now }, byZone, now);
    expect(words(span)).toContain('first as soon as it is approved (Auckland)');
    expect(words(span, null)).not.toContain('later day');
  });

  it('one instant, if all readers have one clock', () => {
    expect(words(localSpan(planned, { 'Pacific/Auckland': 2 }, evening))).toMatch(
      /own clock · 1 December 2026, 02:00 \(UTC\+7\) · 30 November, 19:00 UTC \(Auckland\)$/,
    );
    expect(localSpan(planned, {}, evening)).toBeNull();
    expect(localSpan({ dueAt: planned.dueAt }, byZone, evening)).toBeNull();
  });

  it.each(languageSchema.options)('in whole sentences in %s', (language) => {
    const span = localSpan(planned, byZone, evening);
    const { proof } = catalogues[language];
    const said =
      span &&
      spanInWords(span, {
        words: proof,
        language,
        zone: 'Asia/Ho_Chi_Minh',
        waiting: { time: '08:00', date: null },
        fill: fillIn,
      });
    expect(said).toContain('08:00');
    expect(said).toContain('Honolulu');
    expect(said).not.toMatch(/[{}]|undefined/);
  });
});

it('a report says the hour and the day as they were written', () => {
  expect(localTimeInWords(local)).toBe('08:00 on 1 December 2026 by each reader’s own clock');
  expect(localTimeInWords({ time: '08:00', date: null })).toBe('08:00 by each reader’s own clock');
});
