import { cleanLine, fold } from '../words/clean-text.ts';
import { anywhere, lineStart, oneOf, wholeLine } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import { bare, instructionLength, isDateLine, opensWithLabel, sectionOf } from './classify-line.ts';
import { addressesIn, telephonesIn } from './find-contacts.ts';
import { datelinePrefix, wholeDateline } from './find-dateline.ts';
import type { Paragraph } from './group-lines.ts';
import { knownPlaceAlone } from './place-names.ts';
import type { Role } from './roles.ts';

/** A paragraph of the head that may be the headline. */
export interface Candidate {
  paragraph: Paragraph;
  index: number;
  text: string;
  /** The line begins with a label: what follows is the headline. */
  labelled: boolean;
  /** Characters of it that are no words of the headline. */
  skipped: number;
}

/** The paragraphs of the head that may be the headline, in order. */
export function headlineCandidates(head: readonly Paragraph[], roles: readonly Role[]): Candidate[] {
  return head.flatMap((paragraph, index): Candidate[] => {
    const role = roles[paragraph.lines[0]?.id ?? -1];
    if (role !== 'body' && role !== 'label') return [];
    const labelled = opensWithLabel(paragraph.text);
    if (role === 'label' && !labelled) return [];
    const skipped = instructionLength(paragraph.text);
    const text = cleanLine(paragraph.text.slice(skipped)).replace(/^\*{2,3}(.+)\*{2,3}$/, '$1');
    return mayBeHeadline(text, paragraph) ? [{ paragraph, index, text, labelled, skipped }] : [];
  });
}

function mayBeHeadline(text: string, paragraph: Paragraph): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 4 || text.length > 320) return false;
  if (paragraph.kind === 'item' || paragraph.kind === 'quote' || paragraph.kind === 'cell') return false;
  if (paragraph.kind === 'paragraph' && isNavigation(paragraph)) return false;
  if (isDateLine(text) || addressesIn(text).length > 0 || telephonesIn(text).length > 0) return false;
  if (wholeDateline(text)?.certainty === 3 || opensSection(text)) return false;
  if (paragraph.kind === 'heading' || paragraph.kind === 'title') return true;
  if (knownPlaceAlone(text) !== null || isAddress(text)) return false;
  if (datelinePrefix(text, 0)?.certainty === 3) return false;
  return text.length <= 260 && !speaksToReaders(fold(text));
}

/** Nothing but links and what stands between them. */
function isNavigation({ lines: [first] }: Paragraph): boolean {
  return (
    first !== undefined &&
    first.inlines.length > 0 &&
    first.inlines.every(
      (inline) => inline.type === 'link' || (inline.type === 'text' && inline.text.trim().length < 3),
    )
  );
}

const contents = wholeLine(ofEveryLanguage((words) => words.headline.contents));
function opensSection(text: string): boolean {
  const section = sectionOf(text);
  // "About" begins headlines too, longer ones.
  return (
    (section !== null && !(section === 'boilerplate' && wordCount(text) > 7)) || contents.test(bare(text))
  );
}

const facts = new RegExp(`^${oneOf(ofEveryLanguage((words) => words.headline.facts))}\\s{0,9}:`, 'u');
const drafts = lineStart(ofEveryLanguage((words) => words.headline.drafts));
const letters = lineStart(ofEveryLanguage((words) => words.headline.letters));
const asides = anywhere(ofEveryLanguage((words) => words.headline.asides));
/** An invitation's facts, a draft's mark, a letter: addressed to who reads it, and no headline. */
function speaksToReaders(folded: string): boolean {
  return facts.test(folded) || drafts.test(folded) || letters.test(folded) || asides.test(folded);
}

const addresses = new RegExp(
  `(?:^|[\\s,])${oneOf(ofEveryLanguage((words) => words.headline.addresses))}(?:[\\s,.]|$)`,
  'u',
);
const streets = lineStart(ofEveryLanguage((words) => words.headline.streets));
/** `304 Kim Ma, Ba Dinh, Ha Noi`, `P.O. Box 12`, `133 N. Riverfront Blvd.` */
export function isAddress(text: string): boolean {
  if (text.length > 140) return false;
  const folded = fold(text);
  return /^\d{1,5}[a-z]?,? \p{Lu}[^,]{1,40},/u.test(text) || addresses.test(folded) || streets.test(folded);
}

/** Words of a line; two characters of Chinese count as one. */
export function wordCount(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han > 3 ? Math.round(han / 2) : text.split(/\s+/).length;
}
