import { Temporal } from 'temporal-polyfill';
import type { Assumption, Instant } from '../../_shared/domain/report.ts';
import type { ProblemCode } from '../problems.ts';
import { fold } from '../words/clean-text.ts';
import { type FoundDate, findDates, weekdayOf } from './find-dates.ts';
import { type FoundTime, findTimes, timeExists } from './find-times.ts';
import { type FoundZone, findZones, sameClock, type ZoneCandidate } from './find-zones.ts';

export interface InstantContext {
  /** The newsroom's zone. */
  zone: string;
  /** True when a person named the zone for this reading (`check --zone`): then no dateline talks against it. */
  zoneIsGiven: boolean;
  now: Instant;
  /** ISO 639-1 of the text: settles 12/6/2025 outside English. */
  language: string | null;
  /** Zone of the dateline's place, when known. */
  placeZone: string | null;
  /** Place as written, for messages. */
  place: string | null;
  /** The text around, folded: hints for CST, BST, IST. */
  surroundings: string;
  /** A date written elsewhere in the file that gives the year. */
  knownYear: { year: number; month: number; day: number } | null;
}

export type InstantReading =
  | { kind: 'instant'; instant: Instant; assumptions: Assumption[] }
  /** `readings`: the instants it can mean, when those are known. */
  | { kind: 'unresolved'; code: ProblemCode; message: string; readings?: Instant[] };

/** The pieces of one written moment. */
export interface Moment {
  dates: FoundDate[];
  times: FoundTime[];
  zones: FoundZone[];
  /** What stands between and around, folded, the pieces blanked. */
  rest: string;
}

/** Finds dates, then times, then zones, each blanked for the next. */
export function findMoment(text: string): Moment {
  const dates = findDates(text);
  let rest = text;
  // The T of an ISO instant is kept: findTimes reads "T09:00".
  for (const date of dates) rest = blankOut(rest, date.start, date.end);
  const times = findTimes(rest);
  for (const time of times) rest = blankOut(rest, time.start, time.end);
  const zones = findZones(rest);
  for (const zone of zones) rest = blankOut(rest, zone.start, zone.end);
  return { dates, times, zones, rest: fold(rest) };
}
function blankOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\u0001'.repeat(end - start) + text.slice(end);
}

const unresolved = (code: ProblemCode, message: string, readings?: Instant[]): InstantReading => ({
  kind: 'unresolved',
  code,
  message,
  ...(readings && { readings }),
});

/**
 * One exact instant, or why there is none. Never guesses: what two people could read differently comes back
 * unresolved with both readings in the message. `field` names the field in assumptions.
 */
export function resolveMoment(
  moment: Moment,
  written: string,
  field: string,
  context: InstantContext,
): InstantReading {
  const assumptions: Assumption[] = [];
  const assume = (message: string) => assumptions.push({ field, message });
  const date = resolveDate(moment, written, assume, context);
  if ('kind' in date) return date;
  if (moment.times.length === 0)
    return unresolved('embargo-time-missing', `“${written}” says no time of day.`);
  const instants = new Set<number>();
  const readings: string[] = [];
  for (const [index, time] of moment.times.entries()) {
    const zone = zoneFor(moment, index);
    const result = resolveOne(date, time, zone, written, assume, context);
    if (result.kind === 'unresolved') return result;
    instants.add(Date.parse(result.instant));
    readings.push(result.instant);
  }
  const [only] = instants;
  if (instants.size > 1 || only === undefined)
    return unresolved(
      'embargo-contradiction',
      `“${written}” names times that are not the same moment: ${readings.join(' and ')}.`,
    );
  return { kind: 'instant', instant: iso(only), assumptions };
}

function iso(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString().replace('.000Z', 'Z');
}

interface Day {
  year: number;
  month: number;
  day: number;
}
const show = ({ year, month, day }: Day) =>
  `${day} ${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][month - 1]} ${year}`;

