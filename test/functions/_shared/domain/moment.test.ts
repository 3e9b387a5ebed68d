import { describe, expect, it } from 'vitest';
import {
  describeDate,
  describeInstant,
  describeInUtc,
  momentIn,
} from '../../../../functions/_shared/domain/moment.ts';
import { languages } from '../../../../functions/_shared/domain/newsroom.ts';

const noon = '2025-06-12T07:00:00Z';

describe('an instant', () => {
  it.each([
    ['en', '12 June 2025, 14:00 (UTC+7)'],
    ['vi', '12 tháng 6, 2025, 14:00 (UTC+7)'],
    ['fr', '12 juin 2025, 14:00 (UTC+7)'],
    ['es', '12 de junio de 2025, 14:00 (UTC+7)'],
    ['ar', '12 يونيو 2025، 14:00 (UTC+7)'],
    ['zh', '2025年6月12日 14:00 (UTC+7)'],
    ['ru', '12 июня 2025 г., 14:00 (UTC+7)'],
    ['de', '12. Juni 2025, 14:00 (UTC+7)'],
    ['pt', '12 de junho de 2025, 14:00 (UTC+7)'],
  ] as const)('in %s reads %s', (language, words) => {
    expect(describeInstant(noon, 'Asia/Ho_Chi_Minh', language)).toBe(words);
  });

  it.each(languages)('is written with Western digits and 24 hours in %s', (language) => {
    expect(momentIn('2025-06-12T17:05:00Z', 'Asia/Ho_Chi_Minh', language).time).toBe('00:05');
  });

  it('has the offset of that day, half hours and minus signs included', () => {
    expect(momentIn(noon, 'Asia/Kolkata', 'en').offset).toBe('UTC+5:30');
    expect(momentIn(noon, 'America/New_York', 'en').offset).toBe('UTC−4');
    expect(momentIn('2025-01-12T07:00:00Z', 'America/New_York', 'fr').offset).toBe('UTC−5');
    expect(momentIn(noon, 'UTC', 'ar').offset).toBe('UTC');
  });

  it('in UTC includes the day only if it differs', () => {
    expect(describeInUtc(noon, 'Asia/Ho_Chi_Minh', 'en')).toBe('07:00 UTC');
    expect(describeInUtc('2025-06-11T19:00:00Z', 'Asia/Ho_Chi_Minh', 'de')).toBe('11. Juni, 19:00 UTC');
  });
});

it('a calendar date stays the same in every time zone of the machine', () => {
  expect(describeDate('2025-01-01', 'en')).toBe('1 January 2025');
});
