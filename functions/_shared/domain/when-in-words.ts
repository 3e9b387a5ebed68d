import type { Instant } from './report.ts';

/**
 * An instant for a table: `25 Nov 2026 02:35 (24 Nov 19:35 UTC)`. The newsroom's zone comes first; the UTC day is shown
 * only if it differs. `zone` is IANA.
 */
export function whenInWords(instant: Instant, zone: string): string {
  return inWords(instant, zone, {});
}

/** The same with seconds, for events that follow each other quickly. */
export function secondInWords(instant: Instant, zone: string): string {
  return inWords(instant, zone, { second: '2-digit' });
}

function inWords(instant: Instant, zone: string, precision: Intl.DateTimeFormatOptions): string {
  const here = partsIn(instant, zone, precision);
  const utc = partsIn(instant, 'UTC', precision);
  const words = `${here.day} ${here.year} ${here.time}`;
  if (here.day === utc.day && here.time === utc.time) return `${words} UTC`;
  return `${words} (${here.day === utc.day ? '' : `${utc.day} `}${utc.time} UTC)`;
}

function partsIn(
  instant: Instant,
  timeZone: string,
  precision: Intl.DateTimeFormatOptions,
): { day: string; year: string; time: string } {
  const date = new Date(instant);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(date);
  return {
    day: format({ day: 'numeric', month: 'short' }),
    year: format({ year: 'numeric' }),
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...precision }),
  };
}
