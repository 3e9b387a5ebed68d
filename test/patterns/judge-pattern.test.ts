import { describe, expect, it } from 'vitest';
import { judgePattern } from './judge-pattern.ts';

const growthOf = ({ source, flags }: RegExp) => judgePattern(source, flags).growth;

describe('a pattern', () => {
  it.each([[/^(a+)+$/], [/^(\w+\s?)*$/], [/^(?:a|a)*b/]])(
    'that can read the same text in a doubling number of ways is exponential: %s',
    (pattern) => {
      expect(growthOf(pattern)).toBe('exponential');
    },
  );

  it.each([
    [/\s+$/],
    [/^\s*(.*)x/],
    [/<style[^>]*>/],
    [/Credential=[^/,]+\//],
    [/(?:<b>)?<i[^>]*>/i],
    [/^ ?foo\s\w[\s\S]*?bar/m],
    [/(?=a\w*b)a/],
    [/(?<!\d)ab[a-z]+\d/],
  ])('that can read from many places to the end of a text is polynomial: %s', (pattern) => {
    expect(growthOf(pattern)).toBe('polynomial');
  });

  it.each([
    [/(?<!\s)\s+$/],
    [/\s+/g],
    [/^\s*x/],
    [/<style[^<>]*>/],
    [/\([^)]{0,80}\)/],
    [/foo\w*/],
    [/(?<!\w)foo\w+:/],
    [/\bfoo\w+:/],
    [/^foo.*bar/],
    [/^foo.*bar/m],
    [/foo\w+bar/y],
    [/"(?:[^"\\]|\\.)*"/],
    [/^(?:ab|a b)*$/],
    [/^(?:\w+ )*\w+$/],
    [/^(?:[a-z]{3} ?)+$/],
    [/^(?:[ ,]{1,3}[a-z]{1,40}){0,12}:/],
  ])('that reads each character a bounded number of times is linear: %s', (pattern) => {
    expect(growthOf(pattern)).toBe('linear');
  });
});
