import { describe, expect, it } from 'vitest';
import {
  type AudienceChoice,
  broughtInBy,
  chooseContact,
  listsToRead,
} from '../../../../functions/_shared/domain/audience-choice.ts';
import { goodStanding } from '../../../../functions/_shared/domain/contact.ts';
import type { AudienceRule } from '../../../../functions/_shared/domain/release.ts';
import type { Segment } from '../../../../functions/_shared/domain/segment.ts';
import { cardOf } from '../../../people.ts';

const now = '2026-01-05T08:00:00Z';
const segment = (name: string, ...include: Segment['include']): Segment => ({
  name,
  version: 1,
  include,
  exclude: [],
});
const segments = new Map(
  [segment('radio', { lists: ['health'], outletKinds: ['radio'] }), segment('top', { tiers: [1] })].map(
    (one) => [one.name, one],
  ),
);
const choice = (rule: Partial<AudienceRule>): AudienceChoice => ({
  rule: { origin: 'declared', lists: [], segments: [], beats: [], regions: [], exclude: [], ...rule },
  segments,
  defaultList: 'general-press',
});

/** A contact on one list who covers health in Viet Nam. */
const linh = cardOf('linh@x.example.org', { lists: ['health'], beats: ['health'], regions: ['VN'] });
const radio = { ...linh, outletKind: 'radio' as const };
const top = { ...linh, tier: 1 };
const onDefault = { ...linh, lists: ['general-press'] };

const brings = (rule: Partial<AudienceRule>, card = linh) => broughtInBy(choice(rule), card, card.lists);

describe('who is brought in', () => {
  it('when nothing is named: the default list, and nobody else', () => {
    expect(brings({}, onDefault)).toBe('general-press');
    expect(brings({})).toBeNull();
    expect(listsToRead(choice({}))).toEqual(['general-press']);
  });

  it.each([
    ['a list', { lists: ['press'] }],
    ['a segment', { segments: ['radio'] }],
    ['a beat', { beats: ['climate'] }],
    ['a region', { regions: ['FR'] }],
    ['all of them', { lists: ['press'], segments: ['radio'], beats: ['climate'], regions: ['FR'] }],
  ])('when %s is named: the default list is not added', (_, rule) => {
    expect(brings(rule, onDefault)).toBeNull();
  });

  it('of a list or a segment that is named, whatever their beats: beats add nobody to them', () => {
    expect(brings({ lists: ['health'], beats: ['climate'] })).toBe('health');
    expect(brings({ lists: ['press'], beats: ['health'] })).toBeNull();
    expect(brings({ segments: ['top'], beats: ['health'] })).toBeNull();
    expect(brings({ segments: ['radio'], regions: ['VN'] })).toBeNull();
  });

  it('by a beat, a region, or both; who meets one of two only is not', () => {
    expect(brings({ beats: ['health'] })).toBe('health');
    expect(brings({ regions: ['Viet Nam'] })).toBe('health');
    expect(brings({ beats: ['health'], regions: ['Viet Nam'] })).toBe('health');
    expect(brings({ beats: ['climate'], regions: ['Viet Nam'] })).toBeNull();
    expect(brings({ beats: ['health'], regions: ['France'] })).toBeNull();
  });

  it('by a region that names no place: nobody, never everybody; a region beside it still counts', () => {
    for (const blank of ['', ' ', '—']) {
      expect(brings({ regions: [blank] })).toBeNull();
      expect(brings({ beats: ['health'], regions: [blank] })).toBeNull();
      expect(brings({ beats: ['health'], regions: [blank, 'Viet Nam'] })).toBe('health');
    }
  });

  it('in a proposal: by beat beside the lists, in any region; without a beat the default list alone', () => {
    expect(brings({ origin: 'proposed', lists: ['press'], beats: ['health'] })).toBe('health');
    expect(brings({ origin: 'proposed', beats: ['health'], regions: ['FR'] })).toBe('health');
    expect(brings({ origin: 'proposed', lists: ['press'], beats: ['health'] }, onDefault)).toBe(
      'general-press',
    );
    expect(brings({ origin: 'proposed', beats: ['climate'] })).toBeNull();
    expect(brings({ origin: 'proposed', regions: ['VN'] })).toBeNull();
    expect(brings({ origin: 'proposed' })).toBeNull();
  });

  it('by a segment, under its name; a segment that nobody has made brings in nobody', () => {
    expect(brings({ segments: ['radio', 'top'] }, top)).toBe('top');
    expect(brings({ segments: ['radio', 'top'] }, radio)).toBe('radio');
    expect(brings({ segments: ['radio', 'top'] })).toBeNull();
    expect(brings({ segments: ['nobody-made-it'] }, top)).toBeNull();
  });

  it('by a beat, but on no list any more: nobody', () => {
    expect(broughtInBy(choice({ beats: ['health'] }), linh, [])).toBeNull();
  });
});

