import { fold } from '../words/clean-text.ts';
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
const am =
  'a\\.? ?m\\.?(?![\\p{L}])|sáng|du matin|de la mañana|de la madrugada|утра|ночи|صباحا|صباحاً|صباحًا|ص(?![\\p{L}])|vormittags|morgens|früh(?![\\p{L}])';
const pm =
  "p\\.? ?m\\.?(?![\\p{L}])|chiều|tối|đêm|trưa|de l'après-midi|du soir|de la tarde|de la noche|дня|вечера|مساء|مساءً|مساءا|بعد الظهر|ظهرا|ظهراً|م(?![\\p{L}])|nachmittags|abends";
const patterns: RegExp[] = [
  // 上午9时30分, 下午2点, 9:30, 晚上8點半
  /(?<zhPart>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间)? {0,2}(?<h>\d{1,2}) {0,2}(?:点钟|点整|點鐘|點整|点|點|时整|时|時) {0,2}(?:(?<m>\d{1,2}) {0,2}分?|(?<halfPast>半))?(?: {0,2}整)?/gu,
  /(?<zhPart>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间) {0,2}(?<h>\d{1,2}):(?<m>\d{2})(?!\d)/gu,
  // 9 giờ 30 phút sáng, 14 giờ, 9h30 sáng
  new RegExp(
    `${edge}(?<h>\\d{1,2}) {0,2}giờ(?: {0,2}(?<m>\\d{1,2})(?: {0,2}phút)?| {0,2}(?<halfPast>rưỡi))?(?: {0,2}(?:(?<am>${am})|(?<pm>${pm})))?`,
    'gu',
  ),
  // 9:00 a.m., 9.30pm, 9 am, 2:00 p. m., 9 утра, 2 de la tarde, 9:00 صباحا
  new RegExp(
    `${edge}(?<h>\\d{1,2})(?:[:.h](?<m>\\d{2})(?::(?<s>\\d{2}))?)?(?: {0,2}(?:heures?|horas?|uhr|час(?:а|ов)?|o'clock|в|h|g)(?![\\p{L}]))?(?: ?(?<hm>\\d{2}))? {0,2},? ?(?:in the |по )?(?:(?<am>${am}|morning)|(?<pm>${pm}|afternoon|evening))`,
    'gu',
  ),
  // 14h30, 9h, 9 heures 30, 14 Uhr, 14.30 Uhr, 9 horas, 14 ч. 30
  /(?<![\p{L}\p{N}.:/-])(?<h>\d{1,2})(?:[:.](?<m>\d{2}))? {0,2}(?<form>uhr|heures?|horas?|hours|hrs?\.?|h|g(?= ?\d\d)|часов|часа|час|ч\.?)(?![\p{L}])(?: {0,2}(?<hm>\d{2})(?!\d)(?: {0,2}(?:min(?:utes)?|мин(?:ут)?|m)\b\.?)?)?/gu,
  // 2025-06-12T09:00:00Z leaves T09:00 once the date is gone
  /(?:^|(?<=[\s\u0001t(),;@|\p{Script=Han}]))(?<h>\d{1,2}):(?<m>\d{2})(?::(?<s>\d{2}(?:\.\d{1,9})?))?(?!\d)(?!:)/gu,
  // с 10.00, at 17.00: once dates are gone, a figure with two decimals is an hour
  /(?<=^|[\s\u0001(])(?<h>[01]?\d|2[0-4])\.(?<m>[0-5]\d)(?![\p{L}\p{N}.,%])/gu,
  // 0001 hrs, 0900 GMT
  /(?<![\p{L}\p{N}.:/+-])(?<military>(?:[01]\d|2[0-4])[0-5]\d) {0,2}(?=h\b|hrs?\b|hours\b|gmt|utc|z\b|bst|cet|cest|et\b|edt|est|ict)/gu,
];
const arabicHours = 'الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة'.split(
  ' ',
);
const arabic =
  /الساعة\s(?<word>الواحدة|الثانية عشرة|الحادية عشرة|الثانية|الثالثة|الرابعة|الخامسة|السادسة|السابعة|الثامنة|التاسعة|العاشرة)(?<half>\s?والنصف)?\s(?:من\s)?(?:ال)?(?<part>صباح|مساء|ظهر|عصر|بعد الظهر|ليل)\p{L}?\p{M}?\p{L}?/gu;
const named: [RegExp, number, boolean][] = [
  [
    /(?<![\p{L}\p{N}])(?:12 {0,2})?(?:noon|midday|midi|mediodía|mediodia|mittags?|полдень|полудня)(?![\p{L}])|正午|中午12[点點时時]|(?:الثانية عشرة |12 )?ظهرا?ً?(?![\p{L}])/gu,
    12,
    false,
  ],
  [
    /(?<![\p{L}\p{N}])(?:12 {0,2})?(?:midnight|minuit|medianoche|mitternachts?|полночь|полуночи|nửa đêm)(?![\p{L}])|午夜|零点|منتصف الليل/gu,
    0,
    true,
  ],
];

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
  for (const match of rest.matchAll(arabic)) take(arabicTime(match));
  for (const [pattern, hour, midnight] of named)
    for (const match of rest.matchAll(pattern)) {
      const start = match.index;
      take({
        start,
        end: start + match[0].length,
        hour,
        minute: 0,
        second: 0,
        clock: 'half',
        midnight,
        endOfDay: false,
      });
    }
  return found.sort((a, b) => a.start - b.start);
}

