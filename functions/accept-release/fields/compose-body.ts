import type { Block, Image, Inline } from '../../_shared/domain/document.ts';
import type { Line, SourceBlock, SourceLine } from '../formats/source.ts';
import { type Build, toBlocks } from './blocks-of.ts';
import { measureOf, type Paragraph } from './group-lines.ts';
import { joinBlocks } from './join-blocks.ts';
import type { Role } from './roles.ts';

export interface Composed {
  body: Block[];
  notes: Block[];
  boilerplate: Block[];
  images: { image: Image; at: number }[];
}
type Room = 'body' | 'notes' | 'boilerplate';

/** What a text is composed of. */
export interface Composition {
  blocks: readonly SourceBlock[];
  /** The line of each source line. */
  of: ReadonlyMap<SourceLine, Line>;
  roles: readonly Role[];
  paragraphs: readonly Paragraph[];
  /** The line whose first characters are the dateline. */
  dateline: { line: number; length: number } | null;
}

/** The release's text, its notes and its "About" from the lines that are neither headline, label, contact nor furniture. */
export function compose(composition: Composition): Composed {
  const { blocks, paragraphs } = composition;
  const measure = measureOf(paragraphs.flatMap(({ lines }) => lines));
  const level = levelBelow(highestHeading(composition));
  const made: Record<Room, Block[]> = { body: [], notes: [], boilerplate: [] };
  const images: Composed['images'] = [];
  let room: Room = 'body';
  for (const block of blocks) {
    const wanted = roomsOf(block, composition);
    // A picture or a rule has no lines: it goes where the block above it went.
    const rooms: Room[] = wanted.length > 0 ? wanted : [room];
    for (const one of rooms) {
      room = one;
      const build: Build = { measure, level, take: (line) => lineFor(one, line, composition) };
      made[one].push(...toBlocks(block, build));
      images.push(...imagesIn(block));
    }
  }
  return {
    body: joinBlocks(made.body),
    notes: joinBlocks(made.notes),
    boilerplate: joinBlocks(made.boilerplate),
    images,
  };
}

function roleOf(line: SourceLine, { of, roles }: Composition): Role {
  const own = of.get(line);
  return own === undefined ? 'furniture' : (roles[own.id] ?? 'body');
}

/** The line when it belongs to a room, without its dateline. */
function lineFor(room: Room, line: SourceLine, composition: Composition): Line | null {
  const { of, dateline } = composition;
  const own = of.get(line);
  if (!own || roleOf(line, composition) !== room) return null;
  return dateline?.line === own.id ? { ...own, inlines: dropStart(own.inlines, dateline.length) } : own;
}

/** The highest level of the body's headings. */
function highestHeading(composition: Composition): number {
  const levels = composition.blocks.flatMap((block) =>
    block.type === 'heading' && block.lines.some((line) => roleOf(line, composition) === 'body')
      ? [block.level]
      : [],
  );
  return Math.min(6, ...levels);
}

/** The headline has level 1, so the highest heading of the text gets 2. */
function levelBelow(top: number): Build['level'] {
  return (level) => (level <= top ? 2 : level === top + 1 ? 3 : 4);
}

function roomsOf(block: SourceBlock, composition: Composition): Room[] {
  const rooms = new Set<Room>();
  for (const line of sourceLines(block)) {
    const role = roleOf(line, composition);
    if (role === 'body' || role === 'notes' || role === 'boilerplate') rooms.add(role);
  }
  return [...rooms];
}

function* sourceLines(block: SourceBlock): Generator<SourceLine> {
  if (block.type === 'heading' || block.type === 'paragraph') yield* block.lines;
  else if (block.type === 'list')
    for (const item of block.items) for (const child of item) yield* sourceLines(child);
  else if (block.type === 'quote') for (const child of block.blocks) yield* sourceLines(child);
  else if (block.type === 'table')
    for (const row of [block.header ?? [], ...block.rows]) for (const cell of row) yield* cell;
}

function imagesIn(block: SourceBlock): Composed['images'] {
  switch (block.type) {
    case 'image':
      return [{ image: block.image, at: block.at }];
    case 'list':
      return block.items.flat().flatMap(imagesIn);
    case 'quote':
      return block.blocks.flatMap(imagesIn);
    default:
      return [];
  }
}

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
