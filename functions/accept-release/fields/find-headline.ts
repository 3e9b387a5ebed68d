import { sectionOf } from './classify-line.ts';
import { openEnd, type Paragraph } from './group-lines.ts';
import { type Candidate, headlineCandidates, wordCount } from './headline-candidates.ts';
import type { FoundText, Role, Span } from './roles.ts';
import { isSiteTitle, sameWords, withoutSite } from './same-words.ts';
import { highest, isCapitals } from './score-headlines.ts';

export interface Headline {
  title: FoundText | null;
  subtitle: FoundText | null;
  titleLines: number[];
  subtitleLines: number[];
  /** A line beside the headline that looks just like it: perhaps the other half of it. */
  twin: (FoundText & { stands: 'above' | 'below' }) | null;
  spans: Span[];
}

/**
 * The headline: never a paragraph. Only what stands above the text counts, and a plain line needs a reason: a label
 * before it, emphasis, a line of its own, or the page's title saying the same.
 */
export function findHeadline(
  paragraphs: readonly Paragraph[],
  roles: readonly Role[],
  bodyStart: number,
  pageTitle: string | null,
): Headline {
  const head = paragraphs.slice(0, bodyStart);
  const candidates = headlineCandidates(head, roles);
  const top = highest(candidates, { labelAt: lastLabel(head, roles), pageTitle, bodyStart, paragraphs });
  if (!top) return fromPage(pageTitle, paragraphs, bodyStart);
  const above = candidates.findLast((candidate) => candidate.index < top.index);
  const best = above && goesOnAs(above, top) ? above : top;
  const rest = candidates.filter((candidate) => candidate.index > best.index);
  const [next] = rest;
  const second = next && goesOnAs(best, next) ? next : null;
  const others = second ? rest.slice(1) : rest;
  const below = subtitleOf(best, others, roles);
  return {
    ...titleOf(best, second, head),
    ...below,
    twin: twinBelow(best, others, below) ?? (above && best === top ? twinAbove(above, best) : null),
  };
}

/** The headline of one line or two, and all lines of the head that say it again. */
function titleOf(
  best: Candidate,
  second: Candidate | null,
  head: readonly Paragraph[],
): Pick<Headline, 'title' | 'titleLines' | 'spans'> {
  const own = [...best.paragraph.lines, ...(second?.paragraph.lines ?? [])];
  const again = head.filter(
    (paragraph) =>
      paragraph !== best.paragraph &&
      (sameWords(paragraph.text, best.text) || isSiteTitle(paragraph.text, best.text)),
  );
  const lines = [...own, ...again.flatMap((paragraph) => paragraph.lines)];
  return {
    title: { text: second ? `${best.text} ${second.text}` : best.text, at: own[0]?.at ?? 1 },
    titleLines: [...new Set(lines.map((line) => line.id))],
    spans: own.map((line, index) => ({
      line: line.id,
      start: index === 0 ? best.skipped : 0,
      end: line.text.length,
      field: 'title',
    })),
  };
}

function twinBelow(
  best: Candidate,
  [neighbour]: readonly Candidate[],
  below: Pick<Headline, 'subtitle'>,
): Headline['twin'] {
  return below.subtitle !== null && neighbour && looksAlike(best, neighbour)
    ? twinOf(neighbour, 'below')
    : null;
}
function twinAbove(above: Candidate, best: Candidate): Headline['twin'] {
  return looksAlike(above, best) ? twinOf(above, 'above') : null;
}
function twinOf({ text, paragraph }: Candidate, stands: 'above' | 'below'): Headline['twin'] {
  return { text, at: paragraph.lines[0]?.at ?? 1, stands };
}

function lastLabel(head: readonly Paragraph[], roles: readonly Role[]): number {
  let at = -1;
  for (const [index, paragraph] of head.entries())
    if (roles[paragraph.lines[0]?.id ?? -1] === 'label') at = index;
  return at;
}

/** A page without a headline of its own, but with a title: the site's name comes off. Only above running text. */
function fromPage(pageTitle: string | null, paragraphs: readonly Paragraph[], bodyStart: number): Headline {
  const none = { title: null, subtitle: null, titleLines: [], subtitleLines: [], twin: null, spans: [] };
  if (pageTitle === null || bodyStart >= paragraphs.length) return none;
  const text = withoutSite(pageTitle);
  if (
    wordCount(text) < 3 ||
    sectionOf(text) !== null ||
    /^(?:untitled|document|microsoft word|home|index|new page)/i.test(text)
  )
    return none;
  return { ...none, title: { text, at: 1 } };
}

/** Two lines that look the same: one headline of two lines, or headline and subtitle. */
function looksAlike(best: Candidate, next: Candidate): boolean {
  if (next.index !== best.index + 1) return false;
  const [one, other] = [best.paragraph.lines.at(-1), next.paragraph.lines[0]];
  return (
    one !== undefined &&
    other !== undefined &&
    one.kind === other.kind &&
    one.level === other.level &&
    one.bold === other.bold &&
    isCapitals(best.text) === isCapitals(next.text) &&
    (one.kind !== 'paragraph' || one.bold || isCapitals(best.text) || one.block === other.block)
  );
}

/** Plainly the headline's second line: the first ends in mid-sentence, or the second begins there. */
function goesOnAs(best: Candidate, next: Candidate): boolean {
  return looksAlike(best, next) && (openEnd.test(best.text) || /^\p{Ll}/u.test(next.text));
}

function subtitleOf(
  best: Candidate,
  after: readonly Candidate[],
  roles: readonly Role[],
): Pick<Headline, 'subtitle' | 'subtitleLines'> {
  const [next] = after;
  const none = { subtitle: null, subtitleLines: [] };
  if (!next || next.index - best.index > 3 || sameWords(next.text, best.text)) return none;
  if (wordCount(next.text) < 3 || roles[next.paragraph.lines[0]?.id ?? -1] !== 'body') return none;
  return {
    subtitle: { text: next.text, at: next.paragraph.lines[0]?.at ?? 1 },
    subtitleLines: next.paragraph.lines.map((line) => line.id),
  };
}