describe('the lists that are read', () => {
  it('are those named, and those that a named segment names', () => {
    expect(listsToRead(choice({ lists: ['press'], segments: ['radio'] }))).toEqual(['press', 'health']);
    expect(listsToRead(choice({ lists: ['press'] }))).toEqual(['press']);
  });

  it('are all of them when a segment names none, or beats choose', () => {
    expect(listsToRead(choice({ lists: ['press'], segments: ['top'] }))).toBeNull();
    expect(listsToRead(choice({ beats: ['health'] }))).toBeNull();
    expect(listsToRead(choice({ regions: ['VN'] }))).toBeNull();
    expect(listsToRead(choice({ origin: 'proposed', lists: ['press'], beats: ['health'] }))).toBeNull();
  });

  it('are not all of them for a segment that nobody has made', () => {
    expect(listsToRead(choice({ lists: ['press'], segments: ['nobody-made-it'] }))).toEqual(['press']);
  });

  it('of a proposal without a beat are its own and the default one', () => {
    expect(listsToRead(choice({ origin: 'proposed', lists: ['press'] }))).toEqual(['press', 'general-press']);
  });
});

describe('whether who is brought in gets it', () => {
  const chosen = (
    rule: Partial<AudienceRule>,
    standing: Partial<ReturnType<typeof goodStanding>>,
    card = linh,
  ) => chooseContact(choice(rule), card, { ...goodStanding(card.contactId), ...standing }, now);
  const press = { lists: ['health'] };

  it('a pause holds until its last second, and not at its end', () => {
    expect(chosen(press, { pausedUntil: '2026-01-05T08:00:01Z' })).toEqual({
      list: 'health',
      reason: 'paused',
    });
    expect(chosen(press, { pausedUntil: now })).toEqual({ list: 'health', reason: null });
    expect(chosen(press, {})).toEqual({ list: 'health', reason: null });
  });

  it('who left a list does not get it by a segment that reads that list, nor by beat', () => {
    const left = { leftLists: ['health'] };
    expect(chosen({ segments: ['radio'] }, left, radio)).toEqual({ list: 'radio', reason: 'left-list' });
    expect(chosen({ beats: ['health'] }, left)).toEqual({ list: 'health', reason: 'left-list' });
  });

  it('who is not brought in is not counted, suppressed or not', () => {
    const suppressed = { reason: 'bounced' as const, at: now, evidence: '' };
    expect(chosen({ lists: ['press'] }, { suppressed })).toBeNull();
    expect(chosen(press, { suppressed, leftLists: ['health'] })).toEqual({
      list: 'health',
      reason: 'bounced',
    });
  });

  it.each([
    ['a list', ['press', 'health'], 'excluded-by-rule'],
    ['a segment', ['radio', 'top'], 'excluded-by-rule'],
    ['a list they are not on, or a segment they do not meet', ['press', 'radio'], null],
    ['a segment that nobody has made', ['nobody-made-it'], null],
  ])('one of several exclusions is enough, by %s', (_, exclude, reason) => {
    expect(chosen({ ...press, exclude }, {}, top)).toEqual({ list: 'health', reason });
  });
});
