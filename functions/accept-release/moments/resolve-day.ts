import { type FoundDate, weekdayOf } from './find-dates.ts';
import type { Moment } from './find-moment.ts';
import { type InstantContext, type InstantReading, unresolved } from './instant.ts';

/** A day of the calendar. */
export interface Day {
  year: number;
  month: number;
  day: number;
}
/** As messages write it: 12 June 2025. */
export const show = ({ year, month, day }: Day) =>
  `${day} ${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][month - 1]} ${year}`;

/** The one day that a moment names, or why there is none. */
export function resolveDay(
  moment: Moment,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): Day | InstantReading {
  const [first, ...others] = moment.dates;
  if (!first) return unresolved('embargo-date-missing', `“${written}” says no date.`);
  if (
    others.some(
      (other) =>
        other.month !== first.month ||
        other.day !== first.day ||
        (other.year ?? first.year) !== (first.year ?? other.year),
    )
  )
    return unresolved('embargo-contradiction', `“${written}” names more than one date.`);
  const date = { ...first, year: first.year ?? others.find((other) => other.year !== null)?.year ?? null };
  if (!date.exists)
    return unresolved('embargo-date-impossible', `“${written}” names a day that does not exist.`);
  const year = date.year ?? yearFor(date, context);
  if (year === null) return unresolved('embargo-year-missing', `“${written}” does not say the year.`);
  if (date.year === null) assume(`no year written; read as ${year}`);
  if (date.twoDigitYear) assume(`two-digit year; read as ${year}`);
  const ordered = orderOf({ ...date, year }, moment, context);
  if (!ordered)
    return unresolved(
      'embargo-date-ambiguous',
      `“${written}” can be read as ${show({ year, month: date.month, day: date.day })} or as ${show({ year, month: date.day, day: date.month })}.`,
    );
  if (ordered.assumed) assume(`day and month as numbers; read as ${show(ordered.day)}`);
  const { day } = ordered;
  if (first.weekday !== null && weekdayOf(day.year, day.month, day.day) !== first.weekday)
    return unresolved(
      'embargo-weekday-mismatch',
      `In “${written}” the weekday and the date disagree: ${show(day)} is another day of the week.`,
    );
  return day;
}

/** The year of a date without one: beside another date of the file, or the only near year its weekday allows. */
function yearFor(date: FoundDate, context: InstantContext): number | null {
  const today = new Date(context.now);
  const distance = (year: number) => Date.UTC(year, date.month - 1, date.day) - today.getTime();
  const dayLength = 86_400_000;
  if (context.knownYear) {
    const { year, month, day } = context.knownYear;
    const anchor = Date.UTC(year, month - 1, day);
    const near = [year - 1, year, year + 1].filter(
      (y) => Math.abs(Date.UTC(y, date.month - 1, date.day) - anchor) < 45 * dayLength,
    );
    if (near.length === 1) return near[0] ?? null;
    return null;
  }
  const thisYear = today.getUTCFullYear();
  // Only what lies shortly ahead is plain; a day that has just passed may be meant for next year or be late.
  const near = [thisYear, thisYear + 1].filter(
    (year) => distance(year) > -dayLength && distance(year) < 120 * dayLength,
  );
  const fitting = near.filter(
    (year) => date.weekday === null || weekdayOf(year, date.month, date.day) === date.weekday,
  );
  return fitting[0] ?? null;
}

export const usZones = /^America\/(?:New_York|Chicago|Denver|Los_Angeles|Anchorage|Phoenix)$/;

function orderOf(
  date: FoundDate & { year: number },
  moment: Moment,
  context: InstantContext,
): { day: Day; assumed: boolean } | null {
  const dayFirst = { year: date.year, month: date.month, day: date.day };
  if (!date.dayOrMonthFirst) return { day: dayFirst, assumed: false };
  const monthFirst = { year: date.year, month: date.day, day: date.month };
  if (date.weekday !== null) {
    const fits = [dayFirst, monthFirst].filter(
      (day) => weekdayOf(day.year, day.month, day.day) === date.weekday,
    );
    if (fits.length === 1 && fits[0]) return { day: fits[0], assumed: true };
  }
  if (context.language !== null && context.language !== 'en') return { day: dayFirst, assumed: true };
  const american = moment.zones.some(
    (zone) =>
      zone.candidates.length > 0 && zone.candidates.every((candidate) => usZones.test(candidate.zone)),
  );
  if (american || (context.placeZone !== null && usZones.test(context.placeZone)))
    return { day: monthFirst, assumed: true };
  return null;
}
