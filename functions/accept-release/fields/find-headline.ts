import { cleanLine, fold, trimmedBy } from '../words/clean-text.ts';
import { bare, instructionLength, isDateLine, opensWithLabel, sectionOf } from './classify-line.ts';
import { addressesIn, looksLikeName, telephonesIn } from './find-contacts.ts';
import { datelinePrefix, knownPlaceAlone, wholeDateline } from './find-dateline.ts';
import { openEnd, type Paragraph } from './group-lines.ts';
import type { FoundText, Role, Span } from './roles.ts';

export interface Headline {
  title: FoundText | null;
  subtitle: FoundText | null;
  titleLines: number[];
  subtitleLines: number[];
  /** A line beside the headline that looks just like it: perhaps the other half of it. */
  twin: (FoundText & { stands: 'above' | 'below' }) | null;
  spans: Span[];
}

interface Candidate {
  paragraph: Paragraph;
  index: number;
  text: string;
  /** The line begins with a label: what follows is the headline. */
  labelled: boolean;
  /** Characters of it that are no words of the headline. */
  skipped: number;
  score: number;
}

/**
 * The headline: never a paragraph. Only what stands above the text counts, and a plain line needs a reason: a label
 * before it, emphasis, a line of its own, or the page's title saying the same.
 */
export function findHeadline(
  paragraphs: readonly Paragraph[],
  roles: readonly Role[],
  bodyStart: number,
  titleElement: string | null,
): Headline {
  const head = paragraphs.slice(0, bodyStart);
  const pageTitle = titleElement === null ? null : titleElement;
  const candidates = head.flatMap((paragraph, index): Candidate[] => {
    const role = roles[paragraph.lines[0]?.id ?? -1];
    if (role !== 'body' && role !== 'label') return [];
    const labelled = opensWithLabel(paragraph.text);
    if (role === 'label' && !labelled) return [];
    const skipped = instructionLength(paragraph.text);
    const text = cleanLine(paragraph.text.slice(skipped)).replace(/^\*{2,3}(.+)\*{2,3}$/, '$1');
    if (!mayBeHeadline(text, paragraph)) return [];
    return [{ paragraph, index, text, labelled, skipped, score: 0 }];
  });
  const labelAt = lastLabel(head, roles);
  let afterLabel = 0;
  const repeated = repeatedTexts(paragraphs);
  for (const candidate of candidates) {
    const isAfter = labelAt >= 0 && candidate.index > labelAt;
    candidate.score = scoreOf(candidate, {
      labelAt,
      orderAfterLabel: isAfter ? afterLabel++ : -1,
      repeated,
      pageTitle,
      bodyStart,
      paragraphs,
    });
  }
  const top = candidates.reduce<Candidate | null>(
    (highest, one) => (one.score > (highest?.score ?? 9) ? one : highest),
    null,
  );
  if (!top) return fromPage(pageTitle, paragraphs, bodyStart);
  const above = candidates.findLast((candidate) => candidate.index < top.index);
  const best = above && goesOnAs(above, top) ? above : top;
  const rest = candidates.filter((candidate) => candidate.index > best.index);
  const [next] = rest;
  const second = next && goesOnAs(best, next) ? next : null;
  const first = best.paragraph.lines[0];
  const own = [...best.paragraph.lines, ...(second?.paragraph.lines ?? [])];
  const titleLines = own.map((line) => line.id);
  const title = { text: second ? `${best.text} ${second.text}` : best.text, at: first?.at ?? 1 };
  const spans = own.map(
    (line, index): Span => ({
      line: line.id,
      start: index === 0 ? best.skipped : 0,
      end: line.text.length,
      field: 'title',
    }),
  );
  for (const { paragraph } of candidates)
    if (paragraph !== best.paragraph && sameWords(paragraph.text, best.text))
      titleLines.push(...paragraph.lines.map((line) => line.id));
  for (const paragraph of head)
    if (
      paragraph !== best.paragraph &&
      (sameWords(paragraph.text, best.text) || isSiteTitle(paragraph.text, best.text))
    )
      titleLines.push(...paragraph.lines.map((line) => line.id));
  const others = second ? rest.slice(1) : rest;
  const below = subtitleOf(best, others, roles);
  const [neighbour] = others;
  const twin =
    below.subtitle !== null && neighbour && looksAlike(best, neighbour)
      ? twinOf(neighbour, 'below')
      : above && best === top && looksAlike(above, best)
        ? twinOf(above, 'above')
        : null;
  return { title, titleLines: [...new Set(titleLines)], twin, spans, ...below };
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

function mayBeHeadline(text: string, paragraph: Paragraph): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 4 || text.length > 320) return false;
  if (paragraph.kind === 'item' || paragraph.kind === 'quote' || paragraph.kind === 'cell') return false;
  const first = paragraph.lines[0];
  if (
    first &&
    first.inlines.length > 0 &&
    first.inlines.every(
      (inline) => inline.type === 'link' || (inline.type === 'text' && inline.text.trim().length < 3),
    ) &&
    paragraph.kind === 'paragraph'
  )
    return false;
  if (isDateLine(text) || addressesIn(text).length > 0 || telephonesIn(text).length > 0) return false;
  if (wholeDateline(text)?.certainty === 3) return false;
  const heading = paragraph.kind === 'heading' || paragraph.kind === 'title';
  if (
    (sectionOf(text) !== null && !(sectionOf(text) === 'boilerplate' && wordCount(text) > 7)) ||
    /^(?:table of )?contents|^(?:sommaire|inhalt|contenido|índice|nội dung|mục lục|содержание|目录|المحتويات)$/u.test(
      bare(text),
    )
  )
    return false;
  if (heading) return true;
  if (knownPlaceAlone(text) !== null || isAddress(text)) return false;
  if (datelinePrefix(text, 0)?.certainty === 3) return false;
  if (
    /^(?:what|when|where|who|why|how|time|date|location|venue|rsvp|note|quoi|quand|où|qui|qué|cuándo|dónde|was|wann|wo|wer|что|когда|где)\s*[:：]/iu.test(
      text,
    )
  )
    return false;
  if (
    /planning purposes|not for (?:publication|release|broadcast|distribution)|^(?:confidential|draft|entwurf|brouillon|borrador|bản nháp|черновик|草稿)(?:[^\p{L}]|$)/iu.test(
      text,
    )
  )
    return false;
  if (
    /^(?:dear |to: |from: |subject: |date: |re: |cc: |hi |hello |sehr geehrte|madame|estimad|уважаем|kính gửi|عزيزي|尊敬的)/iu.test(
      text,
    )
  )
    return false;
  return text.length <= 260;
}

