import { findDates } from '../moments/find-dates.ts';
import { findTimes } from '../moments/find-times.ts';
import { fold, trimmedBy } from '../words/clean-text.ts';
import { elsewhere } from '../words/elsewhere.ts';
import { everywhere, oneOf, wholeLine } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';

/** The line folded, without decoration around it: `** PRESS RELEASE: **` is `press release`. */
export function bare(text: string): string {
  const begun = fold(text).replace(/^[\s*_#=>~|•·:()"'\-–—/]+/u, '');
  return trimmedBy(begun, /[\s*_#=<~|•·:()"'\-–—/.]/u);
}

const labelWords = [ofEveryLanguage((words) => words.lines.labels), elsewhere.labels];
const numbers = oneOf(ofEveryLanguage((words) => words.lines.numbers));
const label = new RegExp(
  `^${oneOf(labelWords)}(?:[\\s,:|/-]{1,6}${numbers}?[\\s\\d/.-]{0,16}[号號]?)?$`,
  'u',
);
const immediate = wholeLine(ofEveryLanguage((words) => words.lines.immediate));
const isLabelAlone = (plain: string) => label.test(plain) || immediate.test(plain);

/** `PRESS RELEASE`, `FOR IMMEDIATE RELEASE`, `THÔNG CÁO BÁO CHÍ`, alone or two together on a line. */
export function isLabel(text: string): boolean {
  if (text.length > 120) return false;
  const plain = bare(text);
  if (plain === '') return false;
  if (isLabelAlone(plain)) return true;
  const dates = findDates(plain);
  const rest = dates.length === 0 ? plain : plain.slice(0, dates[0]?.start) + plain.slice(dates.at(-1)?.end);
  const parts = rest
    .split(/[|•·/:,–—]|\s-\s|\s{2,}/u)
    .map(bare)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every(isLabelAlone);
}

// `Embargoed until 9:00 GMT: Headline`
const until = oneOf(ofEveryLanguage((words) => words.lines.until));
const instructions = `${oneOf(ofEveryLanguage((words) => words.lines.instructions))}(?: ${until} [^:]{3,50}(?::\\d\\d[^:]{0,30})?)?`;
const before = (words: string) =>
  new RegExp(`^[^\\p{L}\\p{N}]{0,3}(?:${words})\\s{0,2}[:|]\\s{1,3}(?=\\S)`, 'u');
const instructionBefore = before(instructions);
const labelBefore = before(`${oneOf(labelWords)}|${instructions}`);

/**
 * Length of an instruction to editors before a headline on the same line: `For Immediate Release: Headline`. Other
 * labels there (`News: …`, `Press release: …`) are words of the headline.
 */
export function instructionLength(text: string): number {
  return instructionBefore.exec(fold(text))?.[0].length ?? 0;
}

/** `Press release: Headline`: a label begins the line, and something follows. */
export function opensWithLabel(text: string): boolean {
  return labelBefore.test(fold(text));
}

const ends = wholeLine(ofEveryLanguage((words) => words.lines.ends));
/** `###`, `-30-`, `ENDS`, `# # #`, `完`: the release ends here. */
export function isEndMark(text: string): boolean {
  if (text.length > 40) return false;
  const trimmed = fold(text).trim();
  if (/^#(?:\s*#){0,6}$/.test(trimmed) || /^-[-\s]*30[-\s]*-$/.test(trimmed)) return true;
  return ends.test(unbracketed(text));
}
const unbracketed = (text: string) => bare(text).replace(/[[\]]/g, '');

const more = wholeLine(ofEveryLanguage((words) => words.lines.more));
const pages = wholeLine(ofEveryLanguage((words) => words.lines.pages));
/** Turn-over lines and page marks: `-more-`, `Page 2 of 3`, `- 2 -`. */
export function isPageMark(text: string): boolean {
  if (text.length > 60) return false;
  const plain = unbracketed(text);
  if (/^\s*[-–—(]\s*\d{1,3}\s*[-–—)]\s*$/.test(text) && !/30/.test(text)) return true;
  return more.test(plain) || pages.test(plain) || /^\d{1,3} ?\/ ?\d{1,3}$/.test(plain);
}

const webPage = wholeLine(ofEveryLanguage((words) => words.lines.webPage));
/** Navigation of a web page that came along with the text. */
export function isWebFurniture(text: string): boolean {
  return webPage.test(bare(text));
}

/** Lines made of a template engine's own statements, left in a page's source. */
export function isTemplateStatement(text: string): boolean {
  return (
    /^\s*(?:\{%-?[^%]{0,200}%\}|\{\{[^}]{0,200}\}\})/.test(text) &&
    /^\s*(?:\{%[^%]{0,200}%\}[^{}]{0,120})+$/.test(text)
  );
}

export type Section = 'contacts' | 'notes' | 'boilerplate' | 'other';

const contactHeading = wholeLine(ofEveryLanguage((words) => words.lines.contacts));
const notesHeading = wholeLine(ofEveryLanguage((words) => words.lines.notes));
const aboutHeading = wholeLine(ofEveryLanguage((words) => words.lines.about));
const notAbout = wholeLine(ofEveryLanguage((words) => words.lines.notAbout));

/** What a heading-like line opens. Null when it opens nothing known. */
export function sectionOf(text: string): Section | null {
  if (text.length > 140) return null;
  const plain = bare(text);
  if (contactHeading.test(plain)) return 'contacts';
  if (notesHeading.test(plain)) return 'notes';
  if (text.length < 100 && aboutHeading.test(plain) && !notAbout.test(plain)) return 'boilerplate';
  return null;
}

const weekdays = everywhere(ofEveryLanguage((words) => words.dates.weekdays));
const besideDates = wholeLine(ofEveryLanguage((words) => words.lines.besideDates));
/** A line that is nothing but dates, times, weekdays and their small words. */
export function isDateLine(text: string): boolean {
  if (text.length > 80) return false;
  const dates = findDates(text);
  if (dates.length === 0) return false;
  let rest = fold(text);
  for (const date of [...dates].reverse()) rest = `${rest.slice(0, date.start)} ${rest.slice(date.end)}`;
  for (const time of findTimes(rest).reverse()) rest = `${rest.slice(0, time.start)} ${rest.slice(time.end)}`;
  const words = rest.replace(weekdays, '').match(/\p{L}+/gu) ?? [];
  return words.every((word) => besideDates.test(word));
}
