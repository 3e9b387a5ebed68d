import { findMoment } from '../moments/find-moment.ts';
import { fold } from '../words/clean-text.ts';
import { elsewhere } from '../words/elsewhere.ts';
import { anywhere, asWords, everywhere, lineStart } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import type { EmbargoLine } from './embargo.ts';

/** Words of a line that may keep the release from being published. */
export interface Trigger {
  start: number;
  end: number;
  kind: 'strong' | 'release' | 'delivery' | 'weak' | 'publishing';
}

const lookalike = everywhere(ofEveryLanguage((words) => words.embargo.notEmbargo));
/** Folded, and blank where Spanish says "however". */
export function foldedForEmbargo(text: string): string {
  return fold(text).replace(lookalike, (other) => ' '.repeat(other.length));
}

const word = asWords(ofEveryLanguage((words) => words.embargo.word));
const anyEmbargo = new RegExp(word, 'u');
const everyEmbargo = new RegExp(word, 'gu');
export const mentionsEmbargo = (folded: string) => anyEmbargo.test(folded);
export const countEmbargoes = (folded: string) => folded.match(everyEmbargo)?.length ?? 0;

// Each says "not before": a statement that cannot be read holds the release.
const strong = [
  lineStart(ofEveryLanguage((words) => words.embargo.headings)),
  ...ofEveryLanguage((words) => words.embargo.statements).map((statements) => anywhere(statements)),
  anywhere(elsewhere.embargo),
];
// An embargo only when an hour or a day still to come follows.
const releaseAt = [
  anywhere(ofEveryLanguage((words) => words.embargo.releaseAt)),
  lineStart(ofEveryLanguage((words) => words.embargo.releaseHeadings)),
];
const onDelivery = anywhere(ofEveryLanguage((words) => words.embargo.onDelivery));
const sanctions = anywhere(ofEveryLanguage((words) => words.embargo.sanctions));
const publishing = anywhere(ofEveryLanguage((words) => words.embargo.publishing));

/** Every place of a line that may speak of an embargo, in order; the surest kind only. */
export function triggersOf(folded: string, line: EmbargoLine, index: number): Trigger[] {
  const find = (kind: Trigger['kind'], patterns: readonly RegExp[]) =>
    patterns
      .flatMap((pattern): Trigger[] => {
        const match = pattern.exec(folded);
        return match ? [{ start: match.index, end: endOfWords(folded, match), kind }] : [];
      })
      .sort((a, b) => a.start - b.start);
  const speaksOf = (found: readonly Trigger[]) => found.length > 0 && !isAboutTrade(folded, line);

  const statements = find('strong', strong);
  if (speaksOf(statements)) return statements;
  if (!line.inProse || folded.length < 200) {
    const delivery = find('delivery', [onDelivery]);
    const releases = delivery.length > 0 ? delivery : find('release', releaseAt);
    if (releases.length > 0) return releases;
  }
  const mentions = find('weak', [anyEmbargo]);
  if (speaksOf(mentions) && !(line.inProse && sanctions.test(folded))) return mentions;
  // In the head only, and no sentence: "The film will be released on 20 June at 8 p.m." is the news.
  if (line.inProse || index >= 12 || /[.。!?]\s*$/.test(folded)) return [];
  const published = find('publishing', [publishing]);
  return speaksOf(published) ? published : [];
}

const trade = anywhere(ofEveryLanguage((words) => words.embargo.trade));
const toEditors = anywhere(ofEveryLanguage((words) => words.embargo.toEditors));
const instructions = lineStart(ofEveryLanguage((words) => words.embargo.instructions));

/** The news itself may be an embargo on arms or oil: then nothing in the line speaks to editors, or gives an hour. */
function isAboutTrade(folded: string, line: EmbargoLine): boolean {
  if (!trade.test(folded) || toEditors.test(folded) || instructions.test(folded)) return false;
  return line.inProse || findMoment(line.text).times.length === 0;
}

/** Where the words end and the moment may begin: before the first digit, and before a word cut in two. */
function endOfWords(folded: string, match: RegExpExecArray): number {
  const digit = match[0].search(/\d/);
  // 禁止在北京时间6月12日20:00前发布: all that says when stands inside.
  if (digit > 0 && /\p{Script=Han}/u.test(match[0])) return match.index;
  let end = match.index + (digit > 0 ? digit : match[0].length);
  const letter = /\p{L}/u;
  if (digit < 0 && letter.test(folded[end] ?? ' ') && !/\p{Script=Han}/u.test(folded[end] ?? ' '))
    while (end > match.index && letter.test(folded[end - 1] ?? ' ')) end--;
  return Math.max(end, match.index);
}
