import { fold } from '../words/clean-text.ts';
import { anywhere, asWords, inHan, notInHan, oneOf, type Phrases, phrasesOf } from '../words/phrases.ts';
import { everyVocabulary, ofEveryLanguage } from '../words/vocabularies.ts';
import type { TimeWords } from '../words/vocabulary.ts';
import { withChineseNumerals } from './find-dates.ts';

/** A time of day as written. */
export interface FoundTime {
  start: number;
  end: number;
  hour: number;
  minute: number;
  /** With its fraction, if one is written. */
  second: number;
  /** `half`: the writer said a.m./p.m. or the part of day; `day`: a 24-hour form; `bare`: 9:00 may be either. */
  clock: 'half' | 'day' | 'bare';
  /** Midnight names the start or the end of a day: never resolved by itself. */
  midnight: boolean;
  /** 24:00 is the start of the next day. */
  endOfDay: boolean;
}

const edge = '(?<![\\p{L}\\p{N}.:/-])';
const list = (of: (words: TimeWords) => Phrases | undefined) => ofEveryLanguage((words) => of(words.times));
const am = asWords(notInHan(list((words) => words.am)));
const pm = asWords(notInHan(list((words) => words.pm)));
const part = `(?:(?<am>${am})|(?<pm>${pm}))`;
const hanPart = oneOf(inHan([list((words) => words.am), list((words) => words.pm)]));
const hanHours = oneOf(inHan(list((words) => words.hours)));
const hours = oneOf(notInHan(list((words) => words.hours)));
const oClock = oneOf(list((words) => words.oClock));
const minutes = oneOf(list((words) => words.minutes));
const half = oneOf(list((words) => words.half));
const inThe = oneOf(list((words) => words.inThe));
const patterns: RegExp[] = [
  // 上午9时30分, 下午2点, 9:30, 晚上8點半
  new RegExp(
    `(?<hanPart>${hanPart})? {0,2}(?<h>\\d{1,2}) {0,2}${hanHours} {0,2}(?:(?<m>\\d{1,2}) {0,2}分?|(?<halfPast>${half}))?(?: {0,2}整)?`,
    'gu',
  ),
  new RegExp(`(?<hanPart>${hanPart}) {0,2}(?<h>\\d{1,2}):(?<m>\\d{2})(?!\\d)`, 'gu'),
  // 9 giờ 30 phút sáng, 14 giờ, 9h30 sáng
  new RegExp(
    `${edge}(?<h>\\d{1,2}) {0,2}giờ(?: {0,2}(?<m>\\d{1,2})(?: {0,2}phút)?| {0,2}(?<halfPast>${half}))?(?: {0,2}${part})?`,
    'gu',
  ),
  // 9:00 a.m., 9.30pm, 9 am, 2:00 p. m., 9 утра, 2 de la tarde, 9:00 صباحا
  new RegExp(
    `${edge}(?<h>\\d{1,2})(?:[:.h](?<m>\\d{2})(?::(?<s>\\d{2}))?)?(?: {0,2}(?:${hours}|${oClock}|g)(?!\\p{L}))?(?: ?(?<hm>\\d{2}))?` +
      ` {0,2},? ?(?:${inThe} )?${part}`,
    'gu',
  ),
  // 14h30, 9h, 9 heures 30, 14 Uhr, 14.30 Uhr, 9 horas, 14 ч. 30, 9g30
  new RegExp(
    `${edge}(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))? {0,2}(?<form>${hours}|g(?= ?\\d\\d))(?!\\p{L})(?: {0,2}(?<hm>\\d{2})(?!\\d)(?: {0,2}${minutes}\\b\\.?)?)?`,
    'gu',
  ),
  // 2025-06-12T09:00:00Z leaves T09:00 once the date is gone
  /(?:^|(?<=[\s\u0001t(),;@|\p{Script=Han}]))(?<h>\d{1,2}):(?<m>\d{2})(?::(?<s>\d{2}(?:\.\d{1,9})?))?(?!\d)(?!:)/gu,
  // с 10.00, at 17.00: once dates are gone, a figure with two decimals is an hour
  /(?<=^|[\s\u0001(])(?<h>[01]?\d|2[0-4])\.(?<m>[0-5]\d)(?![\p{L}\p{N}.,%])/gu,
  // 0001 hrs, 0900 GMT
  /(?<![\p{L}\p{N}.:/+-])(?<military>(?:[01]\d|2[0-4])[0-5]\d) {0,2}(?=h\b|hrs?\b|hours\b|gmt|utc|z\b|bst|cet|cest|et\b|edt|est|ict)/gu,
];
/** Hours written out, as الساعة العاشرة صباحا: always with their part of the day. */
const spelled = everyVocabulary.flatMap(({ times: { spelled: words } }) => {
  if (!words) return [];
  const numbers = new Map(
    words.hours.flatMap((names, index) => phrasesOf(names).map((name) => [name, index + 1])),
  );
  const longestFirst = [...numbers.keys()].sort((a, b) => b.length - a.length).join('|');
  const pattern = new RegExp(
    `${words.clock}\\s(?<hour>${longestFirst})(?<half>\\s?${words.half})?\\s(?:${words.in}\\s)?` +
      `(?:(?<am>${oneOf(words.am)})|(?<night>${oneOf(words.night)})|(?<pm>${oneOf(words.pm)}))\\p{L}?\\p{M}?\\p{L}?`,
    'gu',
  );
  return [{ pattern, numbers }];
});
const night = anywhere(list((words) => words.night));
const smallHours = anywhere(list((words) => words.smallHours));
const midday = anywhere(list((words) => words.midday));
const hanMorning = anywhere(inHan(list((words) => words.am)));
const twelve = '(?:(?<![\\p{L}\\p{N}])12 {0,2})?';
const noon = new RegExp(`${twelve}${asWords(list((words) => words.noon))}`, 'gu');
const midnight = new RegExp(`${twelve}${asWords(list((words) => words.midnight))}`, 'gu');

/**
 * Every time of day in `text`, in order. Dates must be blanked first: `12.06` would read as a time.
 * Impossible times (25:00) are kept with their hour, for the caller to complain about.
 */
export function findTimes(text: string): FoundTime[] {
  let rest = withChineseNumerals(fold(text));
  const found: FoundTime[] = [];
  const take = (time: FoundTime) => {
    found.push(time);
    rest = rest.slice(0, time.start) + '\u0001'.repeat(time.end - time.start) + rest.slice(time.end);
  };
  for (const pattern of patterns)
    for (const match of rest.matchAll(pattern)) {
      const time = timeOf(match);
      if (time) take(time);
    }
  for (const { pattern, numbers } of spelled)
    for (const match of rest.matchAll(pattern)) take(spelledTime(match, numbers));
  for (const match of rest.matchAll(noon)) take(namedTime(match, 12));
  for (const match of rest.matchAll(midnight)) take(namedTime(match, 0));
  return found.sort((a, b) => a.start - b.start);
}

/** Noon and midnight, by name. */
function namedTime(match: RegExpExecArray, hour: 0 | 12): FoundTime {
  const place = { start: match.index, end: match.index + match[0].length };
  return { ...place, hour, minute: 0, second: 0, clock: 'half', midnight: hour === 0, endOfDay: false };
}

function spelledTime(match: RegExpExecArray, numbers: Map<string, number>): FoundTime {
  const { hour = '', half: halfPast, am: morning, night: atNight, pm: later = '' } = match.groups ?? {};
  const number = numbers.get(hour) ?? 0;
  const isMorning = morning !== undefined || (atNight !== undefined && number < 5);
  return {
    start: match.index,
    end: match.index + match[0].length,
    hour: isMorning ? number % 12 : (number % 12) + 12,
    minute: halfPast === undefined ? 0 : 30,
    second: 0,
    clock: 'half',
    midnight: number === 12 && !/ظهر|عصر/.test(later),
    endOfDay: false,
  };
}

function timeOf(match: RegExpMatchArray): FoundTime | null {
  const groups = match.groups ?? {};
  const start = match.index ?? 0;
  const place = { start, end: start + match[0].trimEnd().length };
  const written = groups.military;
  if (written !== undefined)
    return finish({
      ...place,
      hour: Number(written.slice(0, 2)),
      minute: Number(written.slice(2)),
      second: 0,
      clock: 'day',
    });
  const hour = Number(groups.h);
  const minute = groups.halfPast === undefined ? Number(groups.m ?? groups.hm ?? 0) : 30;
  const second = Number(groups.s ?? 0);
  const part = partOfDay(groups);
  if (part === null) {
    const isDayClock =
      groups.form !== undefined || (groups.h?.length === 2 && hour < 10) || hour > 12 || hour === 0;
    return finish({ ...place, hour, minute, second, clock: isDayClock ? 'day' : 'bare' });
  }
  if (hour > 12) return finish({ ...place, hour, minute, second, clock: 'day' });
  if (part === 'night')
    return finish({ ...place, hour: hour === 12 ? 0 : hour, minute, second, clock: 'half' }, hour === 12);
  const shifted = part === 'am' ? hour % 12 : (hour % 12) + 12;
  // "12:00 a.m." is written for both midnights; "12:01 a.m." is not.
  const midnight = part === 'am' && hour === 12 && minute === 0 && second === 0;
  return finish({ ...place, hour: shifted, minute, second, clock: 'half' }, midnight);
}

function partOfDay(groups: Record<string, string | undefined>): 'am' | 'pm' | 'night' | null {
  if (groups.hanPart !== undefined) return hanMorning.test(groups.hanPart) ? 'am' : 'pm';
  const written = groups.am ?? groups.pm;
  if (written === undefined) return null;
  const hour = Number(groups.h);
  if (smallHours.test(written)) return 'night';
  if (night.test(written) && (hour === 12 || hour < 5)) return 'am';
  if (midday.test(written) && hour === 11) return 'am';
  return groups.am === undefined ? 'pm' : 'am';
}

function finish(time: Omit<FoundTime, 'midnight' | 'endOfDay'>, midnight = false): FoundTime {
  const endOfDay = time.hour === 24 && time.minute === 0;
  return { ...time, hour: endOfDay ? 0 : time.hour, midnight, endOfDay };
}

/** False for 25:00 and 9:75. */
export function timeExists(time: FoundTime): boolean {
  return time.hour < 24 && time.minute < 60 && time.second < 60;
}
