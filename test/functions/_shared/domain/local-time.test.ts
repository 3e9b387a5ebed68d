import { describe, expect, it } from 'vitest';
import {
  earliestInstant,
  firstDateAhead,
  instantIn,
  localDues,
  zoneOfReader,
} from '../../../../functions/_shared/domain/local-time.ts';

const eight = { time: '08:00', date: '2026-12-01' };

describe("a time of each reader's own clock", () => {
  it('is another instant in each zone, and nowhere before it is in Kiritimati', () => {
    expect(instantIn(eight, 'Asia/Ho_Chi_Minh')).toBe('2026-12-01T01:00:00.000Z');
    expect(instantIn(eight, 'Pacific/Honolulu')).toBe('2026-12-01T18:00:00.000Z');
    expect(earliestInstant(eight)).toBe('2026-11-30T18:00:00.000Z');
    for (const zone of Intl.supportedValuesOf('timeZone'))
      expect(instantIn(eight, zone) >= earliestInstant(eight), zone).toBe(true);
  });

  it('that the clocks skip comes as much later; of a time that they show twice the first counts', () => {
    const inNewYork = (date: string, time: string) => instantIn({ date, time }, 'America/New_York');
    expect(inNewYork('2026-03-08', '02:30')).toBe('2026-03-08T07:30:00.000Z');
    expect(inNewYork('2026-11-01', '01:30')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('without a day is on the first date on which it is still ahead for everybody', () => {
    const zones = ['Pacific/Auckland', 'Asia/Ho_Chi_Minh', 'Pacific/Honolulu'];
    // In Auckland it is 07:59 on the first of December, and then 08:00.
    expect(firstDateAhead('08:00', zones, '2026-11-30T18:59:00Z')).toBe('2026-12-01');
    expect(firstDateAhead('08:00', zones, '2026-11-30T19:00:00Z')).toBe('2026-12-02');
    expect(firstDateAhead('08:00', ['Pacific/Honolulu'], '2026-12-01T17:59:00Z')).toBe('2026-12-01');
  });

  it("of a reader without a zone, or with one that nobody knows, is the newsroom's", () => {
    expect(zoneOfReader(null, 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(zoneOfReader('Mars/Base', 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(zoneOfReader('Europe/Paris', 'Asia/Tokyo')).toBe('Europe/Paris');
  });

  it('joins zones with the same clock under the one of most readers, and sends at once what is past', () => {
    const byZone = {
      'Asia/Bangkok': 1,
      'Asia/Ho_Chi_Minh': 3,
      'Pacific/Auckland': 2,
      'Australia/Sydney': 1,
    };
    expect(localDues(eight, byZone, '2026-11-30T23:30:00Z')).toEqual([
      { at: '2026-11-30T23:30:00.000Z', zone: 'Pacific/Auckland', recipients: 3 },
      { at: '2026-12-01T01:00:00.000Z', zone: 'Asia/Ho_Chi_Minh', recipients: 4 },
    ]);
  });
});
