import { Temporal } from 'temporal-polyfill';
import type { Instant, LocalMoment } from './report.ts';

/**
 * The instant of a local time in a zone. Clocks that change: a time that they skip moves forward by what they skip, a
 * time that they show twice is the first of the two (`compatible`, as in RFC 5545).
 */
export function instantIn({ date, time }: LocalMoment, zone: string): Instant {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  return new Date(local.toZonedDateTime(zone).epochMilliseconds).toISOString();
}

/** The same where the day begins first, at UTC+14: nobody has it earlier. */
export function earliestInstant(local: LocalMoment): Instant {
  return instantIn(local, 'Pacific/Kiritimati');
}

/** The first date on which this time is still ahead in each of the zones. */
export function firstDateAhead(time: string, zones: readonly string[], now: Instant): string {
  let date = Temporal.Instant.from(now).toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 });
  const isPast = (zone: string) =>
    Date.parse(instantIn({ date: date.toString(), time }, zone)) <= Date.parse(now);
  while (zones.some(isPast)) date = date.add({ days: 1 });
  return date.toString();
}

/** The reader's own zone, or the newsroom's if they have none or one that this runtime does not know. */
export function zoneOfReader(zone: string | null, newsroomZone: string): string {
  return zone !== null && isZone(zone) ? zone : newsroomZone;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** One instant at which readers are due. */
export interface LocalDue {
  at: Instant;
  /** The zone of most of them. */
  zone: string;
  recipients: number;
}

/** The instants at which readers are due, in order. None is before `notBefore`: those whose time has passed get it then. */
export function localDues(
  local: LocalMoment,
  byZone: Readonly<Record<string, number>>,
  notBefore: Instant,
): LocalDue[] {
  const dues = new Map<number, LocalDue>();
  const largestFirst = Object.entries(byZone).sort(([, a], [, b]) => b - a);
  for (const [zone, recipients] of largestFirst) {
    const at = Math.max(Date.parse(instantIn(local, zone)), Date.parse(notBefore));
    const known = dues.get(at);
    if (known) known.recipients += recipients;
    else dues.set(at, { at: new Date(at).toISOString(), zone, recipients });
  }
  return [...dues.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
