import { agencies } from '../words/agencies.ts';
import { fold, trimmedBy } from '../words/clean-text.ts';
import { oneOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';

const wire = new RegExp(`\\(${oneOf(agencies.inBrackets)}\\)|/?${oneOf(agencies.anywhere)}/?`, 'giu');

/** The text with the names of wire services blanked, as long as before. */
export function withoutWires(text: string): string {
  return text.replace(wire, (mark) => ' '.repeat(mark.length));
}

const before = oneOf([
  ofEveryLanguage((words) => words.dateline.before),
  ofEveryLanguage((words) => words.dates.weekdays),
]);
const beforeDate = new RegExp(`(?:^|[\\s,(])${before}[\\s,.]*$`, 'iu');

/** Ends with a word that leads to a date: `Paris, le`. */
export function leadsToDate(text: string): boolean {
  return beforeDate.test(text);
}

/** The same without that word. */
export function withoutLead(text: string): string {
  return text.replace(beforeDate, (match) => (/^[\s,(]/.test(match) ? match.slice(0, 1) : ''));
}

const after = oneOf(ofEveryLanguage((words) => words.dateline.after));
const dispatch = oneOf(ofEveryLanguage((words) => words.dateline.dispatch));
const separator = '(?:[-–—―:/،|]|──|\\.[-–—]|(?<=/)\\s)';
const separated = new RegExp(
  `^(?:\\s?${after}|,)?[\\s)\\]】）]*(?:\\([^)]{0,30}\\)\\s*)?${dispatch}?${separator}+[\\s–—-]*`,
  'u',
);
const bracketClosed = new RegExp(`^[\\s)\\]】）]+${dispatch}?[\\s,:–—-]*`, 'u');
const dispatched = new RegExp(`^\\s?${dispatch}[\\s,:–—-]*`, 'u');
const stopped = new RegExp(`^(?:\\s?${after})?\\.\\s+(?=[\\p{Lu}“«"])`, 'u');
const partOfDate = new RegExp(`^\\s?${after}`, 'u');

/** How many characters close a dateline after its date; null when nothing does. */
export interface Closing {
  /** `–`, `--(BUSINESS WIRE)--`, `:`. */
  separated: number | null;
  /** （北京，2025年6月12日）text — a bracket closes it without a dash. */
  bracketed: number | null;
  /** 北京6月12日电. */
  dispatched: number | null;
  /** Madrid, 12 de junio de 2025. La ministra… — only after a known place and a whole date. */
  stopped: number | null;
}

export function closingOf(rest: string): Closing {
  const folded = fold(rest);
  const length = (match: RegExpExecArray | null) => match?.[0].length ?? null;
  return {
    separated: length(separated.exec(folded)),
    bracketed: length(bracketClosed.exec(folded)),
    dispatched: length(dispatched.exec(folded)),
    stopped: length(stopped.exec(rest)),
  };
}

/** What stands after a date, without words that belong to the date: `2025 г.`. */
export function behindDate(folded: string): string {
  return folded.replace(partOfDate, '');
}

const reporter = new RegExp(`^${oneOf(ofEveryLanguage((words) => words.dateline.reporter))}`, 'u');
const abbreviatedState =
  /\b(?:[A-Z]\.|Conn|Tex|Calif|Mass|Pa|Ill|Fla|Va|Md|Wash|Minn|Mich|Colo|Ariz|Ore|Tenn|Wis|Ala|Ark|Ga|Ind|Kan|Ky|La|Mo|Neb|Nev|Okla|St)$|(?:^|[\s.,])[A-Z]$/;

/** A place as written before a date, without brackets, separators, articles and weekdays. */
export function tidyPlace(written: string): string {
  let place = written.replace(/^[\s*_"“([【（]+/u, '').replace(reporter, '');
  for (let round = 0; round < 4; round++) {
    const led = withoutLead(place);
    const trimmed = trimmedBy(led, /[\s,.(\-–—:|/،，【[*_]/u);
    place = led.charAt(trimmed.length) === '.' && abbreviatedState.test(trimmed) ? `${trimmed}.` : trimmed;
  }
  const closed = /[([（]/.test(place) ? place : trimmedBy(place, /[)\]】）]/u);
  return closed.replace(/\s+/g, ' ').trim();
}
