import { Temporal } from 'temporal-polyfill';
import type { Assumption } from '../../_shared/domain/report.ts';
import { chooseZone } from './choose-zone.ts';
import type { Moment } from './find-moment.ts';
import { type FoundTime, timeExists } from './find-times.ts';
import type { FoundZone } from './find-zones.ts';
import { inZone } from './in-zone.ts';
import { type InstantContext, type InstantReading, iso, unresolved } from './instant.ts';
import { type Day, resolveDay, show, usZones } from './resolve-day.ts';

/**
 * One exact instant, or why there is none. Never guesses: what two people could read differently comes back
 * unresolved with both readings in the message. `field` names the field in assumptions.
 */
export function resolveMoment(
  moment: Moment,
  written: string,
  field: string,
  context: InstantContext,
): InstantReading {
  const assumptions: Assumption[] = [];
  const assume = (message: string) => assumptions.push({ field, message });
  const date = resolveDay(moment, written, assume, context);
  if ('kind' in date) return date;
  if (moment.times.length === 0)
    return unresolved('embargo-time-missing', `“${written}” says no time of day.`);
  const instants = new Set<number>();
  const readings: string[] = [];
  for (const [index, time] of moment.times.entries()) {
    const zone = zoneFor(moment, index);
    const result = resolveOne(date, time, zone, written, assume, context);
    if (result.kind === 'unresolved') return result;
    instants.add(Date.parse(result.instant));
    readings.push(result.instant);
  }
  const [only] = instants;
  if (instants.size > 1 || only === undefined)
    return unresolved(
      'embargo-contradiction',
      `“${written}” names times that are not the same moment: ${readings.join(' and ')}.`,
    );
  return { kind: 'instant', instant: iso(only), assumptions };
}

/** The zone written after a time and before the next one; a single zone serves all times. */
function zoneFor(moment: Moment, index: number): FoundZone | null {
  const time = moment.times[index];
  const next = moment.times[index + 1]?.start ?? Number.POSITIVE_INFINITY;
  const own = moment.zones.find((zone) => time !== undefined && zone.start >= time.end && zone.start < next);
  return own ?? (moment.zones.length === 1 || moment.times.length === 1 ? (moment.zones[0] ?? null) : null);
}

function resolveOne(
  date: Day,
  time: FoundTime,
  zone: FoundZone | null,
  written: string,
  assume: (message: string) => void,
  context: InstantContext,
): InstantReading {
  if (!timeExists(time))
    return unresolved('embargo-date-impossible', `“${written}” names an hour that does not exist.`);
  if (time.midnight)
    return unresolved(
      'embargo-time-ambiguous',
      `Midnight in “${written}” can be the start or the end of ${show(date)}.`,
    );
  if (time.clock === 'bare' && halfDayUnsure(time, zone, context))
    return unresolved(
      'embargo-time-ambiguous',
      `“${written}” can mean ${time.hour}:${pad(time.minute)} in the morning or in the afternoon.`,
    );
  const local = Temporal.PlainDateTime.from({
    ...date,
    hour: time.hour,
    minute: time.minute,
    second: Math.trunc(time.second),
  }).add({
    days: time.endOfDay ? 1 : 0,
    // Cut off, a fraction would lift the embargo before its instant.
    milliseconds: Math.ceil(Number((time.second % 1).toFixed(9)) * 1000),
  });
  const chosen = chooseZone(zone, local, written, assume, context);
  if ('kind' in chosen) return chosen;
  return inZone(local, chosen, written);
}
const pad = (value: number) => String(value).padStart(2, '0');

function halfDayUnsure(time: FoundTime, zone: FoundZone | null, context: InstantContext): boolean {
  if (time.hour > 12 || time.hour === 0) return false;
  if (zone && zone.candidates.length > 0)
    return zone.candidates.some((candidate) => usZones.test(candidate.zone));
  return context.language === 'en' && context.placeZone !== null && usZones.test(context.placeZone);
}
