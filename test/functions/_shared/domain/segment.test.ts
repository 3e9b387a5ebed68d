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
  it('requires one of the values of an attribute, and all attributes that it names', () => {
    expect(
      matchesSegment(linh, { include: [{ beats: ['health', 'economy'], regions: ['VN'] }], exclude: [] }),
    ).toBe(true);
    expect(matchesSegment(linh, { include: [{ beats: ['health'], regions: ['FR'] }], exclude: [] })).toBe(
      false,
    );
  });

  it('matches if one of its conditions matches and none of its exclusions does', () => {
    const include = [{ tiers: [3] }, { outletKinds: ['radio' as const] }];
    expect(matchesSegment(linh, { include, exclude: [] })).toBe(true);
    expect(matchesSegment(linh, { include, exclude: [{ languages: ['vi'] }] })).toBe(false);
  });

  it('an empty exclusion excludes nobody', () => {
    expect(matchesSegment(linh, { include: [{}], exclude: [{}, { beats: [] }] })).toBe(true);
  });

  it('a contact without known attributes matches no condition on them', () => {
    const unknown = cardOf('x@x.example.org');
    expect(matchesSegment(unknown, { include: [{ tiers: [1, 2, 3] }], exclude: [] })).toBe(false);
  });

  it('names the lists it reads, if every condition names some', () => {
    expect(listsOf({ include: [{ lists: ['a', 'b'] }, { lists: ['b'], tiers: [1] }] })).toEqual(['a', 'b']);
    expect(listsOf({ include: [{ lists: ['a'] }, { tiers: [1] }] })).toBeNull();
  });

  it('must have a condition, and may have several', () => {
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
  ])('does not match a contact who matches all but the %s', (_, other) => {
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

  it('an exclusion with some empty attributes excludes by the others', () => {
    expect(matchesSegment(linh, { include: [{}], exclude: [{ beats: [], tiers: [1] }] })).toBe(false);
    expect(matchesSegment(linh, { include: [{}], exclude: [{ beats: [], tiers: [2] }] })).toBe(true);
  });

  it('reads all lists if one of its conditions names no list, even the first one', () => {
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
