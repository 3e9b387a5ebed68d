import { findMoment, type Moment } from '../moments/find-moment.ts';
import type { InstantContext, InstantReading } from '../moments/instant.ts';
import { resolveMoment } from '../moments/resolve-moment.ts';
import { fold } from '../words/clean-text.ts';
import { anywhere, lineStart } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import type { EmbargoLine, EmbargoSearch, EmbargoStatement } from './embargo.ts';
import { doubtAbout } from './embargo-doubts.ts';
import { foldedForEmbargo, mentionsEmbargo, type Trigger, triggersOf } from './embargo-triggers.ts';
import { type Window, windowOf } from './embargo-window.ts';

const denials = anywhere(ofEveryLanguage((words) => words.embargo.denials));
const immediate = anywhere([
  ...ofEveryLanguage((words) => words.lines.immediate),
  ...ofEveryLanguage((words) => words.embargo.immediate),
]);

/**
 * Every statement in the file that may keep it from being published, with the instant it names or why none could be
 * read. Lines must be in reading order; margins may stand anywhere.
 */
export function findEmbargo(lines: readonly EmbargoLine[], context: InstantContext): EmbargoSearch {
  const search: EmbargoSearch = { statements: [], immediate: null, denied: null };
  for (const [index, line] of lines.entries()) {
    if (search.statements.length >= enough) break;
    if (line.text.length > 20_000) {
      for (const piece of pieces(line)) inspect(piece, [piece], 0, context, search);
      continue;
    }
    inspect(line, lines, index, context, search);
  }
  return search;
}

/** Statements after which more cannot change the answer: some readable ones already disagree, or all are alike. */
const enough = 60;

function* pieces(line: EmbargoLine): Generator<EmbargoLine> {
  for (let start = 0; start < line.text.length; start += 9_000)
    yield { ...line, text: line.text.slice(start, start + 10_000) };
}

function inspect(
  line: EmbargoLine,
  lines: readonly EmbargoLine[],
  index: number,
  context: InstantContext,
  search: EmbargoSearch,
) {
  const folded = foldedForEmbargo(line.text);
  if (immediate.test(folded) && (!line.inProse || folded.length < 200)) search.immediate ??= line;
  if (folded.trim().length < 2) return;
  if (denials.test(folded)) {
    search.denied ??= line;
    if (!hasMoment(line.text)) return;
  }
  for (const trigger of triggersOf(folded, line, index)) {
    const statement = read(trigger, line, lines, index, context);
    if (statement) {
      search.statements.push(statement);
      return;
    }
  }
}
const hasMoment = (text: string) => {
  const { dates, times } = findMoment(text);
  return dates.length + times.length > 0;
};

function read(
  trigger: Trigger,
  line: EmbargoLine,
  lines: readonly EmbargoLine[],
  index: number,
  context: InstantContext,
): EmbargoStatement | null {
  const window = windowOf(trigger, line, lines, index);
  const { moment } = window;
  const written = window.written.trim().slice(0, 200);
  if (trigger.kind === 'release' && !isEmbargoLike(moment, line, context)) return null;
  if (trigger.kind === 'publishing' && !liesAhead(line, context)) return null;
  if (line.inProse && moment.times.length === 0 && !speaksOfRelease(line.text)) return null;
  return {
    line,
    ids: window.ids,
    namesAnEnd: window.namesAnEnd,
    written,
    kind: trigger.kind === 'release' ? 'release' : 'embargo',
    reading:
      unreadable(trigger, window, written, { line, zone: context.zone }) ??
      resolveMoment(moment, written, 'embargo', context),
  };
}

/** Why a statement's moment cannot be read; null when it can. */
function unreadable(
  { kind }: Trigger,
  window: Window,
  written: string,
  { line, zone }: { line: EmbargoLine; zone: string },
): InstantReading | null {
  const { dates, times } = window.moment;
  const unresolved = (message: string): InstantReading => ({
    kind: 'unresolved',
    code: 'embargo-unresolved',
    message,
  });
  if (kind === 'delivery') return unresolved(`“${written}” names no moment.`);
  const isEmpty = dates.length + times.length === 0;
  if (kind === 'weak' && isEmpty)
    return unresolved(`“${written}” speaks of an embargo, but no date and time were understood.`);
  const doubt = doubtAbout(window, line, zone);
  if (doubt) return unresolved(`The embargo “${written}” was not understood${doubt}.`);
  return isEmpty
    ? unresolved(`“${written}” reads like an embargo, but no date and time were understood.`)
    : null;
}

/** The line names a day and an hour, and the day is not over. */
function liesAhead(line: EmbargoLine, context: InstantContext): boolean {
  const { dates, times } = findMoment(line.text);
  const today = Date.parse(context.now) - 86_400_000;
  return (
    times.length > 0 &&
    dates.some(
      (date) => date.exists && date.year !== null && Date.UTC(date.year, date.month - 1, date.day) > today,
    )
  );
}

const thisRelease = anywhere(ofEveryLanguage((words) => words.embargo.thisRelease));
/** A long sentence that forbids publishing something is about a release only when it says so, or gives an hour. */
function speaksOfRelease(text: string): boolean {
  const folded = foldedForEmbargo(text);
  return mentionsEmbargo(folded) || thisRelease.test(folded);
}

const stamps = lineStart(ofEveryLanguage((words) => words.embargo.stamps));
const sentOut = anywhere(ofEveryLanguage((words) => words.embargo.sentOut));
/** "For release" alone is an embargo when it gives an hour, or a day that is not over. */
function isEmbargoLike(moment: Moment, line: EmbargoLine, context: InstantContext): boolean {
  const folded = fold(line.text);
  if (sentOut.test(folded) && !/[点點时時:]/u.test(folded)) return false;
  if (stamps.test(folded) && !liesAhead(line, context)) return false;
  if (moment.times.length > 0) return true;
  const today = Date.parse(context.now) - 86_400_000;
  return moment.dates.some(
    (date) =>
      date.year === null ||
      !date.exists ||
      date.dayOrMonthFirst ||
      Date.UTC(date.year, date.month - 1, date.day) > today,
  );
}
