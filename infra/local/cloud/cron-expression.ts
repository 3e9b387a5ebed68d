import { Temporal } from 'temporal-polyfill';

/** Whether a day matches one of the two fields for days. */
type DayRule = (day: Temporal.PlainDate) => boolean;

/** `cron(minutes hours day-of-month month day-of-week year)`: sets of numbers, and rules for the days. */
export type Cron = {
  minutes: readonly number[];
  hours: readonly number[];
  isDue: DayRule;
  years: readonly number[];
};

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const years = [1970, 2199] as const;

/**
 * Undefined if the text is not a cron expression.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readCron(expression: string): Cron | undefined {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  const [minute = '', hour = '', monthDay = '', month = '', weekday = '', year = ''] = fields;
  // Exactly one of the two fields for days must be `?`.
  if (fields.length !== 6 || (monthDay === '?') === (weekday === '?')) return undefined;
  const minutes = numbersOf(minute, 0, 59);
  const hours = numbersOf(hour, 0, 23);
  const months = numbersOf(named(month, monthNames), 1, 12);
  const inYears = numbersOf(year, ...years);
  const days = weekday === '?' ? monthDayRule(monthDay) : weekdayRule(named(weekday, dayNames));
  if (!minutes || !hours || !months || !inYears || !days) return undefined;
  return { minutes, hours, isDue: (day) => months.includes(day.month) && days(day), years: inYears };
}

/**
 * The next time after `after` (both epoch milliseconds), or null. A local time that a clock change skips is left out;
 * one that a clock change repeats counts once: https://repost.aws/knowledge-center/eventbridge-scheduler-adjust-dst
 */
export function nextOfCron(cron: Cron, zone: string, after: number): number | null {
  const from = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate();
  const last = Math.min(cron.years.at(-1) ?? 0, from.year + longestWaitYears);
  for (let day = from; day.year <= last; day = day.add({ days: 1 })) {
    if (!cron.years.includes(day.year) || !cron.isDue(day)) continue;
    for (const hour of cron.hours)
      for (const minute of cron.minutes) {
        const wall = day.toPlainDateTime({ hour, minute });
        const moment = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
        if (moment.toPlainDateTime().equals(wall) && moment.epochMilliseconds > after)
          return moment.epochMilliseconds;
      }
  }
  return null;
}

/** Between two dates of 29 February there can be eight years. */
const longestWaitYears = 9;

/**
 * Replaces names by numbers: `MON-FRI` becomes `2-6`. An unknown name stays, and is refused later because it is not a
 * number.
 */
function named(field: string, names: readonly string[]): string {
  return field.replace(/[A-Z]{3}/gi, (word) => {
    const at = names.indexOf(word.toUpperCase());
    return at < 0 ? word : String(at + 1);
  });
}

/**
 * The numbers of a field in ascending order: `*`, `5`, `1,2`, `1-5`, `0/15`, or a star with `/15`. Undefined for
 * anything else.
 */
function numbersOf(field: string, least: number, most: number): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, from = '', to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === '' || (from === '*' && to !== undefined) || step === '0') return undefined;
    const start = from === '*' ? least : Number(from);
    const isOpen = from === '*' || step !== undefined;
    const end = to === undefined ? (isOpen ? most : start) : Number(to);
    if (start < least || end > most || start > end) return undefined;
    for (let n = start; n <= end; n += Number(step ?? 1)) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

/** Also accepts `L`, the last day of the month, and `15W`, the weekday nearest to day 15 within the month. */
function monthDayRule(field: string): DayRule | undefined {
  if (field === 'L') return (day) => day.day === day.daysInMonth;
  const nearest = /^(\d{1,2})W$/.exec(field)?.[1];
  if (nearest !== undefined) return (day) => day.day === weekdayNear(day, Number(nearest));
  const days = numbersOf(field, 1, 31);
  return days && ((day) => days.includes(day.day));
}

function weekdayNear(month: Temporal.PlainDate, wanted: number): number {
  if (wanted > month.daysInMonth) return 0;
  const { dayOfWeek } = month.with({ day: wanted });
  if (dayOfWeek === 6) return wanted === 1 ? 3 : wanted - 1;
  if (dayOfWeek === 7) return wanted === month.daysInMonth ? wanted - 2 : wanted + 1;
  return wanted;
}

/** 1 is Sunday. Also accepts `6L`, the last Friday of the month, `3#2`, its second Tuesday, and `L`, Saturday. */
function weekdayRule(field: string): DayRule | undefined {
  if (field === 'L') return (day) => weekdayOf(day) === 7;
  const [, of, nth] = /^([1-7])(L|#[1-5])$/.exec(field) ?? [];
  if (of !== undefined && nth !== undefined) return (day) => weekdayOf(day) === Number(of) && isNth(day, nth);
  const weekdays = numbersOf(field, 1, 7);
  return weekdays && ((day) => weekdays.includes(weekdayOf(day)));
}

function weekdayOf(day: Temporal.PlainDate): number {
  return (day.dayOfWeek % 7) + 1;
}

function isNth(day: Temporal.PlainDate, nth: string): boolean {
  return nth === 'L' ? day.day + 7 > day.daysInMonth : Math.ceil(day.day / 7) === Number(nth.slice(1));
}
