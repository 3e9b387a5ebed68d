import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import type { Block, Image, Inline } from '../_shared/domain/document.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Picture } from './edition-input.ts';
import { isolatedIn } from './message.ts';
import { alternativeText, creditOf, describeFile } from './picture-words.ts';
import { cleanHtml } from './plain-text.ts';
import { fillTemplate, Markup, type Scope, type Template, TemplateFault } from './template.ts';

/** Width of the mail's content in pixels. */
const columnWidth = 592;

/** What is needed to turn a document's blocks into HTML with templates/blocks/. */
export interface HtmlWriter {
  blocks: ReadonlyMap<string, Template>;
  look: Scope;
  pictures: readonly Picture[];
  words: Catalogue;
  language: Language;
  /** Used instead of a missing alternative text. */
  title: string;
}

const safeLink = /^(?:https?:\/\/|mailto:|tel:)/i;

function write(writer: HtmlWriter, name: string, scope: Scope): Markup {
  const template = writer.blocks.get(name);
  if (!template)
    throw new TemplateFault('template-unknown-name', `there is no block "${name}"`, `blocks/${name}.html`, 1);
  const html = fillTemplate(template, { look: writer.look, ...scope }, writer.blocks, (value) => {
    if (typeof value === 'string') return cleanHtml(value);
    return value instanceof Markup ? value.html : value.value;
  });
  return new Markup(html.trim());
}

function join(pieces: readonly Markup[], between = ''): Markup {
  return new Markup(pieces.map((piece) => piece.html).join(between));
}

function writeInline(writer: HtmlWriter, inline: Inline): Markup {
  if (inline.type === 'break') return new Markup('<br>');
  const isAlone = inline.type === 'link' && isAddress(inline);
  let html = cleanHtml(isAlone ? isolatedIn(writer.language, inline.text) : inline.text);
  if (inline.type === 'text' && inline.code) html = write(writer, 'code', { text: inline.text }).html;
  if (inline.bold) html = `<strong>${html}</strong>`;
  if (inline.italic) html = `<em>${html}</em>`;
  if (inline.type === 'link' && safeLink.test(inline.href))
    return write(writer, 'link', {
      href: inline.href,
      text: new Markup(html),
    });
  return new Markup(html);
}

/** A link whose text is an address is written from left to right in every language. */
function isAddress(link: { href: string; text: string }): boolean {
  return link.href.replace(/^(?:mailto|tel):/i, '') === link.text || /^https?:\/\//i.test(link.text);
}

function writeInlines(writer: HtmlWriter, inlines: readonly Inline[]): Markup {
  return join(inlines.map((inline) => writeInline(writer, inline)));
}

/** A list item or quote with only one paragraph is written without a paragraph element. */
function writeCompact(writer: HtmlWriter, blocks: readonly Block[]): Markup {
  const [first, ...rest] = blocks;
  if (first?.type !== 'paragraph') return writeBlocks(writer, blocks);
  const opening = writeInlines(writer, first.inlines);
  return rest.length === 0 ? opening : join([opening, writeBlocks(writer, rest)]);
}

function writeTable(writer: HtmlWriter, table: Extract<Block, { type: 'table' }>): Markup {
  const header = table.header?.map((cell) => writeInlines(writer, cell)) ?? null;
  const columns = Math.max(header?.length ?? 0, ...table.rows.map((row) => row.length));
  // On a phone each row of such a table becomes a list: the first cell is the title, and the others follow the name of
  // their column.
  const stacks = columns > 2 && header !== null;
  return write(writer, 'table', {
    stacks,
    header: header && { cells: header.map((cell) => ({ cell })) },
    rows: table.rows.map((row) => ({
      cells: row.map((cell, column) => ({
        isTitle: stacks && column === 0,
        label: stacks && column > 0 ? (header[column] ?? null) : null,
        cell: writeInlines(writer, cell),
      })),
    })),
  });
}

export function writePicture(writer: HtmlWriter, image: Image): Markup {
  const picture = writer.pictures.find(({ file }) => file === image.file);
  const words = { caption: image.caption, credit: creditOf(image, writer.words, writer.language) };
  if (!picture)
    return write(writer, 'picture-link', {
      ...words,
      href: image.file,
      alt: alternativeText(image, writer.words, writer.title),
    });
  const width = Math.min(columnWidth, picture.width);
  return write(writer, 'picture', {
    ...words,
    url: picture.url,
    width: String(width),
    height: String(Math.round((picture.height * width) / picture.width)),
    alt: alternativeText(image, writer.words, writer.title),
    originalUrl: picture.original.url,
    originalWords: writer.words.release.original,
    originalFile: describeFile(picture.original.mediaType, picture.original.bytes, writer.language),
  });
}

function writeBlock(writer: HtmlWriter, block: Block): Markup {
  switch (block.type) {
    case 'heading':
      return write(writer, `heading-${block.level}`, { text: writeInlines(writer, block.inlines) });
    case 'paragraph':
      return write(writer, 'paragraph', { text: writeInlines(writer, block.inlines) });
    case 'list':
      return write(writer, block.ordered ? 'numbered-list' : 'list', {
        items: block.items.map((item) => ({ item: writeCompact(writer, item) })),
      });
    case 'quote':
      return write(writer, 'quote', { text: writeBlocks(writer, block.blocks), speaker: block.speaker });
    case 'table':
      return writeTable(writer, block);
    case 'image':
      return writePicture(writer, block.image);
    case 'rule':
      return write(writer, 'rule', {});
  }
}

export function writeBlocks(writer: HtmlWriter, blocks: readonly Block[]): Markup {
  return join(
    blocks.map((block) => writeBlock(writer, block)),
    '\n',
  );
}

/** Writes the body with the dateline at the start of the first paragraph, as agencies do. */
export function writeBody(writer: HtmlWriter, blocks: readonly Block[], dateline: string | null): Markup {
  if (dateline === null) return writeBlocks(writer, blocks);
  const set = write(writer, 'dateline', { dateline });
  const [first, ...rest] = blocks;
  if (first?.type !== 'paragraph')
    return join([write(writer, 'paragraph', { text: set }), writeBlocks(writer, blocks)], '\n');
  const opening = join([set, writeInlines(writer, first.inlines)], ' ');
  return join([write(writer, 'paragraph', { text: opening }), writeBlocks(writer, rest)], '\n');
}
