import type { Line } from '../formats/source.ts';
import { type FoundDate, findDates } from '../moments/find-dates.ts';
import { isDateLine } from './classify-line.ts';
import { wholeDateline } from './find-dateline.ts';
import { cityOf, knownPlaceAlone } from './place-names.ts';
import type { Role } from './roles.ts';

/** A date on a line of its own, perhaps with its place. */
export interface Standalone {
  line: Line;
  place: string | null;
  city: string | null;
  date: FoundDate;
  /** Nothing else on the line. */
  whole: boolean;
}

/** Lines of the head (or the very end) that are a date, or a place with a date. */
export function standaloneDatelines(
  lines: readonly Line[],
  roles: readonly Role[],
  bodyLine: number,
  dated: ReadonlySet<number>,
): Standalone[] {
  const found: Standalone[] = [];
  for (const line of lines) {
    const role = roles[line.id];
    const own = line.first && line.last;
    if (line.id > bodyLine + 1 && !(own && (line.id < bodyLine + 9 || line.id > lines.length - 6))) continue;
    if (
      (role === 'embargo' && !dated.has(line.id)) ||
      role === 'title' ||
      role === 'notes' ||
      role === 'boilerplate'
    )
      continue;
    if (role === 'contact') {
      const leading = findDates(line.text.slice(0, 40))[0];
      if (leading && leading.start < 3)
        found.push({ line, place: null, city: null, date: leading, whole: false });
      continue;
    }
    if (role === 'label') {
      const [date] = findDates(line.text);
      if (date) found.push({ line, place: null, city: null, date, whole: false });
      continue;
    }
    const whole = wholeDateline(line.text);
    if (whole?.date)
      found.push({ line, place: whole.place, city: whole.city, date: whole.date, whole: true });
    else if (isDateLine(line.text)) {
      const [date] = findDates(line.text);
      if (date) found.push({ line, place: null, city: null, date, whole: role !== 'embargo' });
    }
  }
  return found;
}

/** Where a place was found, and the line that holds it. */
export interface Placed {
  place: string;
  city: string | null;
  line: Line;
}

/** The place that a standalone dateline names, or that stands on a line beside its date. */
export function placeAmong(
  standalone: readonly Standalone[],
  lines: readonly Line[],
  roles: readonly Role[],
): Placed | null {
  for (const { place, city, line } of standalone) if (place !== null) return { place, city, line };
  return besideDate(standalone, lines, roles);
}

/** `12 июня 2025 г.` and `г. Москва` on lines of their own. */
function besideDate(
  standalone: readonly Standalone[],
  lines: readonly Line[],
  roles: readonly Role[],
): Placed | null {
  for (const one of standalone)
    for (const neighbour of [lines[one.line.id + 1], lines[one.line.id - 1]]) {
      if (!one.whole || !neighbour || roles[neighbour.id] !== 'body') continue;
      const place = knownPlaceAlone(neighbour.text);
      if (place !== null) return { place, city: cityOf(place), line: neighbour };
    }
  return null;
}
