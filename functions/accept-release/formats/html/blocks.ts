import { addMargin } from '../margins.ts';
import type { SourceBlock } from '../source.ts';
import { commentOf, type Element, isElement, type Node, textOfNode } from './elements.ts';
import { addLink, addText, holdsBlocks } from './inlines.ts';
import { leaveOut } from './left-out.ts';
import { readFigure, readImage } from './pictures.ts';
import { type Style, styled } from './style.ts';
import { readTable } from './tables.ts';
import { blockTags } from './tags.ts';
import { endLine, endParagraph, lineNumber, type Walker } from './walker.ts';

/** The blocks of these nodes, apart from the paragraph that the reader stands in. */
export function readBlocks(nodes: readonly Node[], walker: Walker, style: Style): SourceBlock[] {
  const blocks: SourceBlock[] = [];
  const outer = { lines: walker.lines, inlines: walker.inlines };
  walker.lines = [];
  walker.inlines = [];
  for (const node of nodes) readNode(node, blocks, walker, style);
  endParagraph(blocks, walker);
  walker.lines = outer.lines;
  walker.inlines = outer.inlines;
  return blocks;
}

function readNode(node: Node, blocks: SourceBlock[], walker: Walker, style: Style): void {
  const text = textOfNode(node);
  const comment = commentOf(node);
  if (text !== null) addText(text, node, walker, style);
  else if (comment !== null) addMargin(walker.source, 'comment', comment, lineNumber(node, walker));
  else if (isElement(node) && !leaveOut(node, walker)) readElement(node, blocks, walker, style);
}

function readElement(element: Element, blocks: SourceBlock[], walker: Walker, style: Style): void {
  const { tagName } = element;
  if (tagName === 'br') {
    endLine(walker);
    walker.at = lineNumber(element, walker);
  } else if (tagName === 'img') addImage(element, blocks, walker);
  else if (tagName === 'a' && !holdsBlocks(element)) addLink(element, walker, style);
  else if (blockTags.has(tagName)) {
    endParagraph(blocks, walker);
    walker.at = lineNumber(element, walker);
    blocks.push(...readBlock(element, walker, style));
  } else for (const child of element.childNodes) readNode(child, blocks, walker, styled(tagName, style));
}

function addImage(element: Element, blocks: SourceBlock[], walker: Walker): void {
  const picture = readImage(element, walker);
  if (picture === null) return;
  endParagraph(blocks, walker);
  blocks.push(picture);
}

function readBlock(element: Element, walker: Walker, style: Style): SourceBlock[] {
  const read = (nodes: readonly Node[]) => readBlocks(nodes, walker, style);
  switch (element.tagName) {
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      return readHeading(element, read(element.childNodes));
    case 'hr':
      return [{ type: 'rule', at: lineNumber(element, walker) }];
    case 'ul':
    case 'ol':
    case 'dir':
      return readList(element, walker, style);
    case 'blockquote': {
      const blocks = read(element.childNodes);
      return blocks.length > 0 ? [{ type: 'quote', blocks }] : [];
    }
    case 'table':
      return readTable(element, walker, read);
    case 'figure':
      return readFigure(element, read);
    case 'pre':
      return readBlocks(element.childNodes, walker, { ...style, pre: true });
    case 'dt':
    case 'th':
      return readBlocks(element.childNodes, walker, { ...style, bold: true });
    default:
      return read(element.childNodes);
  }
}

/** A heading's own words are one heading; what else stands in it (a picture, a list) follows. */
function readHeading(element: Element, inner: readonly SourceBlock[]): SourceBlock[] {
  const rest = inner.filter((block) => block.type !== 'paragraph' && block.type !== 'heading');
  const lines = inner
    .flatMap((block) => (block.type === 'paragraph' || block.type === 'heading' ? block.lines : []))
    .map((line) => ({ ...line, wraps: true }));
  const level = Number(element.tagName.slice(1));
  return lines.length > 0 ? [{ type: 'heading', level, lines }, ...rest] : rest;
}

function readList(list: Element, walker: Walker, style: Style): SourceBlock[] {
  const items: SourceBlock[][] = [];
  for (const child of list.childNodes) {
    if (!isElement(child) || leaveOut(child, walker)) continue;
    walker.at = lineNumber(child, walker);
    // Text that stands in a list without an item of its own is one all the same.
    const item = readBlocks(child.tagName === 'li' ? child.childNodes : [child], walker, style);
    if (item.length > 0) items.push(item);
  }
  return items.length > 0 ? [{ type: 'list', ordered: list.tagName === 'ol', items }] : [];
}