interface Scoring {
  labelAt: number;
  orderAfterLabel: number;
  repeated: Set<string>;
  pageTitle: string | null;
  bodyStart: number;
  paragraphs: readonly Paragraph[];
}

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

/** `304 Kim Ma, Ba Dinh, Ha Noi`, `P.O. Box 12`, `133 N. Riverfront Blvd.` */
function isAddress(text: string): boolean {
  if (text.length > 140) return false;
  return (
    /^\d{1,5}[a-z]?,? \p{Lu}[^,]{1,40},/u.test(text) ||
    /(?:^|[\s,])(?:p\.?\s?o\.? box|blvd|street|avenue|suite \d|\d(?:st|nd|rd|th) floor|postfach|cedex|đường|phường|quận|ул\.|просп\.)(?:[\s,.]|$)/iu.test(
      text,
    ) ||
    /^\d{1,4},? (?:rue|avenue|boulevard|place|quai) |^(?:calle|avenida|paseo) .{2,40},? \d|\p{L}(?:straße|strasse|platz|allee) \d/iu.test(
      text,
    )
  );
}

/** The letterhead's name, or `UN WOMEN STATEMENT`: who speaks and in what form, not what about. */
function looksLikeIssuer(text: string, words: number): boolean {
  const folded = fold(text);
  if (
    words <= 6 &&
    /(?:press|news|media) (?:release|statement|advisory|office)$|communiqué(?: de presse)?$|pressemitteilung$|comunicado$|nota de prensa$|пресс-релиз$|thông cáo(?: báo chí)?$|新闻稿$/u.test(
      folded,
    )
  )
    return true;
  if (words <= 5 && / statement$/u.test(folded) && !/\s(?!of |the |by |on )\p{Ll}/u.test(text)) return true;
  if (
    words <= 8 &&
    /^(?:the )?(?:ministry|department|office|embassy|bureau|agency|university|government|republic|city of|county of|state of|board of|ministère|ambassade|gouvernement|république|ministerio|embajada|gobierno|república|bundesministerium|ministerium|botschaft|министерство|посольство|правительство|bộ |sở |ủy ban|đại sứ quán|cộng hòa|độc lập|وزارة|سفارة|جمهورية)/u.test(
      folded,
    )
  )
    return true;
  return /^\p{Script=Han}{2,14}(?:署|部|局|厅|廳|委员会|委員會|公司|集团|集團|中心|组织|組織|基金会|基金會|办公室|辦公室|协会|協會|大学|大學|大使馆|大使館|政府)$/u.test(
    text,
  );
}

function isCapitals(text: string): boolean {
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0;
  const lower = text.match(/\p{Ll}/gu)?.length ?? 0;
  return upper > 8 && upper > lower * 4;
}

function wordCount(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han > 3 ? Math.round(han / 2) : text.split(/\s+/).length;
}

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

function sameWords(one: string, other: string): boolean {
  const plain = (text: string) =>
    fold(text)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return plain(one) === plain(other) && plain(one) !== '';
}
/** `Headline - GOV.UK`, `Headline | City of X`. */
function isSiteTitle(page: string, headline: string): boolean {
  const stripped = withoutSite(page);
  return stripped !== page && sameWords(stripped, headline);
}

/** The page's title without the site's name. */
export function withoutSite(page: string): string {
  const parts = page.split(/\s+[|·•–—-]\s+|\s+::\s+/u);
  if (parts.length < 2) return page;
  return trimmedBy(page.slice(0, page.length - (parts.at(-1)?.length ?? 0)), /[\s|·•–—:-]/u);
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
