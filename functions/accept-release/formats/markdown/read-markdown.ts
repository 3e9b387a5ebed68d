import type { Token } from 'markdown-it';
import type { Problem } from '../../../_shared/domain/report.ts';
import { emptySource, lineOf, type Source, type SourceBlock, type SourceLine } from '../source.ts';
import { parseMarkdown } from './bounded-markdown.ts';
import { readWords } from './inlines.ts';
import { takeHtml } from './raw-html.ts';
import { readTable } from './tables.ts';
import { nextToken, standAt, type Walker } from './walker.ts';

/** Markdown as CommonMark with tables reads it. `firstLine` is where the text begins in the file (after front matter). */
export function readMarkdown(text: string, firstLine = 1): Source | Problem {
  const tokens = parseMarkdown(guardEndMarks(text));
  if (!Array.isArray(tokens)) return tokens;
  const source = emptySource('markdown');
  source.blocks = readBlocks({ source, tokens, position: 0, firstLine, at: firstLine }, null);
  return source;
}

/** `###` and `# # #` alone are end marks to a press officer, empty headings to Markdown; `-30-` must not become a list. */
function guardEndMarks(text: string): string {
  return (
    text
      .replace(/^[ \t]*#(?:[ \t]*#){0,6}[ \t]*$/gm, '\\#\\#\\#')
      .replace(/^ {4,}(?=\S)/gm, '   ')
      .replace(/^([ \t]*)(-)(?=[ \t]*30[ \t]*-[ \t]*$)/gm, '$1\\$2')
      // A line of dashes under text is a rule to its writer: as Markdown it would turn the paragraph into a headline.
      .replace(/(?<=[^\n]{81})\n(?:-{3,}|={3,})[ \t]*(?![^\n])/g, '\n\n---')
  );
}

function readBlocks(walker: Walker, close: string | null): SourceBlock[] {
  const blocks: SourceBlock[] = [];
  for (let token = nextToken(walker, close); token !== null; token = nextToken(walker, close)) {
    standAt(token, walker);
    blocks.push(...readBlock(token, walker));
  }
  return blocks;
}

function readBlock(token: Token, walker: Walker): SourceBlock[] {
  switch (token.type) {
    case 'heading_open': {
      const { lines, images } = readWords(walker, 'heading_close');
      const level = Number(token.tag.slice(1));
      return lines.length > 0 ? [{ type: 'heading', level, lines }, ...images] : images;
    }
    case 'paragraph_open': {
      const { lines, images } = readWords(walker, 'paragraph_close');
      return [...paragraphOf(lines), ...images];
    }
    case 'bullet_list_open':
      return [{ type: 'list', ordered: false, items: readItems(walker, 'bullet_list_close') }];
    case 'ordered_list_open':
      return [{ type: 'list', ordered: true, items: readItems(walker, 'ordered_list_close') }];
    case 'blockquote_open':
      return [{ type: 'quote', blocks: readBlocks(walker, 'blockquote_close') }];
    case 'table_open':
      return [readTable(walker)];
    case 'hr':
      return [{ type: 'rule', at: walker.at }];
    case 'fence':
    case 'code_block':
      return paragraphOf(linesAsWritten(token.content, walker.at));
    case 'html_block':
      takeHtml(token.content, walker.at, walker.source);
      return [];
    default:
      return [];
  }
}

function readItems(walker: Walker, close: string): SourceBlock[][] {
  const items: SourceBlock[][] = [];
  for (let token = nextToken(walker, close); token !== null; token = nextToken(walker, close))
    if (token.type === 'list_item_open') items.push(readBlocks(walker, 'list_item_close'));
  return items.filter((item) => item.length > 0);
}

function paragraphOf(lines: SourceLine[]): SourceBlock[] {
  return lines.length > 0 ? [{ type: 'paragraph', lines, style: 'plain' }] : [];
}

function linesAsWritten(text: string, at: number): SourceLine[] {
  return text
    .split('\n')
    .map((row, index) => lineOf([{ type: 'text', text: row }], at + index))
    .filter((line) => line !== null);
}