function resolveDate(
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

const usZones = /^America\/(?:New_York|Chicago|Denver|Los_Angeles|Anchorage|Phoenix)$/;

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

/** The zone written after a time and before the next one; a single zone serves all times. */
function zoneFor(moment: Moment, index: number): FoundZone | null {
  const time = moment.times[index];
  const next = moment.times[index + 1]?.start ?? Number.POSITIVE_INFINITY;
  const own = moment.zones.find((zone) => time !== undefined && zone.start >= time.end && zone.start < next);
  return own ?? (moment.zones.length === 1 || moment.times.length === 1 ? (moment.zones[0] ?? null) : null);
}

function resolveOne(
  date: Day,
  time: FoundTime,
  zone: FoundZone | null,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): InstantReading {
  if (!timeExists(time))
    return unresolved('embargo-date-impossible', `“${written}” names an hour that does not exist.`);
  if (time.midnight)
    return unresolved(
      'embargo-time-ambiguous',
      `Midnight in “${written}” can be the start or the end of ${show(date)}.`,
    );
  if (time.clock === 'bare' && halfDayUnsure(time, zone, context))
    return unresolved(
      'embargo-time-ambiguous',
      `“${written}” can mean ${time.hour}:${pad(time.minute)} in the morning or in the afternoon.`,
    );
  const local = Temporal.PlainDateTime.from({
    ...date,
    hour: time.hour,
    minute: time.minute,
    second: Math.trunc(time.second),
  }).add({
    days: time.endOfDay ? 1 : 0,
    // Cut off, a fraction would lift the embargo before its instant.
    milliseconds: Math.ceil(Number((time.second % 1).toFixed(9)) * 1000),
  });
  const chosen = chooseZone(zone, local, written, assume, context);
  if ('kind' in chosen) return chosen;
  return inZone(local, chosen, written);
}
const pad = (value: number) => String(value).padStart(2, '0');

function halfDayUnsure(time: FoundTime, zone: FoundZone | null, context: InstantContext): boolean {
  if (time.hour > 12 || time.hour === 0) return false;
  if (zone && zone.candidates.length > 0)
    return zone.candidates.some((candidate) => usZones.test(candidate.zone));
  return context.language === 'en' && context.placeZone !== null && usZones.test(context.placeZone);
}

function chooseZone(
  zone: FoundZone | null,
  local: Temporal.PlainDateTime,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): ZoneCandidate | InstantReading {
  if (!zone) return assumedZone(local, written, assume, context);
  const [first, ...others] = zone.candidates;
  if (!first)
    return unresolved(
      'embargo-zone-unknown',
      `The zone “${zone.written}” in “${written}” is not one exact time zone.`,
    );
  if (others.length === 0) return first;
  const settled = settle(zone, context);
  if (settled) {
    assume(`“${zone.written}” read as ${settled.zone} (UTC${settled.offset ?? ''})`);
    return settled;
  }
  const readings = zone.candidates.map((candidate) => `UTC${candidate.offset ?? ''} (${candidate.zone})`);
  return unresolved(
    'embargo-zone-ambiguous',
    `“${zone.written}” in “${written}” can mean ${readings.join(' or ')}.`,
    instantsOf(
      local,
      zone.candidates.map((candidate) => candidate.offset ?? candidate.zone),
    ),
  );
}

const hints: Record<string, RegExp> = {
  'Asia/Shanghai': /china|chinese|beijing|shanghai|[\u4e00-\u9fff]{4}|\+86/u,
  'Europe/London': /london|england|united kingdom|british|britain|\bu\.?k\.?\b|scotland|wales|\.uk\b|\+44/u,
  'Asia/Dhaka': /dhaka|bangladesh|\+880/u,
  'Asia/Kolkata': /india|delhi|mumbai|bengaluru|\.in\b|\+91/u,
  'Asia/Jerusalem': /israel|jerusalem|tel aviv|\.il\b|\+972/u,
  'Europe/Dublin': /ireland|dublin|irish|\.ie\b|\+353/u,
  'Asia/Manila': /manila|philippin|\.ph\b|\+63/u,
  'Asia/Kuala_Lumpur': /malaysia|kuala lumpur|myanmar|yangon/u,
  'Asia/Riyadh': /saudi|riyadh|arabia|kuwait|qatar|bahrain|iraq|\+966/u,
  'Australia/Sydney': /australia|sydney|canberra|melbourne|brisbane|\.au\b/u,
};

/** The one reading that the rest of the release speaks for. US abbreviations stand unless something speaks against. */
function settle(zone: FoundZone, context: InstantContext): ZoneCandidate | null {
  const speaksFor = (candidate: ZoneCandidate) =>
    candidate.zone === context.placeZone ||
    (context.zone === candidate.zone && !candidate.zone.startsWith('America/')) ||
    (hints[candidate.zone]?.test(context.surroundings) ?? false);
  const supported = zone.candidates.filter(speaksFor);
  const american = zone.candidates.find((candidate) => candidate.zone.startsWith('America/'));
  if (american && supported.every((candidate) => candidate === american)) {
    const chinese = context.language === 'zh' || context.language === 'ar';
    return chinese ? null : american;
  }
  return supported.length === 1 && !american ? (supported[0] ?? null) : null;
}

function assumedZone(
  local: Temporal.PlainDateTime,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): ZoneCandidate | InstantReading {
  const { placeZone, zone } = context;
  if (placeZone !== null && !context.zoneIsGiven && !sameClock(placeZone, zone, local))
    return unresolved(
      'embargo-zone-ambiguous',
      `“${written}” names no zone, and the dateline (${context.place ?? placeZone}) is not in the newsroom’s: it can mean ${reading(local, placeZone)} or ${reading(local, zone)}.`,
      instantsOf(local, [placeZone, zone]),
    );
  assume(`no time zone written; read as ${zone}`);
  return { zone, offset: null };
}

function instantsOf(local: Temporal.PlainDateTime, zones: readonly string[]): Instant[] {
  return zones.flatMap((zone) => {
    try {
      return [iso(local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds)];
    } catch {
      return [];
    }
  });
}

function reading(local: Temporal.PlainDateTime, zone: string): string {
  try {
    return `${zone} (${local.toZonedDateTime(zone, { disambiguation: 'reject' }).toInstant().toString()})`;
  } catch {
    return zone;
  }
}

function inZone(
  local: Temporal.PlainDateTime,
  { zone, offset }: ZoneCandidate,
  written: string,
): InstantReading {
  try {
    const zoned = local.toZonedDateTime(zone, { disambiguation: 'reject' });
    if (offset !== null && zoned.offset !== offset)
      return unresolved(
        'embargo-zone-ambiguous',
        `“${written}”: on that day ${zone} is at UTC${zoned.offset}, not at UTC${offset}: it can mean ${reading(local, zone)} or ${reading(local, offset)}.`,
        instantsOf(local, [zone, offset]),
      );
    return { kind: 'instant', instant: iso(zoned.epochMilliseconds), assumptions: [] };
  } catch {
    return clockChange(local, { zone, offset }, written);
  }
}

function clockChange(
  local: Temporal.PlainDateTime,
  { zone, offset }: ZoneCandidate,
  written: string,
): InstantReading {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  // "1:30 a.m. EDT" on the night of the change says itself which of the two it is.
  const promised = [earlier, later].find(
    (reading) => offset !== null && reading.offset === offset && reading.toPlainDateTime().equals(local),
  );
  if (promised) return { kind: 'instant', instant: iso(promised.epochMilliseconds), assumptions: [] };
  const happened = earlier.toPlainDateTime().equals(local);
  return unresolved(
    'embargo-clock-change',
    `“${written}”: the clocks change in ${zone} at that hour, so this local time ${happened ? 'happens twice' : 'does not exist'}: ${earlier.toInstant().toString()} or ${later.toInstant().toString()}.`,
    [earlier, later].map((zoned) => iso(zoned.epochMilliseconds)),
  );
}
