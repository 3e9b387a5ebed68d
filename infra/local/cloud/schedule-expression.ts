import { Temporal } from 'temporal-polyfill';
import { Fault } from './fault.ts';

const unitMinutes: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/**
 * The next due time of a schedule, in epoch milliseconds. `at(2025-06-12T09:00:00)` is local time in `zone`; `rate(5
 * minutes)` counts from `after`. Throws ValidationException for anything else, including `cron(…)`.
 */
export function nextOccurrence(expression: string, zone: string, after: number): number {
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (at) return Temporal.PlainDateTime.from(at).toZonedDateTime(zone).epochMilliseconds;
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = unitMinutes[unit];
  if (minutes) return after + Number(count) * minutes * 60_000;
  throw new Fault('ValidationException', `Invalid Schedule Expression ${expression}.`);
}

export function isOneTime(expression: string): boolean {
  return expression.startsWith('at(');
}
