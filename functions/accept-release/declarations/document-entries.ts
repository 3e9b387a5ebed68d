import type { Source, SourceBlock, SourceLine } from '../formats/source.ts';

/** What a declaration may be made of in a document: a line, a row of a table, a rule. */
export interface Entry {
  kind: 'line' | 'pair' | 'rule' | 'drawn' | 'other';
  at: number;
  text: string;
  /** The lines of a pair's second cell. */
  cell: string[];
  isItem: boolean;
  isHeading: boolean;
  isBold: boolean;
  block: SourceBlock | null;
  /** What is removed from the document with the entry: lines, or a whole block. */
  parts: (SourceLine | SourceBlock)[];
}
const blank = {
  text: '',
  cell: [],
  isItem: false,
  isHeading: false,
  isBold: false,
  block: null,
  parts: [],
} satisfies Partial<Entry>;

/** A document's entries in reading order. */
export function entriesOf(source: Source): Entry[] {
  const entries = source.blocks.flatMap((block) => entriesIn(block, false));
  // A border or a line drawn in Word stands after its paragraph, also after an empty one.
  for (const at of source.drawnRules ?? []) {
    const next = entries.findIndex((entry) => entry.at > at);
    entries.splice(next < 0 ? entries.length : next, 0, { ...blank, kind: 'drawn', at });
  }
  return entries;
}

function entriesIn(block: SourceBlock, isItem: boolean): Entry[] {
  switch (block.type) {
    case 'rule':
      return [{ ...blank, kind: 'rule', at: block.at, parts: [block] }];
    case 'heading':
    case 'paragraph':
      return block.lines.map((line) => ({
        ...blank,
        kind: 'line',
        at: line.at,
        text: line.text,
        isItem,
        isHeading: block.type === 'heading' || block.style === 'title',
        isBold: line.inlines.every(
          (inline) => inline.type === 'break' || inline.bold === true || inline.text.trim() === '',
        ),
        block,
        parts: [line],
      }));
    case 'list':
      return block.items.flat().flatMap((child) => entriesIn(child, true));
    case 'quote':
      return block.blocks.flatMap((child) => entriesIn(child, false));
    case 'table':
      return [...(block.header ? [block.header] : []), ...block.rows].map((row) => pairOf(row));
    case 'image':
      return [{ ...blank, kind: 'other', at: block.at }];
  }
}

/** A row of a table: a pair when it is `field | value`. */
export function pairOf(row: SourceLine[][]): Entry {
  const [key = [], value = []] = row;
  const [line] = key;
  const parts = row.flat();
  const at = parts[0]?.at ?? 0;
  if (row.length !== 2 || key.length !== 1 || !line) return { ...blank, kind: 'other', at, parts };
  const text = line.text.trimEnd().replace(/\s{0,20}[:：]$/u, '');
  const isKey = /^[\p{L}_$][\p{L}\w$-]{1,29}$/u.test(text);
  return { ...blank, kind: isKey ? 'pair' : 'other', at, text, cell: value.map((one) => one.text), parts };
}

/** The document without some entries. */
export function without(source: Source, entries: readonly Entry[]): Source {
  const gone = new Set(entries.flatMap(({ parts }) => parts));
  return { ...source, blocks: source.blocks.flatMap((block) => rest(block, gone)) };
}

function rest(block: SourceBlock, gone: ReadonlySet<SourceLine | SourceBlock>): SourceBlock[] {
  if (gone.has(block)) return [];
  const kept = (lines: SourceLine[]) => lines.filter((line) => !gone.has(line));
  const blocks = (children: SourceBlock[]) => children.flatMap((child) => rest(child, gone));
  switch (block.type) {
    case 'heading':
    case 'paragraph': {
      const lines = kept(block.lines);
      return lines.length === 0 ? [] : [{ ...block, lines }];
    }
    case 'list': {
      const items = block.items.map(blocks).filter((item) => item.length > 0);
      return items.length === 0 ? [] : [{ ...block, items }];
    }
    case 'quote': {
      const children = blocks(block.blocks);
      return children.length === 0 ? [] : [{ ...block, blocks: children }];
    }
    case 'table': {
      const isLeft = (row: SourceLine[][]) => row.some((cell) => cell.length > 0);
      const rows = block.rows.map((row) => row.map(kept)).filter(isLeft);
      const header = block.header?.map(kept) ?? null;
      return rows.length === 0 && !(header && isLeft(header)) ? [] : [{ ...block, header, rows }];
    }
    default:
      return [block];
  }
}
