import { findMoment, type Moment } from '../moments/find-moment.ts';
import { onlySmallWords } from './small-words.ts';

export const isIncomplete = (moment: Moment) => moment.dates.length === 0 || moment.times.length === 0;
/** A date counts more than an hour. */
export const score = (moment: Moment) =>
  Math.min(1, moment.dates.length) * 2 + Math.min(1, moment.times.length);

interface Piece {
  start: number;
  end: number;
}
/** The first run of dates, times and zones with nothing but small words between them. */
export function clusterFirst(
  moment: Moment,
  text: string,
): { moment: Moment; between: string; after: string; tail: string } {
  const all = piecesOf(moment);
  const [first] = all;
  if (!first) return { moment, between: '', after: moment.rest, tail: '' };
  let end = first.end;
  for (const piece of all) {
    if (piece.start < end) continue;
    const gap = moment.rest.slice(end, piece.start);
    if (gap.length > 45 || !onlySmallWords(gap) || /[.!?] /.test(gap)) break;
    end = piece.end;
  }
  const inside = <T extends Piece>(list: T[]) => list.filter((piece) => piece.end <= end);
  return {
    moment: {
      ...moment,
      dates: inside(moment.dates),
      times: inside(moment.times),
      zones: inside(moment.zones),
    },
    between: moment.rest.slice(0, first.start),
    after: moment.rest.slice(end),
    tail: text.slice(end, end + 40),
  };
}
/** All pieces around the words of a statement, when nothing but small words and those words stand between them. */
export function clusterAround(text: string, start: number, end: number): Moment | null {
  const moment = findMoment(text);
  const pieces = piecesOf(moment);
  const isInside = pieces.some((piece) => piece.start < end && piece.end > start);
  const rest = isInside
    ? moment.rest
    : moment.rest.slice(0, start) + ' '.repeat(end - start) + moment.rest.slice(end);
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next && !onlySmallWords(rest.slice(piece.end, next.start))) return null;
  }
  return pieces.length > 0 ? moment : null;
}
export function piecesOf(moment: Moment): Piece[] {
  const pieces: Piece[] = [...moment.dates, ...moment.times, ...moment.zones];
  return pieces.sort((a, b) => a.start - b.start);
}

/** A line that holds a moment and nothing else, so that it can complete a statement beside it. */
export function isOnlyMoment(moment: Moment): boolean {
  return piecesOf(moment).length > 0 && onlySmallWords(moment.rest);
}

/** Joins what a statement lacks from a neighbouring line; null when both bring a date or both a time. */
export function merge(moment: Moment, addition: Moment): Moment | null {
  const dates = moment.dates.length > 0 && addition.dates.length > 0;
  const times = moment.times.length > 0 && addition.times.length > 0;
  if (dates || times) return null;
  if (moment.times.length > 0 && addition.dates.length === 0) return null;
  const shift = <T extends Piece>(list: T[]) =>
    list.map((piece) => ({ ...piece, start: piece.start + 1000, end: piece.end + 1000 }));
  return {
    dates: [...moment.dates, ...shift(addition.dates)],
    times: [...moment.times, ...shift(addition.times)],
    zones: [...moment.zones, ...shift(addition.zones)],
    rest: moment.rest,
  };
}
