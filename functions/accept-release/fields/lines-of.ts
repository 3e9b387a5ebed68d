import type { Line, SourceBlock, SourceLine } from '../formats/source.ts';
import { fold } from '../words/clean-text.ts';

/** Every line of a source in reading order, and the way back from a source line to it. */
export interface Lines {
  all: Line[];
  of: Map<SourceLine, Line>;
}
interface Numbered extends Lines {
  tables: number;
}

export function linesOf(blocks: readonly SourceBlock[]): Lines {
  const lines: Numbered = { all: [], of: new Map(), tables: 0 };
  for (const [index, block] of blocks.entries()) visit(block, index, null, lines);
  return lines;
}

function visit(block: SourceBlock, index: number, inside: 'item' | 'quote' | null, lines: Numbered): void {
  switch (block.type) {
    case 'heading':
      add(block.lines, index, inside ?? 'heading', block.level, lines);
      return;
    case 'paragraph':
      add(block.lines, index, inside ?? kindOf(block.style), 0, lines);
      return;
    case 'list':
      for (const item of block.items) for (const child of item) visit(child, index, 'item', lines);
      return;
    case 'quote':
      for (const child of block.blocks) visit(child, index, 'quote', lines);
      return;
    case 'table': {
      const table = lines.tables++;
      for (const [row, cells] of [block.header ?? [], ...block.rows].entries())
        for (const [column, cell] of cells.entries())
          add(cell, index, 'cell', 0, lines, { table, row, column, isHeader: row === 0 });
      return;
    }
  }
}
function kindOf(style: 'plain' | 'title' | 'subtitle' | 'quote'): Line['kind'] {
  return style === 'plain' ? 'paragraph' : style;
}

function add(
  source: readonly SourceLine[],
  block: number,
  kind: Line['kind'],
  level: number,
  lines: Lines,
  cell?: Line['cell'],
): void {
  for (const [index, one] of source.entries()) {
    const line: Line = {
      ...one,
      id: lines.all.length,
      block,
      kind,
      level,
      bold: one.inlines.every(
        (inline) => inline.type === 'break' || inline.bold === true || inline.text.trim() === '',
      ),
      first: index === 0,
      last: index === source.length - 1,
      folded: fold(one.text),
      ...(cell && { cell }),
    };
    lines.all.push(line);
    lines.of.set(one, line);
  }
}
