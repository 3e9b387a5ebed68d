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

describe('the audience', () => {
  it('is the default list and nobody else if nothing is named', () => {
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
  ])('does not include the default list if %s is named', (_, rule) => {
    expect(brings(rule, onDefault)).toBeNull();
  });

  it('contains only the named lists and segments; beats add nobody to them', () => {
    expect(brings({ lists: ['health'], beats: ['climate'] })).toBe('health');
    expect(brings({ lists: ['press'], beats: ['health'] })).toBeNull();
    expect(brings({ segments: ['top'], beats: ['health'] })).toBeNull();
    expect(brings({ segments: ['radio'], regions: ['VN'] })).toBeNull();
  });

  it('by beat, by region or by both: a contact must match each that is given', () => {
    expect(brings({ beats: ['health'] })).toBe('health');
    expect(brings({ regions: ['Viet Nam'] })).toBe('health');
    expect(brings({ beats: ['health'], regions: ['Viet Nam'] })).toBe('health');
    expect(brings({ beats: ['climate'], regions: ['Viet Nam'] })).toBeNull();
    expect(brings({ beats: ['health'], regions: ['France'] })).toBeNull();
  });

  it('by a region that names no place contains nobody, never everybody; another region still counts', () => {
    for (const blank of ['', ' ', '—']) {
      expect(brings({ regions: [blank] })).toBeNull();
      expect(brings({ beats: ['health'], regions: [blank] })).toBeNull();
      expect(brings({ beats: ['health'], regions: [blank, 'Viet Nam'] })).toBe('health');
    }
  });

  it('if proposed: contacts by beat in addition to the lists, in any region; without a beat only the default list', () => {
    expect(brings({ origin: 'proposed', lists: ['press'], beats: ['health'] })).toBe('health');
    expect(brings({ origin: 'proposed', beats: ['health'], regions: ['FR'] })).toBe('health');
    expect(brings({ origin: 'proposed', lists: ['press'], beats: ['health'] }, onDefault)).toBe(
      'general-press',
    );
    expect(brings({ origin: 'proposed', beats: ['climate'] })).toBeNull();
    expect(brings({ origin: 'proposed', regions: ['VN'] })).toBeNull();
    expect(brings({ origin: 'proposed' })).toBeNull();
  });

  it('by a segment is listed under its name; a segment that does not exist includes nobody', () => {
    expect(brings({ segments: ['radio', 'top'] }, top)).toBe('top');
    expect(brings({ segments: ['radio', 'top'] }, radio)).toBe('radio');
    expect(brings({ segments: ['radio', 'top'] })).toBeNull();
    expect(brings({ segments: ['nobody-made-it'] }, top)).toBeNull();
  });

  it('by a beat does not include a contact who is on no list any more', () => {
    expect(broughtInBy(choice({ beats: ['health'] }), linh, [])).toBeNull();
  });
});

describe('the lists that are read', () => {
  it('are those named, and those that a named segment names', () => {
    expect(listsToRead(choice({ lists: ['press'], segments: ['radio'] }))).toEqual(['press', 'health']);
    expect(listsToRead(choice({ lists: ['press'] }))).toEqual(['press']);
  });

  it('are all lists if a segment names none, or if beats choose', () => {
    expect(listsToRead(choice({ lists: ['press'], segments: ['top'] }))).toBeNull();
    expect(listsToRead(choice({ beats: ['health'] }))).toBeNull();
    expect(listsToRead(choice({ regions: ['VN'] }))).toBeNull();
    expect(listsToRead(choice({ origin: 'proposed', lists: ['press'], beats: ['health'] }))).toBeNull();
  });

  it('are not all lists for a segment that does not exist', () => {
    expect(listsToRead(choice({ lists: ['press'], segments: ['nobody-made-it'] }))).toEqual(['press']);
  });

  it('are, for a proposal without a beat, its own and the default one', () => {
    expect(listsToRead(choice({ origin: 'proposed', lists: ['press'] }))).toEqual(['press', 'general-press']);
  });
});

describe('whether a contact in the audience gets it', () => {
  const chosen = (
    rule: Partial<AudienceRule>,
    standing: Partial<ReturnType<typeof goodStanding>>,
    card = linh,
  ) => chooseContact(choice(rule), card, { ...goodStanding(card.contactId), ...standing }, now);
  const press = { lists: ['health'] };

  it('a pause lasts until its last second, and ends at its instant', () => {
    expect(chosen(press, { pausedUntil: '2026-01-05T08:00:01Z' })).toEqual({
      list: 'health',
      reason: 'paused',
    });
    expect(chosen(press, { pausedUntil: now })).toEqual({ list: 'health', reason: null });
    expect(chosen(press, {})).toEqual({ list: 'health', reason: null });
  });

  it('a contact who left a list does not get it by a segment that reads that list, nor by beat', () => {
    const left = { leftLists: ['health'] };
    expect(chosen({ segments: ['radio'] }, left, radio)).toEqual({ list: 'radio', reason: 'left-list' });
    expect(chosen({ beats: ['health'] }, left)).toEqual({ list: 'health', reason: 'left-list' });
  });

  it('a contact outside the audience is not counted, suppressed or not', () => {
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
  ])('one of several exclusions is enough: %s', (_, exclude, reason) => {
    expect(chosen({ ...press, exclude }, {}, top)).toEqual({ list: 'health', reason });
  });
});
