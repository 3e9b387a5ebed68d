import { fold } from '../words/clean-text.ts';
import { type FoundDate, findDates } from './find-dates.ts';
import { type FoundTime, findTimes } from './find-times.ts';
import { type FoundZone, findZones } from './find-zones.ts';

/** The pieces of one written moment. */
export interface Moment {
  dates: FoundDate[];
  times: FoundTime[];
  zones: FoundZone[];
  /** What stands between and around, folded, the pieces blanked. */
  rest: string;
}

/** Finds dates, then times, then zones, each blanked for the next. */
export function findMoment(text: string): Moment {
  const dates = findDates(text);
  let rest = text;
  // The T of an ISO instant is kept: findTimes reads "T09:00".
  for (const date of dates) rest = blankOut(rest, date.start, date.end);
  const times = findTimes(rest);
  for (const time of times) rest = blankOut(rest, time.start, time.end);
  const zones = findZones(rest);
  for (const zone of zones) rest = blankOut(rest, zone.start, zone.end);
  return { dates, times, zones, rest: fold(rest) };
}
function blankOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\u0001'.repeat(end - start) + text.slice(end);
}
