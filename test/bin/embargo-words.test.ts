import { describe, expect, it } from 'vitest';
import { embargoWords } from '../../bin/embargo-words.ts';

const zone = 'Asia/Ho_Chi_Minh';
const embargo = '2026-11-25T00:01:00Z';

describe('before a version is approved, its embargo is shown', () => {
  it('with the local time and UTC if it is in the future', () => {
    expect(embargoWords(embargo, zone, '2026-11-25T00:00:59Z')).toBe(
      'embargoed until 25 November 2026, 07:01 (UTC+7) · 00:01 UTC',
    );
  });

  it('as past, from its instant on', () => {
    expect(embargoWords(embargo, zone, embargo)).toMatch(
      /^was embargoed until .* 00:01 UTC; that has passed$/,
    );
  });

  it('as missing', () => {
    expect(embargoWords(null, zone, embargo)).toBe('no embargo');
  });
});
