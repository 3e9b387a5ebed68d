import type { Token } from 'markdown-it';
import type { Inline } from '../../_shared/domain/document.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine } from '../words/clean-text.ts';
import { parseMarkdown } from './bounded-markdown.ts';
import { pictureFile, publishableLink } from './publishable-link.ts';
import {
  emptySource,
  lineOf,
  type Margin,
  type Source,
  type SourceBlock,
  type SourceLine,
} from './source.ts';

/** Markdown as CommonMark with tables reads it. `firstLine` is where the text begins in the file (after front matter). */
export function readMarkdown(text: string, firstLine = 1): Source | Problem {
  const tokens = parseMarkdown(guardEndMarks(text));
  if (!Array.isArray(tokens)) return tokens;
  const source = emptySource('markdown');
  const walker: Walker = { tokens, position: 0, firstLine, source, at: firstLine };
  source.blocks = readBlocks(walker, null);
  return source;
}

interface Walker {
  tokens: Token[];
  position: number;
  firstLine: number;
  source: Source;
  at: number;
}

/** `###` and `# # #` alone are end marks to a press officer, empty headings to Markdown; `-30-` must not become a list. */
function guardEndMarks(text: string): string {
  return (
    text
      .replace(/^[ \t]*#(?:[ \t]*#){0,6}[ \t]*$/gm, '\n\\#\\#\\#\n'.replaceAll('\n', ''))
      .replace(/^ {4,}(?=\S)/gm, '   ')
      .replace(/^([ \t]*)(-)(?=[ \t]*30[ \t]*-[ \t]*$)/gm, '$1\\$2')
      // A line of dashes under text is a rule to its writer: as Markdown it would turn the paragraph into a headline.
      .replace(/^([^\n]{81,})\n(-{3,}|={3,})[ \t]*$/gm, '$1\n\n---')
  );
}

function readBlocks(walker: Walker, until: string | null): SourceBlock[] {
  const blocks: SourceBlock[] = [];
  for (;;) {
    const token = walker.tokens[walker.position++];
    if (!token || token.type === until) return blocks;
    if (token.map) walker.at = walker.firstLine + token.map[0];
    const block = readBlock(token, walker);
    blocks.push(...block);
  }
}

function readBlock(token: Token, walker: Walker): SourceBlock[] {
  const at = walker.at;
  switch (token.type) {
    case 'heading_open': {
      const { lines, images } = readInline(walker, 'heading_close');
      return [
        ...(lines.length > 0 ? [{ type: 'heading' as const, level: Number(token.tag.slice(1)), lines }] : []),
        ...images,
      ];
    }
    case 'paragraph_open': {
      const { lines, images } = readInline(walker, 'paragraph_close');
      return [
        ...(lines.length > 0 ? [{ type: 'paragraph' as const, lines, style: 'plain' as const }] : []),
        ...images,
      ];
    }
    case 'bullet_list_open':
    case 'ordered_list_open': {
      const items: SourceBlock[][] = [];
      const close = token.type.replace('open', 'close');
      while (walker.position < walker.tokens.length) {
        const next = walker.tokens[walker.position++];
        if (!next || next.type === close) break;
        if (next.type === 'list_item_open') items.push(readBlocks(walker, 'list_item_close'));
      }
      return [
        {
          type: 'list',
          ordered: token.type.startsWith('ordered'),
          items: items.filter((item) => item.length > 0),
        },
      ];
    }
    case 'blockquote_open':
      return [{ type: 'quote', blocks: readBlocks(walker, 'blockquote_close') }];
    case 'table_open':
      return [readTable(walker)];
    case 'hr':
      return [{ type: 'rule', at }];
    case 'fence':
    case 'code_block': {
      const lines = token.content
        .split('\n')
        .map((line, index) => lineOf([{ type: 'text', text: line }], at + index, false));
      const kept = lines.filter((line): line is SourceLine => line !== null);
      return kept.length > 0 ? [{ type: 'paragraph', lines: kept, style: 'plain' }] : [];
    }
    case 'html_block':
      takeHtml(token.content, at, walker.source.margins, walker.source);
      return [];
    default:
      return [];
  }
}

function readTable(walker: Walker): SourceBlock {
  const header: SourceLine[][] = [];
  const rows: SourceLine[][][] = [];
  let row: SourceLine[][] = [];
  let inHeader = false;
  for (;;) {
    const token = walker.tokens[walker.position++];
    if (!token || token.type === 'table_close') break;
    if (token.map) walker.at = walker.firstLine + token.map[0];
    if (token.type === 'thead_open') inHeader = true;
    if (token.type === 'thead_close') inHeader = false;
    if (token.type === 'tr_open') row = [];
    if (token.type === 'th_open') header.push(readInline(walker, 'th_close').lines);
    if (token.type === 'td_open') row.push(readInline(walker, 'td_close').lines);
    if (token.type === 'tr_close' && !inHeader) rows.push(row);
  }
  return { type: 'table', header: header.length > 0 ? header : null, rows };
}

interface Style {
  bold: number;
  italic: number;
}

function readInline(walker: Walker, close: string): { lines: SourceLine[]; images: SourceBlock[] } {
  const lines: SourceLine[] = [];
  const images: SourceBlock[] = [];
  for (;;) {
    const token = walker.tokens[walker.position++];
    if (!token || token.type === close) break;
    if (token.type === 'inline') collect(token, walker, lines, images);
  }
  return { lines, images };
}

function collect(token: Token, walker: Walker, lines: SourceLine[], images: SourceBlock[]): void {
  const { source } = walker;
  const style: Style = { bold: 0, italic: 0 };
  let at = walker.firstLine + (token.map?.[0] ?? walker.at - walker.firstLine);
  let inlines: Inline[] = [];
  let link: { href: string | null; text: string } | null = null;
  const flags = () => ({ ...(style.bold > 0 && { bold: true }), ...(style.italic > 0 && { italic: true }) });
  let elsewhere = 0;
  const endLine = (wraps: boolean) => {
    const line = lineOf(inlines, at, wraps);
    if (line)
      lines.push(elsewhere > 0 && elsewhere >= line.text.length * 0.8 ? { ...line, navigates: true } : line);
    inlines = [];
    elsewhere = 0;
  };
  const add = (text: string, code = false) => {
    if (link) link.text += text;
    else inlines.push({ type: 'text', text, ...flags(), ...(code && { code: true }) });
  };
  for (const child of token.children ?? []) {
    if (child.type === 'text') add(child.content);
    else if (child.type === 'code_inline') add(child.content, true);
    else if (child.type === 'strong_open') style.bold++;
    else if (child.type === 'strong_close') style.bold--;
    else if (child.type === 'em_open') style.italic++;
    else if (child.type === 'em_close') style.italic--;
    else if (child.type === 'link_open')
      link = { href: linkTarget(`${child.attrGet('href') ?? ''}`, at, source), text: '' };
    else if (child.type === 'link_close' && link) {
      const { href, text } = link;
      link = null;
      if (href === null) elsewhere += text.length;
      inlines.push(
        href === null ? { type: 'text', text, ...flags() } : { type: 'link', href, text, ...flags() },
      );
    } else if (child.type === 'image') {
      const written = `${child.attrGet('src') ?? ''}`;
      const file = pictureFile(written);
      const alt = cleanLine(child.content);
      const caption = cleanLine(`${child.attrGet('title') ?? ''}`);
      if (alt !== '') source.margins.push({ where: 'hidden text', at, text: alt.slice(0, 2000) });
      if (file === null) source.problems.push(unusablePicture(written, at));
      else
        images.push({
          type: 'image',
          image: {
            file,
            alt: alt === '' ? null : alt,
            caption: caption === '' ? null : caption,
            credit: null,
          },
          at,
        });
    } else if (child.type === 'softbreak' || child.type === 'hardbreak') {
      if (link) link.text += ' ';
      else {
        endLine(child.type === 'softbreak');
        at++;
      }
    } else if (child.type === 'html_inline') {
      if (/^<br\s*\/?>$/i.test(child.content) && !link) endLine(false);
      else takeHtml(child.content, at, source.margins, source);
    }
  }
  endLine(false);
}

function linkTarget(href: string, at: number, source: Source): string | null {
  const target = /^[^\s/:@]+@[^\s/:@]+\.[a-z]{2,}$/i.test(href) ? `mailto:${href}` : href;
  const link = publishableLink(target);
  if (link === null && href !== '' && !href.startsWith('#'))
    source.problems.push(
      problem(
        'link-left-out',
        `The link to “${cleanLine(href).slice(0, 80)}” cannot be published; its words stay.`,
        { line: at },
      ),
    );
  return link;
}

/** A picture on an unsafe server is left out; a path that leads nowhere is a picture the desk meant to drop. */
function unusablePicture(written: string, at: number): Problem {
  const shown = `“${cleanLine(written).slice(0, 80)}”`;
  return /^(?:http|data):/i.test(written.trim())
    ? problem(
        'remote-content-left-out',
        `The picture ${shown} was left out.`,
        { line: at },
        'Drop the picture beside the release and name it there.',
      )
    : problem('image-missing', `The picture ${shown} is not beside the release.`, {
        line: at,
        field: 'images',
      });
}

/** Raw HTML never reaches the release; comments and the words inside are still searched for an embargo. */
function takeHtml(html: string, at: number, margins: Margin[], source: Source): void {
  const words = cleanLine(html.replace(/<!--|-->|<[^>]{0,2000}>/g, ' '));
  if (words !== '')
    margins.push({
      where: html.startsWith('<!--') ? 'comment' : 'hidden text',
      at,
      text: words.slice(0, 2000),
    });
  if (
    /<(?:script|iframe|form|object|embed|svg|link|meta|base|style)\b/i.test(html) &&
    !source.problems.some((known) => known.code === 'active-content-left-out')
  )
    source.problems.push(
      problem('active-content-left-out', 'Raw HTML (scripts, frames or styles) was taken out.', { line: at }),
    );
}
