import type { Assumption, LocalTime } from '../../_shared/domain/report.ts';
import { findMoment } from '../moments/find-moment.ts';
import type { InstantContext } from '../moments/instant.ts';
import { resolveMoment } from '../moments/resolve-moment.ts';
import { isRelative } from './embargo-doubts.ts';
import { onlySmallWords } from './small-words.ts';

export type LocalReading =
  | { kind: 'local'; local: LocalTime; assumptions: Assumption[] }
  | { kind: 'unresolved'; message: string };

const local = /\blocal(?:\s+time)?\b/i;

/** Whether somebody wrote a time of each reader's clock: `08:00 local`. */
export function saysLocal(written: string): boolean {
  return local.test(written);
}

/** Reads `08:00 local`, with a date or without one. Any other word, or a zone, makes it uncertain. */
export function readLocalTime(written: string, context: InstantContext): LocalReading {
  const shown = written.slice(0, 120);
  // A time without a zone is resolved as that of the zone UTC, which has each time of each day once.
  const moment = findMoment(`${written.replace(local, ' ')} UTC`);
  const [time] = moment.times;
  const unclear = (message: string): LocalReading => ({ kind: 'unresolved', message });
  if (moment.zones.length > 1)
    return unclear(`“${shown}” says “local” and a zone: only one of them can count.`);
  if (!time || moment.times.length > 1 || !onlySmallWords(moment.rest) || isRelative(moment.rest))
    return unclear(`“${shown}” is not one time of day.`);
  if (time.endOfDay || time.second > 0)
    return unclear(`“${shown}” is not a time between 00:00 and 23:59, in hours and minutes.`);
  const isDated = moment.dates.length > 0;
  // The day of “08:00 local on Monday” would be passed over.
  if (!isDated && !/^\P{L}*(?:at\P{L}*)?$/u.test(moment.rest))
    return unclear(`“${shown}” is not one time of day, and no date.`);
  const someDay = isDated ? moment : findMoment(`${someDate} ${written.replace(local, ' ')} UTC`);
  const reading = resolveMoment(someDay, shown, 'sendAt', context);
  if (reading.kind === 'unresolved') return unclear(reading.message);
  const { instant, assumptions } = reading;
  const date = isDated ? instant.slice(0, 10) : null;
  return { kind: 'local', local: { time: instant.slice(11, 16), date }, assumptions };
}

/** A time of day alone is read on this day. */
const someDate = '2000-01-01';
