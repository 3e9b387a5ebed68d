import { fold } from '../words/clean-text.ts';
import { asWords, lineStart, type Phrases } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import { bare } from './classify-line.ts';
import { looksLikeName, telephonesIn } from './find-contacts.ts';
import type { Paragraph } from './group-lines.ts';
import { type Candidate, isAddress, wordCount } from './headline-candidates.ts';
import { isSiteTitle, sameWords } from './same-words.ts';

/** What stands around the candidates. */
interface Surroundings {
  /** Where the last label stands; −1 when there is none. */
  labelAt: number;
  pageTitle: string | null;
  bodyStart: number;
  paragraphs: readonly Paragraph[];
}
interface Scoring extends Surroundings {
  /** Of those below the label, the how manyth; −1 above it. */
  orderAfterLabel: number;
  repeated: Set<string>;
}

/** The candidate that looks most like the headline; null when none does enough. */
export function highest(candidates: readonly Candidate[], surroundings: Surroundings): Candidate | null {
  const { labelAt, paragraphs } = surroundings;
  const repeated = repeatedTexts(paragraphs);
  const afterLabel = labelAt < 0 ? [] : candidates.filter((candidate) => candidate.index > labelAt);
  let best: { candidate: Candidate | null; score: number } = { candidate: null, score: 9 };
  for (const candidate of candidates) {
    const orderAfterLabel = afterLabel.indexOf(candidate);
    const score = scoreOf(candidate, { ...surroundings, orderAfterLabel, repeated });
    if (score > best.score) best = { candidate, score };
  }
  return best.candidate;
}

/** How much a candidate looks like the headline: the more, the higher. */
function scoreOf(candidate: Candidate, context: Scoring): number {
  const { paragraph, text, index } = candidate;
  const words = wordCount(text);
  const first = paragraph.lines[0];
  let score = -index;
  if (paragraph.kind === 'title') score += 60;
  if (paragraph.kind === 'heading') score += 56 - (first?.level ?? 1) * 6;
  if (candidate.labelled) score += 40;
  if (context.orderAfterLabel === 0) score += words >= 3 ? 20 : 4;
  else if (context.orderAfterLabel > 0) score += Math.max(2, 14 - context.orderAfterLabel * 4);
  if (context.repeated.has(bare(text))) score += 25;
  if (
    context.pageTitle !== null &&
    (sameWords(context.pageTitle, text) || isSiteTitle(context.pageTitle, text))
  )
    score += 30;
  const emphasised = first?.bold === true || isCapitals(text);
  if (emphasised) score += 12;
  const ownBlock = first?.first && paragraph.lines.at(-1)?.last === true;
  if (ownBlock && words >= 3) score += 12;
  if (context.paragraphs[index + 1] !== undefined && index + 1 === context.bodyStart) score += 5;
  if (words >= 5) score += 8;
  if (words <= 2) score -= 14;
  if (/[.。]$/u.test(text) && !/\b(?:Inc|Ltd|Co|Corp|U\.S|D\.C|a\.m|p\.m)\.$/.test(text))
    score -= emphasised || paragraph.kind !== 'paragraph' ? 4 : 30;
  if (/[:：]$/u.test(text)) score -= 15;
  if (paragraph.kind === 'paragraph' && looksLikeIssuer(text, words)) score -= 18;
  // Above the label stands who speaks, not what about.
  if (
    paragraph.kind === 'paragraph' &&
    context.labelAt > index &&
    !candidate.labelled &&
    !context.repeated.has(bare(text))
  )
    score -= 20;
  const next = context.paragraphs[index + 1];
  if (
    paragraph.kind === 'paragraph' &&
    next &&
    next.lines[0]?.block === first?.block &&
    (isAddress(next.text) || telephonesIn(next.text).length > 0)
  )
    score -= 14;
  if (text.length > 180) score -= 12;
  if (looksLikeName(text)) score -= 8;
  if (/^\p{Ll}/u.test(text)) score -= 12;
  if (paragraph.kind === 'paragraph' && isSentence(text)) score -= 16;
  return score;
}

/** A plain sentence with a finite beginning, such as seed texts start with: two clauses and more than a headline's length. */
function isSentence(text: string): boolean {
  return text.length > 150 && /[,;]/.test(text) && !isCapitals(text);
}

const lineEnd = (list: Phrases) => new RegExp(`${asWords(list)}$`, 'u');
const forms = lineEnd(ofEveryLanguage((words) => words.headline.forms));
const statements = lineEnd(ofEveryLanguage((words) => words.headline.statements));
const institutions = lineStart(ofEveryLanguage((words) => words.headline.institutions));
const institutionEnds = lineEnd(ofEveryLanguage((words) => words.headline.institutionEnds));

/** The letterhead's name, or `UN WOMEN STATEMENT`: who speaks and in what form, not what about. */
function looksLikeIssuer(text: string, words: number): boolean {
  const folded = fold(text);
  if (words <= 6 && forms.test(folded)) return true;
  if (words <= 5 && statements.test(folded) && !/\s(?!of |the |by |on )\p{Ll}/u.test(text)) return true;
  if (words <= 8 && institutions.test(folded)) return true;
  return /^\p{Script=Han}{3,17}$/u.test(text) && institutionEnds.test(folded);
}

export function isCapitals(text: string): boolean {
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0;
  const lower = text.match(/\p{Ll}/gu)?.length ?? 0;
  return upper > 8 && upper > lower * 4;
}

/** Lines that stand in the text more than once. */
function repeatedTexts(paragraphs: readonly Paragraph[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { text } of paragraphs) {
    if (text.length < 20 || text.length > 320) continue;
    const key = bare(text);
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return repeated;
}
