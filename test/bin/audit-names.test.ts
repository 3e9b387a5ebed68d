import { expect, it } from 'vitest';
import { contactsNamed, subjectInWords } from '../../bin/audit-names.ts';

const ann = 'caaaaaaaaaaaaaaaaaaaaaaaaaa';
const erased = 'cbbbbbbbbbbbbbbbbbbbbbbbbbb';
const names = new Map([[ann, 'Ann Lee <ann@example.org>']]);

it.each([
  ['RELEASE#seed-001', 'release seed-001'],
  ['LIST#general-press', 'list general-press'],
  ['NEWSROOM', 'newsroom'],
  [`CONTACT#${ann}`, 'contact Ann Lee <ann@example.org>'],
  [`CONTACT#${erased}`, `contact ${erased}`],
])('the trail names %s as people do, and an erased person by the id that stays', (subject, words) => {
  expect(subjectInWords(subject, names)).toBe(words);
});

it('a contact who acted is named too', () => {
  expect(contactsNamed(`contact ${ann}`, names)).toBe('contact Ann Lee <ann@example.org>');
});
