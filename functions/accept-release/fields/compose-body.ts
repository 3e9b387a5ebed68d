import type { Block, Image, Inline } from '../../_shared/domain/document.ts';
import type { Line, SourceBlock, SourceLine } from '../formats/source.ts';
import { goesOn, measureOf, type Paragraph } from './group-lines.ts';
import type { Role } from './roles.ts';

export interface Composed {
  body: Block[];
  notes: Block[];
  boilerplate: Block[];
  images: { image: Image; at: number }[];
}
type Room = 'body' | 'notes' | 'boilerplate';

/** The release's text, its notes and its "About" from the lines that are neither headline, label, contact nor furniture. */
export function compose(
  blocks: readonly SourceBlock[],
  of: Map<SourceLine, Line>,
  roles: readonly Role[],
  dateline: { line: number; length: number } | null,
  paragraphs: readonly Paragraph[],
): Composed {
  const measure = measureOf(paragraphs.flatMap((paragraph) => paragraph.lines));
  const composed: Composed = { body: [], notes: [], boilerplate: [], images: [] };
  let room: Room = 'body';
  const top = Math.min(
    6,
    ...blocks.flatMap((block) =>
      block.type === 'heading' && block.lines.some((line) => roleOf(line) === 'body') ? [block.level] : [],
    ),
  );
  function roleOf(line: SourceLine): Role {
    const own = of.get(line);
    return own === undefined ? 'furniture' : (roles[own.id] ?? 'body');
  }
  const build: Build = {
    measure,
    level: (level) => (level - top <= 0 ? 2 : level - top === 1 ? 3 : 4),
    take: (line) => {
      const own = of.get(line);
      if (!own || roles[own.id] !== room) return null;
      return dateline !== null && dateline.line === own.id
        ? { ...own, inlines: dropStart(own.inlines, dateline.length) }
        : own;
    },
    images: composed.images,
  };
  for (const block of blocks) {
    const wanted: Room[] = roomsOf(block, roleOf);
    if (wanted.length === 0) wanted.push(room);
    for (const one of wanted) {
      room = one;
      for (const made of toBlocks(block, build)) append(composed[room], made);
    }
  }
  return composed;
}

interface Build {
  measure: number | null;
  level: (level: number) => 2 | 3 | 4;
  /** The line when it belongs to the room being built. */
  take: (line: SourceLine) => Line | null;
  images: { image: Image; at: number }[];
}

function roomsOf(block: SourceBlock, roleOf: (line: SourceLine) => Role): Room[] {
  const rooms = new Set<Room>();
  for (const line of sourceLines(block)) {
    const role = roleOf(line);
    if (role === 'body' || role === 'notes' || role === 'boilerplate') rooms.add(role);
  }
  return [...rooms];
}

export function* sourceLines(block: SourceBlock): Generator<SourceLine> {
  if (block.type === 'heading' || block.type === 'paragraph') yield* block.lines;
  else if (block.type === 'list')
    for (const item of block.items) for (const child of item) yield* sourceLines(child);
  else if (block.type === 'quote') for (const child of block.blocks) yield* sourceLines(child);
  else if (block.type === 'table')
    for (const row of [block.header ?? [], ...block.rows]) for (const cell of row) yield* cell;
}

function toBlocks(block: SourceBlock, build: Build): Block[] {
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
      build.images.push({ image: block.image, at: block.at });
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
const space: Inline = { type: 'text', text: ' ' };

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

function mergeTexts(inlines: Inline[]): Inline[] {
  const merged: Inline[] = [];
  for (const inline of inlines) {
    const last = merged.at(-1);
    if (
      inline.type === 'text' &&
      last?.type === 'text' &&
      last.bold === inline.bold &&
      last.italic === inline.italic &&
      last.code === inline.code
    )
      merged[merged.length - 1] = { ...last, text: last.text + inline.text };
    else merged.push(inline);
  }
  return merged;
}

/** Adds a block, joining a sentence that a page break cut, and giving a quotation its speaker. */
function append(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (last?.type === 'rule' && block.type === 'rule') return;
  if (last?.type === 'paragraph' && block.type === 'paragraph') {
    const before = plain(last.inlines);
    const after = plain(block.inlines);
    if (before.length > 80 && /[\p{L},]$/u.test(before) && /^\p{Ll}/u.test(after)) {
      last.inlines = mergeTexts([...last.inlines, space, ...block.inlines]);
      return;
    }
  }
  if (last?.type === 'quote' && last.speaker === null && block.type === 'paragraph') {
    const match = /^\s*(?:--|—|–|-)\s*(.{3,120})$/u.exec(plain(block.inlines));
    if (match?.[1] !== undefined) {
      last.speaker = match[1];
      return;
    }
  }
  blocks.push(block);
}
const plain = (inlines: readonly Inline[]) =>
  inlines.map((inline) => (inline.type === 'break' ? ' ' : inline.text)).join('');

function dropStart(inlines: readonly Inline[], length: number): Inline[] {
  const rest: Inline[] = [];
  let left = length;
  for (const inline of inlines) {
    if (left === 0 || inline.type === 'break') {
      rest.push(inline);
      continue;
    }
    if (inline.text.length <= left) {
      left -= inline.text.length;
      continue;
    }
    rest.push({ ...inline, text: inline.text.slice(left).replace(/^\s+/, '') });
    left = 0;
  }
  return rest;
}

/** Rules at the ends separate nothing. */
export function trimRules(blocks: Block[]): Block[] {
  let start = 0;
  let end = blocks.length;
  while (blocks[start]?.type === 'rule') start++;
  while (end > start && blocks[end - 1]?.type === 'rule') end--;
  return blocks.slice(start, end);
}

/** All words of some blocks, a space between them. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.type) {
        case 'heading':
        case 'paragraph':
          return plain(block.inlines);
        case 'list':
          return block.items.map(textOfBlocks).join(' ');
        case 'quote':
          return textOfBlocks(block.blocks);
        case 'table':
          return [block.header ?? [], ...block.rows].flat().map(plain).join(' ');
        default:
          return '';
      }
    })
    .join(' ');
}
