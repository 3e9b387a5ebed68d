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
    const place = {
      id: lines.all.length,
      block,
      kind,
      level,
      first: index === 0,
      last: index === source.length - 1,
    };
    const line: Line = { ...lineIn(one, place), ...(cell && { cell }) };
    lines.all.push(line);
    lines.of.set(one, line);
  }
}

function lineIn(
  source: SourceLine,
  place: Pick<Line, 'id' | 'block' | 'kind' | 'level' | 'first' | 'last'>,
): Line {
  const { id, block, kind, level, first, last } = place;
  const bold = source.inlines.every(
    (inline) => inline.type === 'break' || inline.bold === true || inline.text.trim() === '',
  );
  return { ...source, id, block, kind, level, bold, first, last, folded: fold(source.text) };
}

/** A text that stands outside a file's lines, as a line of its own: a declared contact, a page footer. */
export function lineOfText(text: string, at: number): Line {
  const source: SourceLine = { at, inlines: [{ type: 'text', text }], text, wraps: false };
  return lineIn(source, { id: 0, block: 0, kind: 'paragraph', level: 0, first: true, last: true });
}