/** الساعة العاشرة صباحا: the hour as a word, always with its part of the day. */
function arabicTime(match: RegExpMatchArray): FoundTime {
  const { word = '', half, part = '' } = match.groups ?? {};
  const number = word === 'الثانية عشرة' ? 12 : word === 'الحادية عشرة' ? 11 : arabicHours.indexOf(word) + 1;
  const start = match.index ?? 0;
  const morning = part === 'صباح';
  return {
    start,
    end: start + match[0].length,
    hour: morning ? number % 12 : (number % 12) + 12,
    minute: half === undefined ? 0 : 30,
    second: 0,
    clock: 'half',
    midnight: number === 12 && (morning || part === 'ليل' || part === 'مساء'),
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
  const part = partOfDay(groups, match[0]);
  if (part === null) {
    const clock =
      groups.form !== undefined || (groups.h?.length === 2 && hour < 10) || hour > 12 || hour === 0
        ? 'day'
        : 'bare';
    return finish({
      ...place,
      hour,
      minute,
      second,
      clock: /[点點时時]|giờ/.test(match[0]) && hour > 12 ? 'day' : clock,
    });
  }
  if (hour > 12) return finish({ ...place, hour, minute, second, clock: 'day' });
  if (part === 'night')
    return finish({ ...place, hour: hour === 12 ? 0 : hour, minute, second, clock: 'half' }, hour === 12);
  const shifted = part === 'am' ? hour % 12 : (hour % 12) + 12;
  // "12:00 a.m." is written for both midnights; "12:01 a.m." is not.
  const midnight = part === 'am' && hour === 12 && minute === 0 && second === 0;
  return finish({ ...place, hour: shifted, minute, second, clock: 'half' }, midnight);
}

function partOfDay(groups: Record<string, string | undefined>, text: string): 'am' | 'pm' | 'night' | null {
  if (groups.zhPart !== undefined) return /凌晨|清晨|早|上午/.test(groups.zhPart) ? 'am' : 'pm';
  if (/ночи/.test(text)) return 'night';
  if (/đêm|de la noche|nachts/.test(text) && Number(groups.h) === 12) return 'am';
  if (/đêm/.test(text) && Number(groups.h) < 5) return 'am';
  if (/trưa/.test(text) && Number(groups.h) === 11) return 'am';
  if (groups.am !== undefined) return 'am';
  return groups.pm === undefined ? null : 'pm';
}

function finish(time: Omit<FoundTime, 'midnight' | 'endOfDay'>, midnight = false): FoundTime {
  const endOfDay = time.hour === 24 && time.minute === 0;
  return { ...time, hour: endOfDay ? 0 : time.hour, midnight, endOfDay };
}

/** False for 25:00 and 9:75. */
export function timeExists(time: FoundTime): boolean {
  return time.hour < 24 && time.minute < 60 && time.second < 60;
}
