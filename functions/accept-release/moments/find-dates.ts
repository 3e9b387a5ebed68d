import { fold } from '../words/clean-text.ts';
import { oneOf, type Phrases, phrasesOf } from '../words/phrases.ts';
import { everyVocabulary, ofEveryLanguage } from '../words/vocabularies.ts';

/** A calendar date as written somewhere in a text. */
export interface FoundDate {
  start: number;
  end: number;
  /** Null when no year is written. */
  year: number | null;
  month: number;
  day: number;
  /** ISO weekday (1 Monday … 7 Sunday) when one is written beside it. */
  weekday: number | null;
  /** False for 31 September and the like. */
  exists: boolean;
  /** `12/6/2025` may be 12 June or 6 December; then month and day are the day-first reading. */
  dayOrMonthFirst: boolean;
  twoDigitYear: boolean;
}

/** The number, from 1, of each name in lists that stand in order. */
function numbersOf(lists: readonly (readonly Phrases[])[]): Map<string, number> {
  const named = lists.flatMap((list) =>
    list.flatMap((names, index) => phrasesOf(names).map((name) => [name, index + 1] as const)),
  );
  return new Map(named);
}
const numbered = everyVocabulary.flatMap((words) => words.dates.numbered ?? []);
const months = numbersOf(
  everyVocabulary.flatMap((words) => (words.dates.months ? [words.dates.months] : [])),
);
const monthNumbers = numbersOf(numbered.map((words) => words.months));
const weekdays = numbersOf(everyVocabulary.map((words) => words.dates.weekdays));
const alternatives = (map: Map<string, number>) =>
  [...map.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', ' {1,3}'))
    .join('|');

const before = '(?<![\\p{L}\\p{N}.,/:-])';
const month = `(?<month>${alternatives(months)})(?![\\p{L}])\\.?`;
const year = "(?<year>(?:1[89]|20|21)\\d\\d|'\\d\\d)(?!\\d)";
const ordinal = `${oneOf(ofEveryLanguage((words) => words.dates.ordinals))}?`;
const ofMonth = oneOf(ofEveryLanguage((words) => words.dates.ofMonth));
const ofYear = oneOf(ofEveryLanguage((words) => words.dates.ofYear));
const patterns: RegExp[] = [
  // 2025-06-12, 2025/6/12, 2025.06.12
  new RegExp(
    `${before}(?<year>(?:1[89]|20|21)\\d\\d)(?<sep>[-/.])(?<m>\\d{1,2})\\k<sep>(?<d>\\d{1,2})(?!\\d)`,
    'gu',
  ),
  // 2025年6月12日, 6月12日, 6月12號
  /(?:(?<year>(?:1[89]|20|21)\d\d) {0,2}年 {0,2})?(?<!\d)(?<m>\d{1,2}) {0,2}月 {0,2}(?<d>\d{1,2}) {0,2}[日号號]/gu,
  // ngày 12 tháng 6 năm 2025, 5 tháng 10 2017, 12 tháng 6
  ...numbered.map(
    (words) =>
      new RegExp(
        `(?<![\\p{L}\\p{N}])(?<d>\\d{1,2}) {0,2}${oneOf(words.month)} {0,2}(?<m>\\d{1,2}|${alternatives(monthNumbers)})(?![\\p{L}\\p{N}])` +
          `(?:,? {0,2}(?:${oneOf(words.year)} |/ ?)? {0,2}${year})?`,
        'gu',
      ),
  ),
  // 12 June 2025, 12th of June, 12. Juni 2025, 12 de junio de 2025, le 1er juin 2025, 12 июня 2025 г., 12 حزيران/يونيو 2025
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/])(?<d>\\d{1,2})${ordinal}\\.?[ -]{0,2}(?:${ofMonth} ?)? {0,2}${month}(?: {0,2}/ {0,2}\\p{L}{3,12})?(?:(?:,? {0,2}| {1,2}${ofYear} {1,2}|[- ]{1,2}|,)${year})?`,
    'gu',
  ),
  // June 12, 2025; Jun. 12th 2025; June 12
  new RegExp(
    `(?<![\\p{L}\\p{N}])${month} {0,2}(?<d>\\d{1,2})(?!\\d)(?!:\\d\\d)${ordinal}(?![\\p{L}])(?: {0,2},? {0,2}${year})?`,
    'gu',
  ),
  // 12/06/2025, 12.6.25, 6-12-2025
  new RegExp(
    `${before}(?<a>\\d{1,2})(?<sep>[-/.])(?<b>\\d{1,2})\\k<sep>(?<yy>(?:1[89]|20|21)\\d\\d|\\d\\d)(?![\\d])(?![-/.:]\\d)`,
    'gu',
  ),
  // ngày 12/6 (no year)
  ...numbered.map(
    (words) => new RegExp(`(?<!\\p{L})${oneOf(words.day)} (?<d>\\d{1,2})[/-](?<m>\\d{1,2})(?![\\d/-])`, 'gu'),
  ),
];

/** Every date written in `text`, in order. Numbers of any script, names of every language; linear time. */
export function findDates(text: string): FoundDate[] {
  let rest = withChineseNumerals(fold(text));
  if (!/\d/.test(rest)) return [];
  const found: FoundDate[] = [];
  for (const pattern of patterns) {
    for (const match of rest.matchAll(pattern)) {
      const date = dateOf(match);
      if (!date) continue;
      found.push(date);
      rest = rest.slice(0, date.start) + '\u0001'.repeat(date.end - date.start) + rest.slice(date.end);
    }
  }
  found.sort((a, b) => a.start - b.start);
  for (const date of found) attachWeekday(rest, date);
  return found;
}

function dateOf(match: RegExpMatchArray): FoundDate | null {
  const groups = match.groups ?? {};
  const start = match.index ?? 0;
  const end = start + match[0].length;
  const base = { start, end, weekday: null, dayOrMonthFirst: false, twoDigitYear: false };
  if (groups.a !== undefined) {
    const [a, b] = [Number(groups.a), Number(groups.b)];
    const written = groups.yy ?? '';
    const twoDigitYear = written.length === 2;
    const year = twoDigitYear ? 2000 + Number(written) : Number(written);
    if (a > 31 || b > 31 || a === 0 || b === 0 || (a > 12 && b > 12)) return null;
    const monthFirst = b > 12;
    const [day, month] = monthFirst ? [b, a] : [a, b];
    const dayOrMonthFirst = a <= 12 && b <= 12 && a !== b && groups.sep !== '.';
    return { ...base, year, month, day, exists: exists(year, month, day), dayOrMonthFirst, twoDigitYear };
  }
  const month =
    groups.month === undefined ? numberOf(groups.m) : months.get(groups.month.replace(/ +/g, ' '));
  const day = Number(groups.d);
  if (!month || month > 12 || day === 0 || day > 39) return null;
  const apostrophe = groups.year?.startsWith("'") ?? false;
  const year =
    groups.year === undefined ? null : apostrophe ? 2000 + Number(groups.year.slice(1)) : Number(groups.year);
  return { ...base, year, month, day, exists: exists(year ?? 2024, month, day), twoDigitYear: apostrophe };
}

function numberOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  return /^\d+$/.test(written) ? Number(written) : monthNumbers.get(written.replace(/ +/g, ' '));
}

function exists(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const weekdayPattern = alternatives(weekdays);
const articles = oneOf(ofEveryLanguage((words) => words.dates.before));
const weekdayBefore = new RegExp(
  `(?<!\\p{L})(?<weekday>${weekdayPattern})\\.?,? {0,2}(?:${articles} |, ?)? {0,2}\\(?$`,
  'u',
);
const articleBefore = new RegExp(`${articles} {1,2}$`, 'u');
const weekdayAfter = new RegExp(`^ {0,2}[,(]? {0,2}(?<weekday>${weekdayPattern})(?![\\p{L}])`, 'u');

function attachWeekday(text: string, date: FoundDate): void {
  const left = text.slice(Math.max(0, date.start - 28), date.start).replace(articleBefore, '');
  const match = weekdayBefore.exec(left) ?? weekdayAfter.exec(text.slice(date.end, date.end + 18));
  const word = match?.groups?.weekday?.replace(/ +/g, ' ');
  date.weekday = word === undefined ? null : (weekdays.get(word) ?? null);
}

const chineseDigits = '〇一二三四五六七八九';
/** 二〇二五年六月十二日 with digits instead, padded to the same length. */
export function withChineseNumerals(text: string): string {
  if (!/[一二三四五六七八九十〇○零][年月日号號点點時时]/u.test(text)) return text;
  return text.replace(/[〇○零一二三四五六七八九十]{1,4}(?=[年月日号號点點時时分])/gu, (numeral) => {
    const plain = numeral.replace(/[○零]/g, '〇');
    const value = plain.includes('十')
      ? String(
          (plain.startsWith('十') ? 1 : chineseDigits.indexOf(plain[0] ?? '')) * 10 +
            (plain.endsWith('十') ? 0 : chineseDigits.indexOf(plain.at(-1) ?? '')),
        )
      : [...plain].map((digit) => chineseDigits.indexOf(digit)).join('');
    return value.length > numeral.length ? numeral : value.padStart(numeral.length, ' ');
  });
}

/** `YYYY-MM-DD`, or null without a year, or when no such day exists. */
export function isoDate(date: FoundDate): string | null {
  if (date.year === null || !date.exists) return null;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date.year}-${pad(date.month)}-${pad(date.day)}`;
}

/** ISO weekday (1 Monday … 7 Sunday) of a date that exists. */
export function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}
