import { Temporal } from 'temporal-polyfill';
import { nextOfCron, readCron } from './cron-expression.ts';
import { Fault } from './fault.ts';

const unitMinutes: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/**
 * The next due time of a schedule, in epoch milliseconds; null if it is never due again. `at(2025-06-12T09:00:00)` and
 * `cron(0 9 * * ? *)` are local time in `zone`; `rate(5 minutes)` counts from `after`. Throws ValidationException for
 * anything else.
 */
export function nextOccurrence(expression: string, zone: string, after: number): number | null {
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (at) return momentOf(expression, at, zone);
  const [, count, unit = ''] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = unitMinutes[unit];
  if (minutes) return after + Number(count) * minutes * 60_000;
  const cron = readCron(expression);
  if (!cron) throw invalid(expression);
  return nextOfCron(cron, zone, after);
}

function momentOf(expression: string, at: string, zone: string): number {
  try {
    return Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) throw invalid(expression);
    throw error;
  }
}

/** LocalStack recorded these words from AWS (tests/aws/services/scheduler/test_scheduler.snapshot.json). */
function invalid(expression: string): Fault {
  return new Fault('ValidationException', `Invalid Schedule Expression ${expression}.`);
}

export function isOneTime(expression: string): boolean {
  return expression.startsWith('at(');
}
