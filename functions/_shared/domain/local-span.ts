import type { LocalSpan } from './local-span-schema.ts';
import { localDues } from './local-time.ts';
import { describeDate, describeWithUtc } from './moment.ts';
import type { Language } from './newsroom.ts';
import type { PlannedEdition } from './release-life.ts';
import type { Instant, LocalTime } from './report.ts';

/** Null if all readers are due at once, or if there are none. `now`: null for an edition that is approved. */
export function localSpan(
  { local, dueAt }: Pick<PlannedEdition, 'local' | 'dueAt'>,
  byZone: Readonly<Record<string, number>> = {},
  now: Instant | null = null,
): LocalSpan | null {
  const dues = local ? localDues(local, byZone, dueAt) : [];
  const [first] = dues;
  const last = dues.at(-1);
  if (!local || !first || !last) return null;
  const isPast = (at: Instant) => now !== null && Date.parse(at) <= Date.parse(now);
  const end = ({ at, zone }: typeof first) => ({ at: isPast(at) ? null : at, zone });
  return { local, times: dues.length, first: end(first), last: end(last) };
}

/** The words of a catalogue that `spanInWords` fills. */
export interface SpanWords {
  onApproval: string;
  localTime: string;
  localSpan: string;
  localDay: string;
}

interface Telling {
  words: SpanWords;
  language: Language;
  /** The newsroom's. */
  zone: string;
  /** As it was written, while the version waits for approval; otherwise null. */
  waiting: LocalTime | null | undefined;
  fill: (message: string, values: Record<string, string>) => string;
}

/** `08:00 on 1 December 2026, by each reader’s own clock · 14 times: first … (Auckland), last … (Honolulu)`. */
export function spanInWords(
  { local, times, first, last }: LocalSpan,
  { words, language, zone, waiting, fill }: Telling,
): string {
  const when = (at: Instant | null) => (at === null ? words.onApproval : describeWithUtc(at, zone, language));
  const values = {
    count: String(times),
    first: when(first.at),
    last: when(last.at),
    firstPlace: placeOf(first.zone),
    lastPlace: placeOf(last.zone),
  };
  return [
    fill(words.localTime, { time: local.time, date: describeDate(local.date, language) }),
    times === 1 ? `${values.first} (${values.firstPlace})` : fill(words.localSpan, values),
    ...(waiting?.date === null && first.at !== null ? [words.localDay] : []),
  ].join(' · ');
}

/** Fills a message of a catalogue where nothing has to be isolated. */
export function fillIn(message: string, values: Readonly<Record<string, string>>): string {
  return message.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
}

/** `08:00 on 2026-12-01 by each reader’s own clock`: as the desk wrote it. */
export function localTimeInWords({ time, date }: LocalTime): string {
  return `${time}${date === null ? '' : ` on ${describeDate(date, 'en')}`} by each reader’s own clock`;
}

/** `Pacific/Auckland` → `Auckland`. */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
