import type { Temporal } from 'temporal-polyfill';
import { fold } from '../words/clean-text.ts';
import { oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import { zonesOfPlace } from './places.ts';

/** What a text says about the zone of a time. */
export interface FoundZone {
  start: number;
  end: number;
  written: string;
  /** Each an IANA zone or an offset; more than one is ambiguous, none is unknown to us. */
  candidates: ZoneCandidate[];
}
export interface ZoneCandidate {
  zone: string;
  /** The offset the abbreviation promises: `EDT` in January contradicts itself. */
  offset: string | null;
}

const one = (zone: string, offset: string | null = null): ZoneCandidate[] => [{ zone, offset }];
const abbreviations: Record<string, ZoneCandidate[]> = {
  UTC: one('+00:00'),
  GMT: one('+00:00'),
  Z: one('+00:00'),
  UCT: one('+00:00'),
  TU: one('+00:00'),
  TUC: one('+00:00'),
  ET: one('America/New_York'),
  CT: one('America/Chicago'),
  MT: one('America/Denver'),
  PT: one('America/Los_Angeles'),
  EST: [
    { zone: 'America/New_York', offset: '-05:00' },
    { zone: 'Australia/Sydney', offset: '+10:00' },
  ],
  EDT: one('America/New_York', '-04:00'),
  CST: [
    { zone: 'America/Chicago', offset: '-06:00' },
    { zone: 'Asia/Shanghai', offset: '+08:00' },
  ],
  CDT: one('America/Chicago', '-05:00'),
  MST: [
    { zone: 'America/Denver', offset: '-07:00' },
    { zone: 'Asia/Kuala_Lumpur', offset: '+08:00' },
  ],
  MDT: one('America/Denver', '-06:00'),
  PST: [
    { zone: 'America/Los_Angeles', offset: '-08:00' },
    { zone: 'Asia/Manila', offset: '+08:00' },
  ],
  PDT: one('America/Los_Angeles', '-07:00'),
  AKST: one('America/Anchorage', '-09:00'),
  AKDT: one('America/Anchorage', '-08:00'),
  HST: one('-10:00'),
  AST: [
    { zone: 'America/Halifax', offset: '-04:00' },
    { zone: 'Asia/Riyadh', offset: '+03:00' },
  ],
  ADT: one('America/Halifax', '-03:00'),
  BST: [
    { zone: 'Europe/London', offset: '+01:00' },
    { zone: 'Asia/Dhaka', offset: '+06:00' },
  ],
  IST: [
    { zone: 'Asia/Kolkata', offset: '+05:30' },
    { zone: 'Asia/Jerusalem', offset: '+02:00' },
    { zone: 'Europe/Dublin', offset: '+01:00' },
  ],
  IDT: one('Asia/Jerusalem', '+03:00'),
  WET: one('Europe/Lisbon', '+00:00'),
  WEST: one('Europe/Lisbon', '+01:00'),
  CET: one('Europe/Paris', '+01:00'),
  CEST: one('Europe/Paris', '+02:00'),
  MEZ: one('Europe/Berlin', '+01:00'),
  MESZ: one('Europe/Berlin', '+02:00'),
  HNEC: one('Europe/Paris', '+01:00'),
  HAEC: one('Europe/Paris', '+02:00'),
  EET: one('Europe/Athens', '+02:00'),
  EEST: one('Europe/Athens', '+03:00'),
  MSK: one('+03:00'),
  МСК: one('+03:00'),
  TRT: one('+03:00'),
  EAT: one('+03:00'),
  CAT: one('+02:00'),
  WAT: one('+01:00'),
  SAST: one('+02:00'),
  PKT: one('+05:00'),
  NPT: one('+05:45'),
  ICT: one('+07:00'),
  WIB: one('+07:00'),
  WITA: one('+08:00'),
  WIT: one('+09:00'),
  SGT: one('+08:00'),
  HKT: one('+08:00'),
  PHT: one('+08:00'),
  MYT: one('+08:00'),
  AWST: one('+08:00'),
  JST: one('+09:00'),
  KST: one('+09:00'),
  ACST: one('+09:30'),
  AEST: one('+10:00'),
  AEDT: one('+11:00'),
  NZST: one('Pacific/Auckland', '+12:00'),
  NZDT: one('Pacific/Auckland', '+13:00'),
  BRT: one('-03:00'),
  ART: one('-03:00'),
  COT: one('-05:00'),
  PET: one('-05:00'),
  GST: one('Asia/Dubai', '+04:00'),
};
const mapped = new Map(Object.entries(abbreviations));

const phrases: [RegExp, ZoneCandidate[]][] = [
  [
    /(?:us |u\.s\. )?eastern (?:standard |daylight )?time|(?:us|u\.s\.) eastern|heure de l'est|hora del este|美国?东部(?:夏令)?时间|giờ miền đông/gu,
    one('America/New_York'),
  ],
  [/(?:us |u\.s\. )?central (?:standard |daylight )?time(?! zone)/gu, one('America/Chicago')],
  [/(?:us |u\.s\. )?mountain (?:standard |daylight )?time/gu, one('America/Denver')],
  [/(?:us |u\.s\. )?pacific (?:standard |daylight )?time|太平洋时间/gu, one('America/Los_Angeles')],
  [/central european summer time/gu, one('Europe/Paris', '+02:00')],
  [/central european time|mitteleuropäische[rn]? zeit/gu, one('Europe/Paris')],
  [/british summer time/gu, one('Europe/London', '+01:00')],
  [/(?:uk|british|u\.k\.) time/gu, one('Europe/London')],
  [/indian standard time/gu, one('Asia/Kolkata')],
  [
    /(?:indochina|vietnam|viet nam) (?:standard )?time|giờ (?:hà nội|việt nam|vn)(?![\p{L}])/gu,
    one('Asia/Ho_Chi_Minh'),
  ],
  [
    /greenwich mean time|coordinated universal time|universal time|temps universel|格林尼治(?:标准)?时间|格林威治(?:标准)?时间|世界标准时间|协调世界时|(?:ب?توقيت )?(?:غرينتش|جرينتش|غرينيتش)|по гринвичу/gu,
    one('+00:00'),
  ],
  [/北京时间|北京時間|中国标准时间|china standard time|beijing time/gu, one('Asia/Shanghai')],
  [
    /по московскому времени|по москве|московское время|московского времени|время московское/gu,
    one('Europe/Moscow'),
  ],
  [/(?:ب?توقيت )(?:مكة المكرمة|مكة|السعودية|الرياض)/gu, one('Asia/Riyadh')],
  [/(?:ب?توقيت )(?:القاهرة|مصر)/gu, one('Africa/Cairo')],
  [/(?:ب?توقيت )(?:الإمارات|دبي|أبوظبي|أبو ظبي)/gu, one('Asia/Dubai')],
  [/(?:ب?توقيت )(?:هانوي|فيتنام)/gu, one('Asia/Ho_Chi_Minh')],
  [/(?:ب?توقيت )(?:شرق|الساحل الشرقي)[\p{L} ]{0,20}/gu, one('America/New_York')],
  [/hora peninsular(?: española)?/gu, one('Europe/Madrid')],
  [
    /local time|heure locale|hora local|ortszeit|giờ địa phương|当地时间|當地時間|по местному времени|местного времени|ب?التوقيت المحلي|بتوقيت المحلي/gu,
    [],
  ],
];

const americanZones: Record<string, string> = {
  eastern: 'America/New_York',
  central: 'America/Chicago',
  mountain: 'America/Denver',
  pacific: 'America/Los_Angeles',
};

const zoneName = oneOf(ofEveryLanguage(({ times }) => times.timeIn));
const cityTime = new RegExp(
  "(?<![\\p{L}])(?:(?<after>\\p{L}[\\p{L}. '-]{1,30}?) (?:standard |daylight |summer )?time(?![\\p{L}])" +
    `|${zoneName}(?: |(?<='))(?<before>\\p{L}[\\p{L}.'-]{1,20}(?: \\p{L}[\\p{L}.'-]{0,20}){0,3})` +
    '|(?<zeit>\\p{L}{3,20})er zeit(?![\\p{L}])|(?<zh>[\\p{Script=Han}]{2,6}?)时间)',
  'gu',
);

/**
 * What `text` says about zones. Dates and times must be blanked first. A phrase that names a zone we do not know is
 * kept with no candidates: the caller must hold rather than fall back to the newsroom's zone.
 */
export function findZones(text: string): FoundZone[] {
  const found: FoundZone[] = [];
  let rest = fold(text);
  let original = text;
  const take = (start: number, end: number, candidates: ZoneCandidate[]) => {
    found.push({ start, end, written: text.slice(start, end).trim(), candidates });
    rest = rest.slice(0, start) + '\u0001'.repeat(end - start) + rest.slice(end);
    original = original.slice(0, start) + '\u0001'.repeat(end - start) + original.slice(end);
  };
  for (const match of rest.matchAll(/(?<![\p{L}])[a-z]{3,10}\/[a-z_]{2,20}(?:\/[a-z_]{2,20})?/gu)) {
    const zone = ianaZone(text.slice(match.index, match.index + match[0].length));
    if (zone) take(match.index, match.index + match[0].length, one(zone));
  }
  // UTC+7, GMT +07:00, (UTC/GMT+7), +07:00, 0900Z is read with its time
  const offset =
    /(?:(?<![\p{L}])(?:utc|gmt)(?:\/(?:utc|gmt))?\s{0,2}\(?|(?<=[\s\u0001(]|^))(?<sign>[+-]|−)\s?(?<h>\d{1,2})(?::?(?<m>\d{2}))?(?![\d:])\)?(?:\s{0,2}(?:gmt|utc)(?![\p{L}]))?/gu;
  for (const match of rest.matchAll(offset)) {
    const { sign, h, m } = match.groups ?? {};
    const bare = !/utc|gmt/.test(match[0]);
    if (bare && m === undefined) continue;
    const hours = Number(h);
    if (hours > 14 || Number(m ?? 0) > 59) continue;
    const value = `${sign === '+' ? '+' : '-'}${String(hours).padStart(2, '0')}:${m ?? '00'}`;
    take(match.index, match.index + match[0].length, one(value));
  }
  for (const [pattern, candidates] of phrases)
    for (const match of rest.matchAll(pattern)) take(match.index, match.index + match[0].length, candidates);
  for (const match of rest.matchAll(
    /(?<=[\u0001][ (]{0,2})(?:us |u\.s\. )?(eastern|central|mountain|pacific)(?![\p{L}])/gu,
  ))
    take(match.index, match.index + match[0].length, one(americanZones[match[1] ?? ''] ?? ''));
  for (const match of rest.matchAll(cityTime)) takeCityTime(match, take);
  for (const match of original.matchAll(/(?<![\p{L}\p{N}])[A-ZМСК]{1,5}(?![\p{L}\p{N}.])/gu)) {
    const candidates = mapped.get(match[0]);
    if (candidates) take(match.index, match.index + match[0].length, candidates);
  }
  for (const match of rest.matchAll(
    /(?<![\p{L}\p{N}])(?:utc|gmt|z|cest|edt|est|pdt|pst|мск|mez|mesz|e\.[sd]\.t\.|e\.t\.|p\.[sd]\.t\.|p\.t\.|c\.[sd]\.t\.|c\.t\.)(?![\p{L}\p{N}])/gu,
  )) {
    const candidates = mapped.get(match[0].replaceAll('.', '').toUpperCase());
    if (candidates) take(match.index, match.index + match[0].length, candidates);
  }
  return found.sort((a, b) => a.start - b.start);
}

function takeCityTime(
  match: RegExpMatchArray,
  take: (start: number, end: number, candidates: ZoneCandidate[]) => void,
) {
  const { after, before, zeit, zh } = match.groups ?? {};
  const name = (after ?? before ?? zeit ?? zh ?? '').trim();
  const start = match.index ?? 0;
  if (
    /(?:^| )(?:release|embargo|the|this|at|that|any|same|full|first|lead|of|until|press|publication|what|every|no)$/u.test(
      name,
    )
  )
    return;
  if (/^(?:发布|解禁|截止|新闻)/u.test(name)) return;
  const words = name.split(' ');
  if (before !== undefined) {
    // The name's end is not marked: the longest known one counts.
    for (let count = words.length; count > 0; count--) {
      const candidate = words.slice(0, count).join(' ');
      const zones = zonesOfPlace(candidate);
      if (zones.length > 0) {
        take(
          start,
          start + match[0].length - (before.length - candidate.length),
          zones.flatMap((zone) => one(zone)),
        );
        return;
      }
    }
    take(start, start + match[0].length, []);
    return;
  }
  for (let from = 0; from < words.length; from++) {
    const zones = zonesOfPlace(words.slice(from).join(' '));
    if (zones.length === 0) continue;
    const skipped = words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0);
    take(
      start + (after ? skipped : 0),
      start + match[0].length,
      zones.flatMap((zone) => one(zone)),
    );
    return;
  }
  take(start, start + match[0].length, []);
}

/** The name when the runtime knows such a zone, else null. */
export function ianaZone(name: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return null;
  }
}

/** Whether two zones show the same clock at that local time; a clock change counts as different. */
export function sameClock(one: string, other: string, local: Temporal.PlainDateTime): boolean {
  try {
    const at = (zone: string) => local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds;
    return at(one) === at(other);
  } catch {
    return false;
  }
}
