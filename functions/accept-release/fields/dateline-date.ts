import type { Language } from '../../_shared/domain/newsroom.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import type { Line } from '../formats/source.ts';
import { type FoundDate, isoDate, weekdayOf } from '../moments/find-dates.ts';
import { zoneOfPlace } from '../moments/places.ts';
import { type ProblemCode, problem } from '../problems.ts';
import type { Standalone } from './standalone-datelines.ts';

/** A date as found, and its line. */
export interface DatedLine {
  found: FoundDate;
  line: Line;
}

/** A dateline's date with the year that another line gives it, or else the date that stands nearest to the text. */
export function completeDate(
  date: DatedLine | null,
  standalone: readonly Standalone[],
  bodyAt: number,
): DatedLine | null {
  // A web page's "Published" date is the site's; the release's own stands nearest to its text.
  const nearest = [...standalone].sort((a, b) => rank(a, bodyAt) - rank(b, bodyAt));
  if (date) {
    const same = nearest.find(
      (one) =>
        one.date.year !== null && one.date.month === date.found.month && one.date.day === date.found.day,
    );
    return same ? { found: { ...date.found, year: same.date.year }, line: date.line } : null;
  }
  const [best] = nearest;
  return best ? { found: best.date, line: best.line } : null;
}
const rank = (one: Standalone, bodyAt: number) =>
  (one.line.id <= bodyAt ? bodyAt - one.line.id : 1000 + one.line.id - bodyAt) +
  (one.date.year === null ? 500 : 0);

/** The day that a dateline's date stands for; null, with the reason, when it is no one exact day. */
export function judgeDate(
  { found, line }: DatedLine,
  language: Language | null,
  place: string | null,
): { date: string | null; problems: Problem[] } {
  const written = line.text.slice(found.start, found.end);
  const unclear = (code: ProblemCode, message: string) => ({
    date: null,
    problems: [problem(code, message, { line: line.at, field: 'dateline' })],
  });
  switch (dateDoubt(found)) {
    case 'impossible':
      return unclear('dateline-date-impossible', `There is no such day as “${written}”.`);
    case 'weekday':
      return unclear('dateline-weekday-mismatch', `In the dateline, the weekday does not fit “${written}”.`);
    case 'no-year':
      return unclear('dateline-date-missing', `The dateline’s date “${written}” has no year.`);
    case 'ambiguous': {
      const ordered = orderedBy(found, language, place);
      return ordered === null
        ? unclear('dateline-date-ambiguous', `“${written}” can be read as two different days.`)
        : { date: isoDate(ordered), problems: [] };
    }
    case null:
      return { date: isoDate(found), problems: [] };
  }
}

/** What is wrong with a date as written, for the dateline. */
function dateDoubt(date: FoundDate): 'impossible' | 'weekday' | 'ambiguous' | 'no-year' | null {
  if (!date.exists) return 'impossible';
  if (date.year === null) return 'no-year';
  if (
    date.weekday !== null &&
    !date.dayOrMonthFirst &&
    weekdayOf(date.year, date.month, date.day) !== date.weekday
  )
    return 'weekday';
  return date.dayOrMonthFirst ? 'ambiguous' : null;
}

/** 12/6/2025 is 12 June outside English, and 6 December in a US dateline. */
function orderedBy(date: FoundDate, language: Language | null, place: string | null): FoundDate | null {
  if (language !== null && language !== 'en') return date;
  const zone = place === null ? null : zoneOfPlace(place);
  const american = zone !== null && /^America\/(?:New_York|Chicago|Denver|Phoenix|Los_Angeles)$/.test(zone);
  return american ? { ...date, month: date.day, day: date.month } : null;
}
