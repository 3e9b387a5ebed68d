import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../functions/_shared/domain/report.ts';
import { instantsOf } from '../functions/accept-release/moments/in-zone.ts';

const minutesIn = { m: 1, h: 60, d: 24 * 60 } as const;
const duration = /^(\d{1,4}) ?(m|h|d)$/;
const hourOnly = /^\d{2}:\d{2}$/;

/**
 * The end that a person wrote: a time from now (`90m`, `2h`, `1d`), an hour (`18:00`, the next one), a day and an hour,
 * or an instant with its offset. `zone`: of the newsroom, for what has no offset. Null if it is none of these, or no
 * exact instant after `now`.
 */
export function readUntil(written: string, zone: string, now: Date): Instant | null {
  const until = instantOf(written.trim(), zone, now);
  return until !== null && Date.parse(until) > now.getTime() ? until : null;
}

function instantOf(written: string, zone: string, now: Date): Instant | null {
  const [, count, unit] = duration.exec(written) ?? [];
  if (count !== undefined && (unit === 'm' || unit === 'h' || unit === 'd'))
    return new Date(now.getTime() + Number(count) * minutesIn[unit] * 60_000).toISOString();
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/.test(written) && written.includes(':'))
      return new Date(Temporal.Instant.from(written).epochMilliseconds).toISOString();
    return localInstant(written, zone, now);
  } catch {
    return null;
  }
}

function localInstant(written: string, zone: string, now: Date): Instant | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  if (!hourOnly.test(written)) {
    if (!written.includes(':')) return null;
    return instantsOf(Temporal.PlainDateTime.from(written), [zone])[0] ?? null;
  }
  const time = Temporal.PlainTime.from(written);
  const [next] = [today, today.add({ days: 1 })]
    .flatMap((day) => instantsOf(day.toPlainDateTime(time), [zone]))
    .filter((instant) => Date.parse(instant) > now.getTime());
  return next ?? null;
}
