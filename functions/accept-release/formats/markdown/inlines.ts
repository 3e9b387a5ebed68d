import type { Token } from 'markdown-it';
import type { Inline } from '../../../_shared/domain/document.ts';
import { problem } from '../../problems.ts';
import { cleanLine } from '../../words/clean-text.ts';
import { publishableLink } from '../publishable-link.ts';
import { lineOf, type Source, type SourceBlock, type SourceLine } from '../source.ts';
import { readImage } from './pictures.ts';
import { takeHtml } from './raw-html.ts';
import { nextToken, type Walker } from './walker.ts';

/** The words of one paragraph, heading or cell, and the pictures among them. */
interface Words {
  source: Source;
  lines: SourceLine[];
  images: SourceBlock[];
  /** The line being read: where it stands, its inlines, and how much of it are links to other pages of its site. */
  at: number;
  inlines: Inline[];
  elsewhere: number;
  /** How many are open inside each other. */
  bold: number;
  italic: number;
  link: { href: string | null; text: string } | null;
}

export function readWords(walker: Walker, close: string): { lines: SourceLine[]; images: SourceBlock[] } {
  const lines: SourceLine[] = [];
  const images: SourceBlock[] = [];
  for (let token = nextToken(walker, close); token !== null; token = nextToken(walker, close)) {
    if (token.type !== 'inline') continue;
    const at = token.map ? walker.firstLine + token.map[0] : walker.at;
    const line = { at, inlines: [], elsewhere: 0 };
    const words: Words = { source: walker.source, lines, images, ...line, bold: 0, italic: 0, link: null };
    for (const child of token.children ?? []) readInline(child, words);
    endLine(words, false);
  }
  return { lines, images };
}

function readInline(token: Token, words: Words): void {
  switch (token.type) {
    case 'text':
      addText(token.content, words);
      break;
    case 'code_inline':
      addText(token.content, words, true);
      break;
    case 'strong_open':
    case 'strong_close':
      words.bold += token.nesting;
      break;
    case 'em_open':
    case 'em_close':
      words.italic += token.nesting;
      break;
    case 'link_open':
      words.link = { href: linkTarget(`${token.attrGet('href') ?? ''}`, words), text: '' };
      break;
    case 'link_close':
      endLink(words);
      break;
    case 'image':
      words.images.push(...readImage(token, words.at, words.source));
      break;
    case 'softbreak':
    case 'hardbreak':
      breakLine(words, token.type === 'softbreak');
      break;
    case 'html_inline':
      if (/^<br\s*\/?>$/i.test(token.content) && !words.link) endLine(words, false);
      else takeHtml(token.content, words.at, words.source);
      break;
  }
}

function addText(text: string, words: Words, code = false): void {
  if (words.link) words.link.text += text;
  else words.inlines.push({ type: 'text', text, ...flags(words), ...(code && { code }) });
}

function endLink(words: Words): void {
  if (!words.link) return;
  const { href, text } = words.link;
  words.link = null;
  if (href === null) words.elsewhere += text.length;
  words.inlines.push(
    href === null ? { type: 'text', text, ...flags(words) } : { type: 'link', href, text, ...flags(words) },
  );
}

const flags = ({ bold, italic }: Words) => ({
  ...(bold > 0 && { bold: true }),
  ...(italic > 0 && { italic: true }),
});

/** A line of the file ends; inside a link that is a space. */
function breakLine(words: Words, wraps: boolean): void {
  if (words.link) words.link.text += ' ';
  else {
    endLine(words, wraps);
    words.at++;
  }
}

function endLine(words: Words, wraps: boolean): void {
  const line = lineOf(words.inlines, words.at, wraps);
  const navigates = line !== null && words.elsewhere > 0 && words.elsewhere >= line.text.length * 0.8;
  if (line) words.lines.push({ ...line, ...(navigates && { navigates }) });
  words.inlines = [];
  words.elsewhere = 0;
}

function linkTarget(href: string, { source, at }: Words): string | null {
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
