import { describe, expect, it } from 'vitest';
import { type CardFields, emptyFields } from '../../../../functions/_shared/domain/contact-change.ts';
import { mergeImported, unmergeImported } from '../../../../functions/_shared/domain/contact-import.ts';
import { cardOf } from '../../../people.ts';

const at = '2026-01-05T08:00:00Z';
const later = '2026-02-05T08:00:00Z';
const full: Omit<CardFields, 'lists'> = {
  name: 'Ann Lee',
  outlet: 'Daily',
  outletKind: 'newspaper',
  role: 'Editor',
  phone: '+84 1',
  beats: ['health'],
  regions: ['VN'],
  languages: ['vi', 'en'],
  zone: 'Asia/Ho_Chi_Minh',
  tier: 1,
  consent: { source: 'form', at, evidence: 'a form' },
  notes: 'a note',
};
const other: Omit<CardFields, 'lists'> = {
  name: 'Anna Lee',
  outlet: 'Weekly',
  outletKind: 'magazine',
  role: 'Reporter',
  phone: '+84 2',
  beats: ['climate'],
  regions: ['FR'],
  languages: ['fr'],
  zone: 'Europe/Paris',
  tier: 3,
  consent: { source: 'card', at, evidence: 'a card' },
  notes: 'another note',
};
const email = 'ann@x.example.org';
const known = cardOf(email, { ...full, lists: ['press'], revision: 4 });
const { lists: _, ...nothing } = emptyFields;
const imported = (fields: Partial<typeof full>, written = email) => ({
  contactId: known.contactId,
  email: written,
  fields: { ...nothing, ...fields },
});

describe('a card after an import', () => {
  it('of a new contact contains what the file says, on the list', () => {
    expect(mergeImported(null, imported(full), 'press', at)).toEqual({
      ...known,
      revision: 1,
      createdAt: at,
      updatedAt: at,
    });
  });

  it('is not changed by an empty cell; the contact joins the list', () => {
    expect(mergeImported(known, imported({}, 'ANN@x.example.org'), 'health', at)).toEqual({
      ...known,
      revision: 5,
      lists: ['press', 'health'],
      updatedAt: at,
    });
  });

  it('has its values replaced by filled cells; beats, regions and languages are added, the file’s languages first', () => {
    expect(mergeImported(known, imported(other), 'press', at)).toEqual({
      ...known,
      ...other,
      revision: 5,
      beats: ['health', 'climate'],
      regions: ['VN', 'FR'],
      languages: ['fr', 'vi', 'en'],
      updatedAt: at,
    });
  });

  it('keeps the order of languages if all are known; a new language brings the file’s order first', () => {
    const languages = (written: string[]) =>
      mergeImported(known, imported({ languages: written }), 'press', at).languages;
    expect(languages(['en', 'vi'])).toEqual(['vi', 'en']);
    expect(languages(['en', 'fr'])).toEqual(['en', 'fr', 'vi']);
  });

  it('keeps a consent from a sign-up; any other consent is replaced by the file’s', () => {
    const signedUp = { source: 'sign-up', at, evidence: 'a link' };
    const of = (consent: typeof signedUp | null, fields: Partial<typeof full>) =>
      mergeImported({ ...known, consent }, imported(fields), 'press', at).consent;
    expect(of(signedUp, other)).toEqual(signedUp);
    expect(of(full.consent, other)).toEqual(other.consent);
    expect(of(null, other)).toEqual(other.consent);
    expect(of(full.consent, {})).toEqual(full.consent);
  });
});

describe('an import undone', () => {
  const after = mergeImported(known, imported(other), 'health', at);
  const undone = unmergeImported(after, known, after, later);

  it('restores every field', () => {
    expect(undone).toEqual({ ...known, revision: 6, updatedAt: later });
  });

  it.each([
    ['name', { name: 'Ann L.' }],
    ['outlet', { outlet: 'Monthly' }],
    ['kind of outlet', { outletKind: 'radio' as const }],
    ['role', { role: 'Chief' }],
    ['telephone', { phone: '+84 3' }],
    ['languages', { languages: ['ru'] }],
    ['zone', { zone: 'UTC' }],
    ['tier', { tier: 2 }],
    ['consent', { consent: null }],
    ['notes', { notes: 'seen in May' }],
  ])('keeps the %s that somebody has written since, and restores the others', (_, since) => {
    expect(unmergeImported({ ...after, ...since }, known, after, later)).toEqual({ ...undone, ...since });
  });

  it('removes the beats, regions and lists that it added, and no others', () => {
    const since = {
      ...after,
      beats: [...after.beats, 'gender'],
      regions: [...after.regions, 'DE'],
      lists: [...after.lists, 'summit'],
    };
    expect(unmergeImported(since, known, after, later)).toMatchObject({
      beats: ['health', 'gender'],
      regions: ['VN', 'DE'],
      lists: ['press', 'summit'],
    });
  });

  it('leaves an empty card of a contact who was new', () => {
    const made = mergeImported(null, imported(full), 'press', at);
    expect(unmergeImported(made, null, made, later)).toEqual({
      ...made,
      ...emptyFields,
      revision: 2,
      updatedAt: later,
    });
  });

  it('that changes nothing leaves the card and its revision alone', () => {
    const since = { ...known, revision: 9 };
    expect(unmergeImported(since, known, known, later)).toBe(since);
  });
});
