import { plainWords } from '../domain/plain-words.ts';
import type { ColumnField } from './column-fields.ts';
import { namesIn } from './languages/languages.ts';

/** Headers for the family name in languages that put it first. */
const familyFirst = namesIn((words) => words.familyFirst);

/**
 * Headers that mean half of a name if another column contains the other half: `Name` beside `Vorname`, `Имя` beside
 * `Фамилия`.
 */
const halves = namesIn((words) => words.halfNames);

/** Characters of one column that can be part of a name. */
const longestPart = 300;

/** A person's full name, combined from the available columns; null if there is none. */
export function fullName(
  cellOf: (field: ColumnField) => string,
  headerOf: (field: ColumnField) => string,
): string | null {
  const [whole = '', first = '', middle = '', last = ''] = (
    ['name', 'firstName', 'middleName', 'lastName'] as const
  ).map((field) => cellOf(field).slice(0, longestPart).replace(/\s+/g, ' ').trim());
  const isHalf =
    halves.includes(plainWords(headerOf('name'))) &&
    (first === '') !== (last === '') &&
    !sameWords(whole, first || last);
  if (whole !== '' && !isHalf) return whole;
  const given = first || (last && whole);
  const family = last || (first && whole);
  const parts = familyFirst.includes(plainWords(headerOf('lastName')))
    ? [family, middle, given]
    : [given, middle, family];
  const written = parts.filter((part) => part !== '');
  return written.join(written.every((part) => /^\p{Script=Han}+$/u.test(part)) ? '' : ' ') || null;
}

/** Whether all words of `part` also occur in `whole`; then no half of the name is missing. */
function sameWords(whole: string, part: string): boolean {
  const words = plainWords(whole).split(' ');
  return plainWords(part)
    .split(' ')
    .every((word) => words.includes(word));
}
