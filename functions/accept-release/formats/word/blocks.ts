import { problem } from '../../problems.ts';
import type { Item } from './numbering.ts';
import { readParagraph } from './paragraphs.ts';
import { childOf, type XmlElement } from './parse-xml.ts';
import { rowCells, tableOf, tableRows } from './tables.ts';
import { isTooLong, type Walker } from './walker.ts';

/** The paragraphs and tables of a body, a cell, a text box, a page header or a note, in order. */
export function readBlocks(container: XmlElement, walker: Walker): Item[] {
  const blocks: Item[] = [];
  for (const node of container.children)
    if (typeof node !== 'string') blocks.push(...readBlock(node, walker));
  return blocks;
}

function readBlock(node: XmlElement, walker: Walker): Item[] {
  switch (node.name) {
    case 'w:p':
      return withBoxes(node, walker);
    case 'w:tbl':
      return readTable(node, walker);
    case 'w:altChunk':
      walker.source.problems.push(
        problem('word-embedded-document', 'The Word document embeds another document, which is not read.', {
          line: walker.at + 1,
        }),
      );
      return [];
    case 'w:del':
    case 'w:moveFrom':
      walker.changed = true;
      return [];
    case 'w:ins':
    case 'w:moveTo':
      walker.changed = true;
      return readBlocks(node, walker);
    case 'mc:AlternateContent':
      return readBlocks(childOf(node, 'mc:Choice') ?? childOf(node, 'mc:Fallback') ?? node, walker);
    case 'w:sdt':
    case 'w:sdtContent':
    case 'w:customXml':
    case 'w:smartTag':
      return readBlocks(node, walker);
    default:
      return [];
  }
}

/** A paragraph, and after it the text boxes that are anchored in it. */
function withBoxes(paragraph: XmlElement, walker: Walker): Item[] {
  if (isTooLong(walker)) return [];
  const block = readParagraph(paragraph, walker);
  const boxes = walker.boxes.splice(0).flatMap((box) => readBlocks(box, walker));
  return block === null ? boxes : [block, ...boxes];
}

function readTable(table: XmlElement, walker: Walker): Item[] {
  return tableOf(
    tableRows(table, walker).map((row) => rowCells(row).map((cell) => readBlocks(cell, walker))),
  );
}
