import { findMoment, type Moment } from '../moments/find-moment.ts';
import { zoneOfPlace, zonesOfPlace } from '../moments/places.ts';
import { fold } from '../words/clean-text.ts';
import { anywhere, asWords } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import type { EmbargoLine } from './embargo.ts';
import { countEmbargoes, foldedForEmbargo } from './embargo-triggers.ts';
import type { Window } from './embargo-window.ts';
import { isSmallWord, onlySmallWords } from './small-words.ts';

/**
 * Why the moment of a statement cannot be trusted, as the end of a sentence; null when nothing speaks against it.
 * `zone`: the newsroom's, IANA.
 */
export function doubtAbout(window: Window, line: EmbargoLine, zone: string): string | null {
  return (
    doubtIn(window) ??
    clockElsewhere(window, zone) ??
    zoneApart(window.moment, line) ??
    anotherDay(window.moment, line)
  );
}

const inPlace = new RegExp(
  `^[\\s,]{0,2}${asWords(ofEveryLanguage((words) => words.embargo.inPlace))}\\s{0,2}`,
  'u',
);
/** `9:00 on 12 June in Geneva`, for a newsroom in Ha Noi: the hour may be Geneva's, and hours earlier or later here. */
function clockElsewhere({ moment, tail }: Window, zone: string): string | null {
  if (moment.zones.length > 0) return null;
  const start = inPlace.exec(fold(tail))?.[0].length;
  if (start === undefined) return null;
  const words = tail.slice(start).match(/\p{L}[\p{L}.'’-]{0,30}/gu) ?? [];
  for (const count of [3, 2, 1]) {
    const place = words.slice(0, count).join(' ');
    const zones = zonesOfPlace(place);
    if (zones.length > 0) return zones.includes(zone) ? null : `: the clock of “${place}” may be meant`;
  }
  return null;
}

/** A zone on the line, but not beside the hour: whose it is cannot be told. */
function zoneApart(moment: Moment, line: EmbargoLine): string | null {
  if (moment.zones.length > 0 || line.text.length > 160) return null;
  const [zone] = findMoment(line.text).zones;
  return zone ? `: “${zone.written}” does not stand beside the time` : null;
}

/** The line speaks of an embargo a second time, and of another day. */
function anotherDay({ dates: [first] }: Moment, line: EmbargoLine): string | null {
  if (!first) return null;
  if (countEmbargoes(foldedForEmbargo(line.text)) < 2) return null;
  const other = findMoment(line.text).dates.find(
    ({ month, day }) =>
      (month !== first.month || day !== first.day) && (month !== first.day || day !== first.month),
  );
  return other ? ': it names an embargo twice, and more than one day' : null;
}

const relative = anywhere(ofEveryLanguage((words) => words.embargo.relative));
const uncertain = new RegExp(
  `^[^\\p{L}\\p{N}]{0,4}(?:\\p{L}{1,40}[^\\p{L}\\p{N}]{1,9}){0,2}${asWords(ofEveryLanguage((words) => words.embargo.uncertain))}`,
  'u',
);
const or = new RegExp(`^[\\s,;]{0,3}${asWords(ofEveryLanguage((words) => words.embargo.or))}`, 'u');
/** Words that make a moment another one, or none. */
export const isRelative = (folded: string) => relative.test(folded);

/** Words that could change the moment: between the trigger and the date, or straight after. */
function doubtIn(window: Window): string | null {
  if (window.scattered) return ': its date and time do not stand together';
  if (relative.test(window.between)) return `: “${window.between.trim()}” is not an exact date`;
  if (!onlySmallWords(dropParentheses(window.between)) && window.between.trim().length > 45) return '';
  const next = window.after.slice(0, 40);
  if (relative.test(next) && uncertain.test(next)) return `: “${next.trim()}” makes it uncertain`;
  if (
    window.moment.dates.length === 0 &&
    window.moment.times.length > 0 &&
    relative.test(`${window.between} ${next}`)
  )
    return `: it says no date`;
  if (or.test(next)) return ': it gives an alternative';
  if (window.moment.zones.length === 0 && namesAnotherZone(window.tail))
    return `: “${window.tail.trim().slice(0, 30)}” after it may be a time zone`;
  return null;
}

/** `9:00 a.m. XYZT`, `09:00 (New York)`, `9:00 Hanoi`: something that may be a zone stands where a zone would. */
function namesAnotherZone(tail: string): boolean {
  const bracket = /^[\s,]{0,2}[([（【]([^)\]）】]{1,40})/u.exec(tail)?.[1];
  if (bracket !== undefined) return !onlySmallWords(fold(bracket));
  const word = /^[\s,]{0,2}(\p{Lu}[\p{L}.]*)/u.exec(tail)?.[1];
  if (word === undefined || isSmallWord(fold(word).replace(/\.$/, ''))) return false;
  const next = /^[\s,]{0,2}([\p{L}][\p{L}. ]{1,28}?)(?=[),;:/–—-]|\s{2}|$)/u.exec(tail)?.[1];
  if (next !== undefined && zoneOfPlace(next) !== null) return true;
  // In capitals throughout, only a short word is likely to be a zone's.
  return word === word.toUpperCase() ? word.length < 6 : !/^[\s]*,/.test(tail);
}

const dropParentheses = (text: string) => text.replace(/\([^)]{0,80}\)/g, ' ');
