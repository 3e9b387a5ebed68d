import { describe, expect, it } from 'vitest';
import { listsOf, matchesSegment, segmentSchema } from '../../../../functions/_shared/domain/segment.ts';
import { segmentSentence } from '../../../../functions/_shared/domain/segment-sentence.ts';
import { cardOf } from '../../../people.ts';

const linh = cardOf('linh@x.example.org', {
  lists: ['press'],
  beats: ['health', 'gender'],
  regions: ['VN'],
  languages: ['vi'],
  outletKind: 'radio',
  tier: 1,
});

describe('a segment', () => {
  it('asks for any of the values of an attribute, and for all attributes it names', () => {
    expect(
      matchesSegment(linh, { include: [{ beats: ['health', 'economy'], regions: ['VN'] }], exclude: [] }),
    ).toBe(true);
    expect(matchesSegment(linh, { include: [{ beats: ['health'], regions: ['FR'] }], exclude: [] })).toBe(
      false,
    );
  });

  it('is met by one of its conditions, unless one of its exclusions is', () => {
    const include = [{ tiers: [3] }, { outletKinds: ['radio' as const] }];
    expect(matchesSegment(linh, { include, exclude: [] })).toBe(true);
    expect(matchesSegment(linh, { include, exclude: [{ languages: ['vi'] }] })).toBe(false);
  });

  it('an exclusion that asks nothing excludes nobody', () => {
    expect(matchesSegment(linh, { include: [{}], exclude: [{}, { beats: [] }] })).toBe(true);
  });

  it('a contact of whom nothing is known meets no condition that asks for it', () => {
    const unknown = cardOf('x@x.example.org');
    expect(matchesSegment(unknown, { include: [{ tiers: [1, 2, 3] }], exclude: [] })).toBe(false);
  });

  it('names the lists it reads, when every condition does', () => {
    expect(listsOf({ include: [{ lists: ['a', 'b'] }, { lists: ['b'], tiers: [1] }] })).toEqual(['a', 'b']);
    expect(listsOf({ include: [{ lists: ['a'] }, { tiers: [1] }] })).toBeNull();
  });

  it('must ask for somebody, and may ask for several kinds of people', () => {
    const made = (include: unknown[]) =>
      segmentSchema.safeParse({ name: 'top', version: 1, include, exclude: [] }).success;
    expect([made([]), made([{}]), made([{ tiers: [1] }, { beats: ['health'] }])]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['list', { lists: ['health'] }],
    ['beat', { beats: ['economy'] }],
    ['region', { regions: ['FR'] }],
    ['language', { languages: ['en'] }],
    ['kind of outlet', { outletKinds: ['agency' as const] }],
    ['tier', { tiers: [2] }],
  ])('is not met by who meets all but the %s', (_, other) => {
    const met = {
      lists: ['press'],
      beats: ['gender'],
      regions: ['VN'],
      languages: ['vi'],
      outletKinds: ['radio' as const],
      tiers: [1],
    };
    expect(matchesSegment(linh, { include: [met], exclude: [] })).toBe(true);
    expect(matchesSegment(linh, { include: [{ ...met, ...other }], exclude: [] })).toBe(false);
  });

  it('an exclusion that asks nothing of some attributes and something of others excludes those whom it names', () => {
    expect(matchesSegment(linh, { include: [{}], exclude: [{ beats: [], tiers: [1] }] })).toBe(false);
    expect(matchesSegment(linh, { include: [{}], exclude: [{ beats: [], tiers: [2] }] })).toBe(true);
  });

  it('reads all lists when one of its conditions asks for no list, also when it stands first', () => {
    expect(listsOf({ include: [{ tiers: [1] }, { lists: ['a'] }] })).toBeNull();
    expect(listsOf({ include: [{ lists: [] }] })).toBeNull();
  });

  it('reads as a sentence', () => {
    expect(
      segmentSentence({
        include: [{ beats: ['health', 'gender'], regions: ['VN'] }, { tiers: [1] }],
        exclude: [{ lists: ['test'] }],
      }),
    ).toBe('People covering health or gender and in VN, or of tier 1; but nobody on the list test.');
  });
});
