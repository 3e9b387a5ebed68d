import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import type { Block, Image, Inline } from '../_shared/domain/document.ts';
import { directionOf } from '../_shared/domain/languages/languages.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Picture } from './edition-input.ts';
import { alternativeText, creditOf, describeFile } from './picture-words.ts';
import { cleanText } from './plain-text.ts';

/** What is needed to turn a document's blocks into the text part. It is made from the document, never from the HTML. */
export interface TextWriter {
  pictures: readonly Picture[];
  words: Catalogue;
  language: Language;
  title: string;
}

const shownTarget = (href: string): string => href.replace(/^(?:mailto|tel):/i, '');

function isItsTarget({ text, href }: Extract<Inline, { type: 'link' }>): boolean {
  return text === href || text === shownTarget(href);
}

function writeInline(inline: Inline): string {
  if (inline.type === 'break') return '\n';
  if (inline.type === 'text' || isItsTarget(inline)) return inline.text;
  return `${inline.text} (${shownTarget(inline.href)})`;
}

/**
 * Writes each address on a separate line below the words. Within right-to-left words it would have to be isolated, and
 * programs that detect links would treat the closing isolate character as part of the link.
 */
function writeRightToLeft(inlines: readonly Inline[]): string {
  const words = inlines.map((inline) =>
    inline.type === 'break'
      ? '\n'
      : inline.type === 'link' && isItsTarget(inline)
        ? `${inline.text} `
        : inline.text,
  );
  const targets = inlines.flatMap((inline) =>
    inline.type === 'link' && !isItsTarget(inline) ? [shownTarget(inline.href)] : [],
  );
  return [words.join('').replace(/ {2,}/g, ' ').trimEnd(), ...targets].join('\n');
}

function writeInlines(writer: TextWriter, inlines: readonly Inline[]): string {
  const isRightToLeft = directionOf(writer.language) === 'rtl';
  return cleanText(isRightToLeft ? writeRightToLeft(inlines) : inlines.map(writeInline).join(''));
}

function indent(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, index) => (line === '' ? '' : `${index === 0 ? first : rest}${line}`))
    .join('\n');
}

/** Writes one record per row, with a line `Column: value` per cell, because columns do not align in a text part. */
function writeTable(writer: TextWriter, table: Extract<Block, { type: 'table' }>): string {
  const header = table.header?.map((cell) => writeInlines(writer, cell));
  const rows = table.rows.map((row) => row.map((cell) => writeInlines(writer, cell)));
  if (!header) return rows.map((row) => row.join(' | ')).join('\n');
  return rows
    .map((row) =>
      row.map((cell, column) => (header[column] ? `${header[column]}: ${cell}` : cell)).join('\n'),
    )
    .join('\n\n');
}

export function writePicture(writer: TextWriter, image: Image): string {
  const picture = writer.pictures.find(({ file }) => file === image.file);
  const { words, language } = writer;
  const about = [
    image.caption ?? alternativeText(image, words, writer.title),
    creditOf(image, words, language),
  ];
  const file = picture
    ? `${words.release.original} (${describeFile(picture.original.mediaType, picture.original.bytes, language)}): ${picture.original.url}`
    : image.file;
  return cleanText([`[${words.release.picture}]`, ...about.filter((line) => line !== null), file].join('\n'));
}

function writeBlock(writer: TextWriter, block: Block): string {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return writeInlines(writer, block.inlines);
    case 'list':
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${index + 1}. ` : '- ';
          return indent(writeBlocks(writer, item), mark, ' '.repeat(mark.length));
        })
        .join('\n');
    case 'quote': {
      const quote = indent(writeBlocks(writer, block.blocks), '    ', '    ');
      return block.speaker === null ? quote : `${quote}\n    — ${cleanText(block.speaker)}`;
    }
    case 'table':
      return writeTable(writer, block);
    case 'image':
      return writePicture(writer, block.image);
    case 'rule':
      return '* * *';
  }
}

export function writeBlocks(writer: TextWriter, blocks: readonly Block[]): string {
  return blocks.map((block) => writeBlock(writer, block)).join('\n\n');
}

export function writeBody(writer: TextWriter, blocks: readonly Block[], dateline: string | null): string {
  const body = writeBlocks(writer, blocks);
  if (dateline === null) return body;
  return `${dateline}${blocks[0]?.type === 'paragraph' ? ' ' : '\n\n'}${body}`;
}
