import { type FoundDate, findDates } from '../moments/find-dates.ts';
import { fold, trimmedBy } from '../words/clean-text.ts';
import { behindDate, closingOf, leadsToDate, tidyPlace, withoutWires } from './dateline-parts.ts';
import { cityOf, isKnownPlace, isPlace } from './place-names.ts';

/** Place and date at the head of a paragraph, and how much of it they take. */
export interface DatelinePrefix {
  place: string | null;
  city: string | null;
  date: FoundDate | null;
  /** Characters of the line up to the first word of the text. */
  length: number;
  /** 3 place and date; 2 one of them in an unmistakable form; 1 a bare name in capitals before a dash. */
  certainty: 1 | 2 | 3;
}

/** Characters at the head of a paragraph in which a dateline is looked for. */
const maximumHead = 140;

/**
 * The dateline a line begins with: `HA NOI, Viet Nam – 12 June 2025 –`, `NEW YORK (May 28, 2015) –`, `(Dallas, Texas) –`,
 * `12 SEPTEMBER 2011:`, `北京2025年6月12日 —`… Null when the line begins with anything else.
 * `bold` is how many characters at the start are set in bold: `**WALPOLE, MA** The Tor Project…`.
 */
export function datelinePrefix(text: string, bold: number): DatelinePrefix | null {
  const head = withoutWires(text.slice(0, maximumHead));
  const folded = fold(head).replace(/^[\s*_"]+/u, (lead) => ' '.repeat(lead.length));
  const dates = findDates(folded);
  const first = dates[0];
  return (
    (first && first.start < 90 ? withDate(head, folded, first) : null) ??
    withoutDate(head) ??
    boldPlace(head, bold)
  );
}

function withDate(head: string, folded: string, date: FoundDate): DatelinePrefix | null {
  // Everything up to the date must be a place, a small word or a separator; else the date is part of a sentence.
  if (!mayBePlace(folded.slice(0, date.start))) return null;
  const place = tidyPlace(head.slice(0, date.start));
  const later = place === '' ? placeAfterDate(head, date) : null;
  const closing = closingOf(head.slice(date.end));
  if (closing.separated !== null) return later ?? prefixOf(place, date, date.end + closing.separated);
  const isOpened = /^\s*[([【（]/u.test(folded);
  const isWhole = date.year !== null && isPlace(place) && isKnownPlace(place);
  const stopped = isWhole ? closing.stopped : null;
  const length = isOpened ? closing.bracketed : (closing.dispatched ?? stopped);
  return length === null ? later : prefixOf(place, date, date.end + length);
}

function mayBePlace(before: string): boolean {
  const trimmed = before.trimEnd();
  if (/^[\s([【（]*$/u.test(trimmed)) return true;
  if (trimmed.length > 75) return false;
  if (/[,(–—\-:.|/،【[]$/u.test(trimmed) || leadsToDate(before)) return true;
  // 北京2025年…: no separator where the script has no spaces; `Berlin 12. Juni` is rare but plain.
  return /[\p{Script=Han}\p{L}]$/u.test(trimmed) && trimmed.split(/\s+/).length <= 4;
}

function prefixOf(place: string, date: FoundDate, length: number): DatelinePrefix | null {
  if (place === '') return { place: null, city: null, date, length, certainty: 2 };
  return isPlace(place) ? { place, city: cityOf(place), date, length, certainty: 3 } : null;
}

/** `12 June 2025, Ha Noi – text`, `2025年6月12日，北京 ——`. */
function placeAfterDate(head: string, date: FoundDate): DatelinePrefix | null {
  const match =
    /^[\s,.(/|–—-]{1,4}(?<place>\p{L}[\p{L}\p{M}'’. -]{1,40}(?:,\s?[\p{L}. '-]{2,30}){0,2})\)?(?:\s*(?:--|–|—|──|——|:)\s*|\s-\s)/u.exec(
      head.slice(date.end),
    );
  const place = match?.groups?.place?.trim();
  if (!match || place === undefined || !isPlace(place) || !isKnownPlace(place)) return null;
  return { place, city: cityOf(place), date, length: date.end + match[0].length, certainty: 3 };
}

const dash = '(?:\\s{0,60}(?:-{2,60}|–|—|―|──|——)\\s{0,60}|\\s{1,60}-\\s{1,60})';
const bracketed = new RegExp(
  `^\\s*[([（【](?<place>[^)\\]）】]{2,60})[)\\]）】](?:${dash}|\\s{0,60}[:：]\\s{1,60})(?=\\S)`,
  'u',
);
const dashed = new RegExp(`^\\s*(?<place>[\\p{L}\\p{M}'’.,، ()/-]{2,70}?)${dash}(?=\\S)`, 'u');

/** A dateline without a date: only in brackets, with region or country, known, or in capitals. */
function withoutDate(head: string): DatelinePrefix | null {
  const inBrackets = bracketed.exec(head);
  const match = inBrackets ?? dashed.exec(head);
  const place = match?.groups?.place?.replace(/\s+/g, ' ').trim() ?? '';
  if (!match || !isPlace(place)) return null;
  const isKnown = isKnownPlace(place);
  const isCapital = /\p{Lu}{2}/u.test(place) && cityOf(place) === cityOf(place).toUpperCase();
  if (!isKnown && !isCapital && !(inBrackets && place.includes(','))) return null;
  // `Berlin – die Stadt…` in a sentence is rare; a known country alone ("China – ") is more often a heading.
  const goesOn = /^\p{Ll}/u.test(head.slice(match[0].length));
  if (goesOn && !isCapital && !inBrackets) return null;
  return {
    place,
    city: cityOf(place),
    date: null,
    length: match[0].length,
    certainty: isKnown || inBrackets ? 2 : 1,
  };
}

function boldPlace(head: string, bold: number): DatelinePrefix | null {
  if (bold < 3 || bold > 60 || bold >= head.length) return null;
  const place = tidyPlace(head.slice(0, bold));
  if (!isPlace(place) || !/,/.test(place) || !isKnownPlace(place)) return null;
  return { place, city: cityOf(place), date: null, length: bold, certainty: 2 };
}

/** A line that is a dateline and nothing more: `Ha Noi, 12 June 2025`, `Paris, le 12 juin 2025`, or a date alone. */
export function wholeDateline(text: string): DatelinePrefix | null {
  if (text.length > 110) return null;
  const folded = fold(text);
  const [date, another] = findDates(folded);
  if (!date || another) return null;
  const before = text.slice(0, date.start);
  const place = tidyPlace(withoutWires(before));
  if (/^[\s).,\]】）–—:-]*$/u.test(behindDate(folded.slice(date.end)))) {
    const isNamed =
      place === '' ||
      /[,،，(–—-]\s*$/u.test(before) ||
      isKnownPlace(place) ||
      leadsToDate(folded.slice(0, date.start));
    return isNamed ? prefixOf(place, date, text.length) : null;
  }
  const after = /^[\s,.|–—-]{1,4}(.+)$/u.exec(text.slice(date.end))?.[1] ?? '';
  const later = trimmedBy(after, /[\s.–—-]/u).trim();
  return place === '' && isPlace(later) && isKnownPlace(later) ? prefixOf(later, date, text.length) : null;
}
