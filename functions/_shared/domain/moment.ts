import { languageFacts } from './languages/languages.ts';
import type { Language } from './newsroom.ts';
import type { Instant } from './report.ts';

export function localeOf(language: Language): string {
  return languageFacts[language].locale;
}

const commaIn = (language: Language) => languageFacts[language].comma ?? ', ';

/** An instant in the words of one zone and language. */
export interface Moment {
  /** `12 June 2025` */
  date: string;
  /** `Thursday, 12 June 2025` */
  fullDate: string;
  /** `12 June` */
  shortDate: string;
  /** `14:00`, always 24 hours */
  time: string;
  /** `UTC+7`, `UTC−3:30`, `UTC` */
  offset: string;
  /** `Indochina Time` */
  zoneName: string;
}

function partOf(parts: readonly Intl.DateTimeFormatPart[], type: Intl.DateTimeFormatPartTypes): string {
  return parts.find((part) => part.type === type)?.value ?? '';
}

function offsetAt(date: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts(date);
  return partOf(parts, 'timeZoneName').replace('GMT', 'UTC').replace(/\+0$/, '').replace('-', '\u2212');
}

/** Describes an instant; `zone` is IANA. */
export function momentIn(instant: Instant, zone: string, language: Language): Moment {
  const date = new Date(instant);
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, ...options }).format(date);
  const named = new Intl.DateTimeFormat(localeOf(language), {
    timeZone: zone,
    timeZoneName: 'long',
  }).formatToParts(date);
  return {
    date: format({ dateStyle: 'long' }),
    fullDate: format({ dateStyle: 'full' }),
    shortDate: format({ day: 'numeric', month: 'long' }),
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    offset: offsetAt(date, zone),
    zoneName: partOf(named, 'timeZoneName'),
  };
}

/** `12 June 2025, 14:00 (UTC+7)`: needs no context. The slot `embargo-local` is filled with it. */
export function describeInstant(instant: Instant, zone: string, language: Language): string {
  const { date, time, offset } = momentIn(instant, zone, language);
  return `${date}${commaIn(language)}${time} (${offset})`;
}

/** The same instant in UTC. The day is left out if it is the same: `07:00 UTC`, or `11 June, 19:00 UTC`. */
export function describeInUtc(instant: Instant, zone: string, language: Language): string {
  const here = momentIn(instant, zone, language);
  const utc = momentIn(instant, 'UTC', language);
  const day = here.date === utc.date ? '' : `${utc.shortDate}${commaIn(language)}`;
  return `${day}${utc.time} UTC`;
}

/** Both: `12 June 2025, 14:00 (UTC+7) · 07:00 UTC`. */
export function describeWithUtc(instant: Instant, zone: string, language: Language): string {
  return `${describeInstant(instant, zone, language)} · ${describeInUtc(instant, zone, language)}`;
}

/** `2025-06-12` → `12 June 2025`. */
export function describeDate(date: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}
