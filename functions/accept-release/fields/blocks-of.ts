import type { Block, Inline } from '../../_shared/domain/document.ts';
import type { Line, SourceBlock, SourceLine } from '../formats/source.ts';
import { goesOn } from './group-lines.ts';
import { mergeTexts, space } from './join-blocks.ts';

/** How blocks are built. */
export interface Build {
  /** The width at which the text was wrapped by hand; null when it was not. */
  measure: number | null;
  level: (level: number) => 2 | 3 | 4;
  /** The line when it belongs to the room being built. */
  take: (line: SourceLine) => Line | null;
}

/** A block of the file as blocks of the release, of the lines that are taken. */
export function toBlocks(block: SourceBlock, build: Build): Block[] {
  switch (block.type) {
    case 'heading': {
      const inlines = inlinesOf(block.lines, build);
      return inlines.length > 0 ? [{ type: 'heading', level: build.level(block.level), inlines }] : [];
    }
    case 'paragraph':
      return block.style === 'quote'
        ? quoted(paragraphsOf(block.lines, build))
        : paragraphsOf(block.lines, build);
    case 'list': {
      const items = block.items
        .map((item) => item.flatMap((child) => toBlocks(child, build)))
        .filter((item) => item.length > 0);
      return items.length > 0 ? [{ type: 'list', ordered: block.ordered, items }] : [];
    }
    case 'quote':
      return quoted(block.blocks.flatMap((child) => toBlocks(child, build)));
    case 'table':
      return tableOf(block, build);
    case 'image':
      return [{ type: 'image', image: block.image }];
    case 'rule':
      return [{ type: 'rule' }];
  }
}

function quoted(blocks: Block[]): Block[] {
  return blocks.length > 0 ? [{ type: 'quote', blocks, speaker: null }] : [];
}

function tableOf(block: SourceBlock & { type: 'table' }, build: Build): Block[] {
  const cell = (lines: SourceLine[]) => inlinesOf(lines, build);
  const header = block.header?.map(cell) ?? null;
  const rows = block.rows
    .map((row) => row.map(cell))
    .filter((row) => row.some((inlines) => inlines.length > 0));
  if (rows.length === 0 && !header?.some((inlines) => inlines.length > 0)) return [];
  // Tables of one column are layout, not data.
  const width = Math.max(header?.length ?? 0, ...rows.map((row) => row.length));
  if (width <= 1)
    return [...(header ?? []), ...rows.flat()]
      .filter((inlines) => inlines.length > 0)
      .map((inlines) => ({ type: 'paragraph', inlines }));
  return [{ type: 'table', header: header?.some((inlines) => inlines.length > 0) ? header : null, rows }];
}

/** Lines of a heading or a cell as one run. */
function inlinesOf(lines: readonly SourceLine[], build: Build): Inline[] {
  const taken = lines.flatMap((line) => build.take(line) ?? []);
  return taken.flatMap((line, index) => (index === 0 ? line.inlines : [space, ...line.inlines]));
}

function paragraphsOf(lines: readonly SourceLine[], build: Build): Block[] {
  const blocks: Block[] = [];
  let previous: Line | null = null;
  for (const source of lines) {
    const line = build.take(source);
    if (!line) continue;
    const last = blocks.at(-1);
    const joined = previous !== null && goesOn(previous, line, build.measure);
    if (
      last?.type === 'paragraph' &&
      previous &&
      (joined || (!previous.wraps && build.measure === null && previous.id === line.id - 1))
    )
      last.inlines.push(joined ? space : { type: 'break' }, ...line.inlines);
    else blocks.push({ type: 'paragraph', inlines: [...line.inlines] });
    previous = line;
  }
  return blocks
    .map(asHeading)
    .map((block) => (block.type === 'paragraph' ? { ...block, inlines: mergeTexts(block.inlines) } : block));
}

/** A short bold line by itself is a heading to every reader. */
function asHeading(block: Block): Block {
  if (block.type !== 'paragraph') return block;
  const text = block.inlines.map((inline) => (inline.type === 'break' ? '\n' : inline.text)).join('');
  const bold = block.inlines.every(
    (inline) => inline.type !== 'break' && (inline.bold === true || inline.text.trim() === ''),
  );
  if (!bold || text.length > 120 || /[.!?:,;]$/.test(text) || text.includes('\n')) return block;
  return {
    type: 'heading',
    level: 3,
    inlines: block.inlines.map((inline) =>
      inline.type === 'break' ? inline : { ...inline, bold: undefined },
    ),
  };
}
