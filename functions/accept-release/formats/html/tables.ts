import type { SourceBlock, SourceLine } from '../source.ts';
import { type Element, isElement, type Node } from './elements.ts';
import { leaveOut } from './left-out.ts';
import type { Walker } from './walker.ts';

interface Found {
  header: SourceLine[][] | null;
  rows: SourceLine[][][];
  /** Captions, and the cells of rows that only lay the page out. */
  loose: SourceBlock[];
}

/** A table; what is no data in it stands before it. `read` reads what is inside a cell. */
export function readTable(
  table: Element,
  walker: Walker,
  read: (nodes: readonly Node[]) => SourceBlock[],
): SourceBlock[] {
  const found: Found = { header: null, rows: [], loose: [] };
  for (const part of partsOf(table))
    if (part.tagName === 'caption') found.loose.push(...read(part.childNodes));
    else if (part.tagName === 'tr') {
      const cells = cellsOf(part, walker);
      addRow(
        cells,
        cells.map((cell) => read(cell.childNodes)),
        found,
      );
    }
  const { header, rows, loose } = found;
  return rows.length > 0 || header ? [...loose, { type: 'table', header, rows }] : loose;
}

/** Captions and rows, those of the head, the bodies and the foot too. */
function partsOf(table: Element): Element[] {
  return table.childNodes
    .filter(isElement)
    .flatMap((child) => (/^(?:thead|tbody|tfoot)$/.test(child.tagName) ? partsOf(child) : [child]));
}

function cellsOf(row: Element, walker: Walker): Element[] {
  return row.childNodes
    .filter(isElement)
    .filter((cell) => /^t[dh]$/.test(cell.tagName) && !leaveOut(cell, walker));
}

function addRow(cells: readonly Element[], read: readonly SourceBlock[][], found: Found): void {
  // A table that holds paragraphs, lists or pictures is a layout: its cells are read one after another.
  if (read.length === 1 || read.some(isLayout)) {
    found.loose.push(...read.flat());
    return;
  }
  const row = read.map((blocks) =>
    blocks.flatMap((block) => (block.type === 'paragraph' ? block.lines : [])),
  );
  const isFirst = found.header === null && found.rows.length === 0;
  if (isFirst && cells.length > 0 && cells.every((cell) => cell.tagName === 'th')) found.header = row;
  else if (row.some((cell) => cell.length > 0)) found.rows.push(row);
}

function isLayout(cell: readonly SourceBlock[]): boolean {
  return cell.length > 1 || cell.some(isLong);
}
function isLong(block: SourceBlock): boolean {
  return block.type !== 'paragraph' || block.lines.length > 3 || (block.lines[0]?.text.length ?? 0) > 250;
}
