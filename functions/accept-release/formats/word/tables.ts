import { declaresInRows } from '../../declarations/take-declaration.ts';
import type { SourceLine } from '../source.ts';
import type { Item } from './numbering.ts';
import { childOf, type XmlElement } from './parse-xml.ts';
import type { Walker } from './walker.ts';

/** Its rows, those in content controls too, without the deleted ones. */
export function tableRows(table: XmlElement, walker: Walker): XmlElement[] {
  return insideControls(table, 'w:tr').filter((row) => {
    const properties = childOf(row, 'w:trPr');
    const deleted = childOf(properties, 'w:del') !== undefined;
    if (deleted || childOf(properties, 'w:ins')) walker.changed = true;
    return !deleted;
  });
}

export const rowCells = (row: XmlElement) => insideControls(row, 'w:tc');

function insideControls(container: XmlElement, name: string): XmlElement[] {
  return container.children.flatMap((node): XmlElement[] => {
    if (typeof node === 'string') return [];
    if (node.name === name) return [node];
    return /^w:(?:sdt|sdtContent|customXml)$/.test(node.name) ? insideControls(node, name) : [];
  });
}

/** A table from its rows of cells that were read; or what is in them, when it only lays the page out. */
export function tableOf(rows: readonly Item[][][]): Item[] {
  const filled = rows
    .map((cells) => cells.map(paragraphLines))
    .filter((row) => row.some((cell) => cell.length > 0));
  if (declaresInRows(filled)) return [{ type: 'table', header: null, rows: filled }];
  // A table with paragraphs, lists or a single column lays the page out: read in order, not as data.
  if (filled.length < 2 || rows.some(isLayout)) return rows.flat(2);
  const [header, ...rest] = filled;
  return header?.every(isBold)
    ? [{ type: 'table', header, rows: rest }]
    : [{ type: 'table', header: null, rows: filled }];
}

const paragraphLines = (cell: readonly Item[]) =>
  cell.flatMap((block) => (block.type === 'paragraph' ? block.lines : []));

function isLayout(cells: readonly Item[][]): boolean {
  return cells.length === 1 || cells.some((cell) => cell.length > 4 || cell.some(isLong));
}
function isLong(block: Item): boolean {
  return block.type !== 'paragraph' || block.lines.length > 3 || (block.lines[0]?.text.length ?? 0) > 250;
}

function isBold(cell: readonly SourceLine[]): boolean {
  return (
    cell.length > 0 &&
    cell.every((line) => line.inlines.every((inline) => inline.type === 'break' || inline.bold))
  );
}
