import { findMoment, type Moment } from '../moments/find-moment.ts';
import { fold } from '../words/clean-text.ts';
import type { EmbargoLine } from './embargo.ts';
import { mentionsEmbargo, type Trigger } from './embargo-triggers.ts';
import {
  clusterAround,
  clusterFirst,
  isIncomplete,
  isOnlyMoment,
  merge,
  piecesOf,
  score,
} from './moment-pieces.ts';
import { namesUnreadableEnd } from './small-words.ts';

/** The text that says when a statement's embargo ends. */
export interface Window {
  written: string;
  ids: number[];
  moment: Moment;
  /** Folded text between the trigger and the last piece used, pieces blanked. */
  between: string;
  /** Folded text after the last piece used. */
  after: string;
  /** The same as written. */
  tail: string;
  /** Dates and hours stand about with other words between them. */
  scattered: boolean;
  /** It has an end of its own that is no moment. */
  namesAnEnd: boolean;
}

const reach = 170;

/** The text that says when: after the words, else before them on the line, else alone on the lines beside it. */
export function windowOf(
  trigger: Trigger,
  line: EmbargoLine,
  lines: readonly EmbargoLine[],
  index: number,
): Window {
  const ids = line.id === null ? [] : [line.id];
  const after = line.text.slice(trigger.end, trigger.end + reach);
  const before = line.text.slice(Math.max(0, trigger.start - reach), trigger.start);
  const inside = line.text.slice(trigger.start, trigger.end);
  const all = findMoment(after);
  const near = clusterFirst(all, after);
  let { moment, between, after: rest, tail } = near;
  let written = inside + after;
  // A date or an hour that stands further on, past other words, is not this statement's: nor may another line's be.
  let scattered = isIncomplete(moment) && piecesOf(all).length > piecesOf(moment).length;
  if (isIncomplete(moment)) {
    // 6月12日9时前不得发布: the moment stands before, or within, the words that forbid.
    const around = clusterAround(`${before}${inside}${after}`, before.length, before.length + inside.length);
    if (around && score(around) > score(moment)) {
      moment = around;
      written = `${before}${inside}${after}`;
      [between, rest, tail, scattered] = ['', '', '', false];
    }
  }
  // "Embargoed until 2 days after the summit" has an end of its own, which nobody can read: an embargo beside it that can
  // be read is another statement, and answers nothing.
  const han = /\p{Script=Han}/u.test(before) ? findMoment(before).rest : '';
  const namesAnEnd = namesUnreadableEnd(han + fold(inside) + moment.rest);
  if (isIncomplete(moment) && !scattered)
    for (const neighbour of neighbours(lines, index)) {
      if (namesAnEnd && mentionsEmbargo(fold(neighbour.text))) continue;
      const addition = findMoment(neighbour.text);
      const merged = isOnlyMoment(addition) ? merge(moment, addition) : null;
      if (!merged) continue;
      moment = merged;
      written += ` / ${neighbour.text}`;
      if (neighbour.id !== null) ids.push(neighbour.id);
      if (!isIncomplete(moment)) break;
    }
  return { written, ids, moment, between, after: rest, tail, scattered, namesAnEnd };
}

function neighbours(lines: readonly EmbargoLine[], index: number): EmbargoLine[] {
  const near = [index + 1, index - 1, index + 2, index - 2, index + 3].map((at) => lines[at]);
  return near.filter((line): line is EmbargoLine => line !== undefined && line.text.length < 100);
}
