import { describe, expect, it } from 'vitest';
import { contrast, readableOn } from '../../../../functions/_shared/domain/contrast.ts';

describe('contrast', () => {
  it('is computed as in WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#009edb', '#ffffff')).toBeCloseTo(contrast('#ffffff', '#009edb'), 5);
  });

  it.each(['#009edb', '#ffcc00', '#ffffff', '#000000', '#0b66b0', '#c8102e'])(
    'changes %s to a colour that is readable on light and on dark',
    (colour) => {
      for (const background of ['#ffffff', '#eef1f4', '#181d23', '#0f1318'])
        expect(contrast(readableOn(colour, background), background)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('does not change a readable colour', () => {
    expect(readableOn('#0b66b0', '#ffffff')).toBe('#0b66b0');
  });
});
