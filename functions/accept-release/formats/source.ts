import type { Image, Inline } from '../../_shared/domain/document.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { cleanText } from '../words/clean-text.ts';

export type Format = 'markdown' | 'html' | 'docx' | 'text';

/** One line as the writer sees it: a paragraph without breaks is one line. */
export interface SourceLine {
  /** Line of the file, or number of the paragraph in a Word document; 1-based. */
  at: number;
  inlines: Inline[];
  text: string;
  /** The file's line ended here but perhaps not the sentence: joined with a space unless both stand alone. */
  wraps: boolean;
  /** Nothing but links to other pages of the site it was copied from. */
  navigates?: boolean;
}

/** What every format is read into before anything is understood: everything still there, in order. */
export type SourceBlock =
  | { type: 'heading'; level: number; lines: SourceLine[] }
  | { type: 'paragraph'; lines: SourceLine[]; style: 'plain' | 'title' | 'subtitle' | 'quote' }
  | { type: 'list'; ordered: boolean; items: SourceBlock[][] }
  | { type: 'quote'; blocks: SourceBlock[] }
  | { type: 'table'; header: SourceLine[][] | null; rows: SourceLine[][][] }
  | { type: 'image'; image: Image; at: number }
  | { type: 'rule'; at: number };

/** Text that stands in the file but never in the release: still searched for an embargo. */
export interface Margin {
  where: 'page header' | 'page footer' | 'hidden text' | 'comment' | 'page furniture' | 'title';
  at: number | null;
  text: string;
}

export interface Source {
  format: Format;
  blocks: SourceBlock[];
  margins: Margin[];
  /** Numbers of the paragraphs below which Word draws a line: a border, or a horizontal rule. */
  drawnRules?: number[];
  /** The page's or the document's own title, which is not part of the text. */
  titleElement: string | null;
  /** `YYYY-MM-DD` from the page's metadata or its `<time>`. */
  published: string | null;
  /** ISO 639 as the page says it. */
  statedLanguage: string | null;
  problems: Problem[];
}

/** A file of that format in which nothing was found yet. */
export function emptySource(format: Format): Source {
  return {
    format,
    blocks: [],
    margins: [],
    titleElement: null,
    published: null,
    statedLanguage: null,
    problems: [],
  };
}

/** The plain text of inlines; a break is a space. */
export function textOf(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.type === 'break' ? ' ' : inline.text)).join('');
}

/** A line from inlines: neighbours of one kind joined, white space collapsed, ends trimmed. Null when nothing is left. */
export function lineOf(inlines: readonly Inline[], at: number, wraps = false): SourceLine | null {
  let tidied: Inline[] = [];
  let spaceBefore = true;
  for (const inline of inlines) {
    if (inline.type === 'break') continue;
    let text = cleanText(inline.text).replace(/[\t\n\r ]+/g, ' ');
    if (spaceBefore) text = text.replace(/^ /, '');
    if (text === '') continue;
    spaceBefore = text.endsWith(' ');
    const last = tidied.at(-1);
    if (
      inline.type === 'text' &&
      last?.type === 'text' &&
      (last.bold ?? false) === (inline.bold ?? false) &&
      (last.italic ?? false) === (inline.italic ?? false) &&
      (last.code ?? false) === (inline.code ?? false)
    )
      last.text += text;
    else tidied.push({ ...inline, text });
  }
  const last = tidied.at(-1);
  if (last && last.type !== 'break') last.text = last.text.trimEnd();
  while (tidied.length > 0 && isBlank(tidied.at(-1))) tidied.pop();
  let text = textOf(tidied);
  // The same many spaces in pieces.
  if (/\s{400}/.test(text)) {
    tidied = tidied.filter((inline) => !isBlank(inline));
    text = textOf(tidied);
  }
  return text.trim() === '' ? null : { at, inlines: tidied, text, wraps };
}
function isBlank(inline: Inline | undefined): boolean {
  return inline !== undefined && inline.type !== 'break' && inline.text.trim() === '';
}

/** A line of a release with its place in it. */
export interface Line extends SourceLine {
  id: number;
  /** Index of the top-level block it belongs to. */
  block: number;
  /** `quote` and `item` lie inside a list or a quotation. */
  kind: 'heading' | 'title' | 'subtitle' | 'paragraph' | 'item' | 'quote' | 'cell';
  level: number;
  bold: boolean;
  /** Where it stands in a table; `table` counts the tables of the file. */
  cell?: { table: number; row: number; column: number; isHeader: boolean };
  /** First or last line of its paragraph. */
  first: boolean;
  last: boolean;
  /** As `fold` gives it. */
  folded: string;
}
