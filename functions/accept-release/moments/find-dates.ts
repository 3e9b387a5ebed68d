import { fold } from '../words/clean-text.ts';

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

const monthWords: Record<number, string> = {
  1: 'january jan janvier janv enero ene januar jänner jän января январь янв يناير جانفي كانون¤الثاني',
  2: 'february feb février fevrier févr fev febrero februar feber февраля февраль фев февр فبراير شباط فيفري',
  3: 'march mar mars marzo märz maerz mär mrz марта март мар مارس آذار اذار',
  4: 'april apr avril avr abril abr апреля апрель апр أبريل ابريل إبريل نيسان أفريل',
  5: 'may mai mayo мая май مايو أيار ايار ماي',
  6: 'june jun juin junio juni июня июнь июн يونيو يونية حزيران جوان',
  7: 'july jul juillet juil julio juli июля июль июл يوليو يولية تموز جويلية',
  8: 'august aug août aout agosto ago августа август авг أغسطس اغسطس آب أوت',
  9: 'september sept sep septembre septiembre setiembre сентября сентябрь сент сен سبتمبر أيلول ايلول',
  10: 'october oct octobre octubre oktober okt октября октябрь окт أكتوبر اكتوبر تشرين¤الأول',
  11: 'november nov novembre noviembre ноября ноябрь нояб ноя نوفمبر تشرين¤الثاني',
  12: 'december dec décembre decembre déc diciembre dic dezember dez декабря декабрь дек ديسمبر كانون¤الأول',
};
const weekdayWords: Record<number, string> = {
  1: 'monday mon lundi lunes montag понедельник понедельника пн الاثنين الإثنين 星期一 周一 週一 thứ¤hai thứ¤2',
  2: 'tuesday tues tue mardi martes dienstag вторник вторника вт الثلاثاء 星期二 周二 週二 thứ¤ba thứ¤3',
  3: 'wednesday weds wed mercredi miércoles miercoles mittwoch среда среды среду ср الأربعاء الاربعاء 星期三 周三 週三 thứ¤tư thứ¤4',
  4: 'thursday thurs thur thu jeudi jueves donnerstag четверг четверга чт الخميس 星期四 周四 週四 thứ¤năm thứ¤5',
  5: 'friday fri vendredi viernes freitag пятница пятницы пятницу пт الجمعة 星期五 周五 週五 thứ¤sáu thứ¤6',
  6: 'saturday sat samedi sábado sabado samstag sonnabend суббота субботы субботу сб السبت 星期六 周六 週六 thứ¤bảy thứ¤7',
  7: 'sunday sun dimanche domingo sonntag воскресенье воскресенья вс الأحد الاحد 星期日 星期天 周日 週日 chủ¤nhật',
};

function lookup(words: Record<number, string>): Map<string, number> {
  const map = new Map<string, number>();
  for (const [number, list] of Object.entries(words))
    for (const word of list.split(' '))
      map.set(fold(word.replaceAll('¤', ' ').normalize('NFC')), Number(number));
  return map;
}
const months = lookup(monthWords);
const weekdays = lookup(weekdayWords);
const alternatives = (map: Map<string, number>) =>
  [...map.keys()]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', ' {1,3}'))
    .join('|');

const before = '(?<![\\p{L}\\p{N}.,/:-])';
const month = `(?<month>${alternatives(months)})(?![\\p{L}])\\.?`;
const year = "(?<year>(?:1[89]|20|21)\\d\\d|'\\d\\d)(?!\\d)";
const ordinal = '(?:st|nd|rd|th|er|º|ª|°|-?го|-?е)?';
const patterns: RegExp[] = [
  // 2025-06-12, 2025/6/12, 2025.06.12
  new RegExp(
    `${before}(?<year>(?:1[89]|20|21)\\d\\d)(?<sep>[-/.])(?<m>\\d{1,2})\\k<sep>(?<d>\\d{1,2})(?!\\d)`,
    'gu',
  ),
  // 2025年6月12日, 6月12日, 6月12號
  /(?:(?<year>(?:1[89]|20|21)\d\d) {0,2}年 {0,2})?(?<!\d)(?<m>\d{1,2}) {0,2}月 {0,2}(?<d>\d{1,2}) {0,2}[日号號]/gu,
  // ngày 12 tháng 6 năm 2025, 5 tháng 10 2017, 12 tháng 6
  /(?<![\p{L}\p{N}])(?<d>\d{1,2}) {0,2}(?:tháng|thg\.?) {0,2}(?<m>\d{1,2}|mười hai|mười một|mười|giêng|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín)(?![\p{L}\p{N}])(?:,? {0,2}(?:năm |\/ ?)? {0,2}(?<year>(?:1[89]|20|21)\d\d)(?!\d))?/gu,
  // 12 June 2025, 12th of June, 12. Juni 2025, 12 de junio de 2025, le 1er juin 2025, 12 июня 2025 г., 12 حزيران/يونيو 2025
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/])(?<d>\\d{1,2})${ordinal}\\.?[ -]{0,2}(?:day )?(?:of |de |d')? {0,2}${month}(?: {0,2}/ {0,2}\\p{L}{3,12})?(?:(?:,? {0,2}| {1,2}(?:de|del|of) {1,2}|[- ]{1,2}|,)${year})?`,
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
  /(?<![\p{L}])ngày (?<d>\d{1,2})[/-](?<m>\d{1,2})(?![\d/-])/gu,
];
const vietnameseMonths = new Map(
  'một hai ba tư năm sáu bảy tám chín mười'.split(' ').map((word, index) => [word, index + 1] as const),
)
  .set('giêng', 1)
  .set('bốn', 4)
  .set('mười một', 11)
  .set('mười hai', 12);

/** Every date written in `text`, in order. Numbers of any script; eight languages; linear time. */
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
  return /^\d+$/.test(written) ? Number(written) : vietnameseMonths.get(written.replace(/ +/g, ' '));
}

function exists(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const weekdayPattern = alternatives(weekdays);
const weekdayBefore = new RegExp(
  `(?<![\\p{L}])(?<weekday>${weekdayPattern})\\.?,? {0,2}(?:the |le |el |den |dem |ngày |, ?)? {0,2}\\(?$`,
  'u',
);
const weekdayAfter = new RegExp(`^ {0,2}[,(]? {0,2}(?<weekday>${weekdayPattern})(?![\\p{L}])`, 'u');

function attachWeekday(text: string, date: FoundDate): void {
  const left = text
    .slice(Math.max(0, date.start - 28), date.start)
    .replace(/(?:ngày|le|el|den|dem|the) {1,2}$/u, '');
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
