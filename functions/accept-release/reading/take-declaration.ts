import type { Problem } from '../../_shared/domain/report.ts';
import { isLabel } from '../fields/classify-line.ts';
import { openEnd } from '../fields/group-lines.ts';
import type { Source, SourceBlock, SourceLine } from '../formats/source.ts';
import { problem } from '../problems.ts';
import { type Declaration, declareFields, type FieldLine, fieldNamed } from './declared.ts';

/** A document's text without the declarations on top of it, and what they declare. */
export interface Taken {
  source: Source;
  declaration: Declaration | null;
  problems: Problem[];
}

/**
 * Declarations typed into a document: between `---` (or what Word makes of it), as a table of two columns, or bare above
 * the headline. They are read as front matter is, and never stay in the text; those further down reject it.
 * Labels of a press release (`Embargo: …`, `Contact: …`, `Date: …`) are left to the text, where they are read.
 */
export function takeDeclaration(source: Source): Taken {
  const entries = entriesOf(source);
  const block = blockOnTop(entries);
  const below = entries.slice(block?.end ?? 0);
  const misplaced = misplacedIn(below);
  const problems = misplaced
    ? [
        problem(
          'declaration-misplaced',
          `“${misplaced.key}: …” reads like a declaration for Dateline, but does not stand on top of the file.`,
          { line: misplaced.at, field: misplaced.key },
        ),
      ]
    : [];
  if (!block) return { source, declaration: null, problems };
  const strays = block.strays.map(({ text, at }) =>
    problem('front-matter-unreadable', `“${text.slice(0, 80)}” is no “field: value” line.`, { line: at }),
  );
  return {
    source: without(source, entries.slice(block.start, block.end)),
    declaration: declareFields(block.fields, 'front matter'),
    problems: [...strays, ...problems],
  };
}

interface Entry {
  kind: 'line' | 'pair' | 'rule' | 'drawn' | 'other';
  at: number;
  text: string;
  /** The lines of a pair's second cell. */
  cell: string[];
  isItem: boolean;
  isHeading: boolean;
  isBold: boolean;
  block: SourceBlock | null;
  /** What goes when the entry is taken: lines, or a whole block. */
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

function entriesOf(source: Source): Entry[] {
  const entries = source.blocks.flatMap((block) => entriesIn(block, false));
  // A border or a line drawn in Word: it stands behind its paragraph, also behind an empty one.
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

function pairOf(row: SourceLine[][]): Entry {
  const [key = [], value = []] = row;
  const [line] = key;
  const parts = row.flat();
  const at = parts[0]?.at ?? 0;
  if (row.length !== 2 || key.length !== 1 || !line) return { ...blank, kind: 'other', at, parts };
  const text = line.text.replace(/\s*[:：]\s*$/u, '');
  const isKey = /^[\p{L}_$][\p{L}\w$-]{1,29}$/u.test(text);
  return { ...blank, kind: isKey ? 'pair' : 'other', at, text, cell: value.map((one) => one.text), parts };
}

/** A table of `field | value`, which keeps its rows however long a value is. */
export function declaresInRows(rows: SourceLine[][][]): boolean {
  const pairs = rows.map(pairOf);
  return (
    pairs.every(({ kind }) => kind === 'pair') &&
    declares(
      pairs.map(({ text, at, cell }) => ({ key: text, at, ...cellValue(cell) })),
      'drawn',
      undefined,
    )
  );
}

/** `lists: asia-press`; `=` between `+++`. A URL is none. */
const colonLine = /^["“”]?([\p{L}_$][\p{L}\w$-]{1,29})["“”]?\s{0,3}[:：]\s*(?!\/\/)(.*)$/u;
const equalsLine = /^["“”]?([\p{L}_$][\p{L}\w$-]{1,29})["“”]?\s{0,3}=\s*(.*)$/u;
const dash = /^(?:[-–—•*·]|\d{1,2}[.)])\s+/u;

type Fence = 'typed' | 'toml' | 'drawn' | 'none';
/** `---`, and what becomes of it as one types: `—`, `—-`, `–-`. */
function fenceOf(entry: Entry | undefined): Fence {
  if (entry?.kind === 'drawn') return 'drawn';
  if (entry?.kind === 'rule') return 'typed';
  if (entry?.kind !== 'line') return 'none';
  if (/^\+{3}$/.test(entry.text)) return 'toml';
  return /^(?:-{3,}|-?[–—]{1,3}-?|\.{3}|…)$/.test(entry.text) ? 'typed' : 'none';
}

interface Block {
  start: number;
  end: number;
  fields: FieldLine[];
  /** Lines between the fences that are no field. */
  strays: Entry[];
}

/** At most so many labels and rules stand above a declaration. */
const above = 6;

function blockOnTop(entries: readonly Entry[]): Block | null {
  for (let start = 0; start < Math.min(above, entries.length); start++) {
    const fence = fenceOf(entries[start]);
    const first = fence === 'none' ? start : start + 1;
    const { fields, ends, strays } = collect(entries, first, fence);
    const closing = fenceOf(entries[ends.at(-1) ?? first]);
    const bounds = fence === 'none' ? closing : fence;
    const count = isTyped(bounds) ? fields.length : withoutHeadline(fields);
    const kept = fields.slice(0, count);
    const end = ends[count - 1] ?? first;
    if (kept.length > 0 && declares(kept, bounds, entries[end])) {
      const isClosed = fenceOf(entries[end]) !== 'none';
      return { start, end: isClosed ? end + 1 : end, fields: kept, strays };
    }
    const entry = entries[start];
    if (fence === 'none' && !(entry?.kind === 'line' && isLabel(entry.text))) return null;
  }
  return null;
}
const isTyped = (fence: Fence) => fence === 'typed' || fence === 'toml';

interface Collected {
  fields: FieldLine[];
  /** Where each field ends: the entry behind it. */
  ends: number[];
  strays: Entry[];
}

/** The fields from an entry on: to the closing fence, else to the first line that is none. */
function collect(entries: readonly Entry[], first: number, fence: Fence): Collected {
  const { fields, ends, strays }: Collected = { fields: [], ends: [], strays: [] };
  const closing = isTyped(fence) ? closingAfter(entries, first) : null;
  const pattern = fence === 'toml' ? equalsLine : colonLine;
  for (let index = first; index < (closing ?? entries.length); index++) {
    const entry = entries[index];
    if (!entry || fenceOf(entry) !== 'none' || entry.kind === 'other') break;
    const open = fields.at(-1);
    const text = entry.text.replace(dash, '');
    const isItem = entry.isItem || text !== entry.text;
    const match = pattern.exec(text);
    if (entry.kind === 'pair') fields.push({ key: entry.text, at: entry.at, ...cellValue(entry.cell) });
    else if (open && open.value === '' && isBelow(open, text, isItem, match?.[1], fields))
      open.below.push(text);
    else if (match && (isTyped(fence) || !(entry.isHeading || entry.isBold)))
      fields.push({ key: match[1] ?? '', at: entry.at, value: (match[2] ?? '').trim(), below: [] });
    else if (open && isProse(open.key) && (closing !== null || goesOn(open, entry, entries[index - 1])))
      open.value = open.value === '' ? text : `${open.value} ${text}`;
    else if (closing !== null) strays.push(entry);
    else break;
    ends[fields.length - 1] = index + 1;
  }
  return { fields, ends, strays };
}

/** A value over two lines of one paragraph: the sentence goes on, so that no headline is taken for it. */
function goesOn(open: FieldLine, entry: Entry, before: Entry | undefined): boolean {
  return entry.block === before?.block && (openEnd.test(open.value) || /^\p{Ll}/u.test(entry.text));
}
const isProse = (key: string) => /^(?:summary|correction|boilerplate)$/i.test(key);

/** The fence that closes what begins with a field; null when so much lies between that it is the text itself. */
function closingAfter(entries: readonly Entry[], first: number): number | null {
  const opening = entries[first];
  if (
    opening?.kind !== 'pair' &&
    !colonLine.test(opening?.text ?? '') &&
    !equalsLine.test(opening?.text ?? '')
  )
    return null;
  const length = entries.slice(first, first + 60).findIndex((entry) => fenceOf(entry) !== 'none');
  const between = entries.slice(first, first + Math.max(0, length));
  const isShort = between.every(
    (entry) => entry.text.length < 500 && (!entry.isHeading || colonLine.test(entry.text)),
  );
  return length > 0 && isShort ? first + length : null;
}

function cellValue(cell: string[]): Pick<FieldLine, 'value' | 'below'> {
  const [only = '', ...others] = cell;
  return others.length === 0
    ? { value: only.trim(), below: [] }
    : { value: '', below: cell.map((line) => line.replace(dash, '')) };
}

/** The parts that a field's value may have, each on a line of its own below it. */
const partsOf: Partial<Record<string, readonly string[]>> = {
  contacts: ['name', 'organisation', 'organization', 'email', 'phone', 'title', 'role'],
  images: ['file', 'alt', 'caption', 'credit'],
  attachments: ['file', 'title'],
  dateline: ['place', 'city', 'date'],
  sender: ['name', 'replyTo'],
};

/** Whether a line goes on with the value of the field above: an item of a list, or a part such as `email: …`. */
function isBelow(
  open: FieldLine,
  text: string,
  isItem: boolean,
  key: string | undefined,
  fields: readonly FieldLine[],
): boolean {
  const field = fieldNamed(open.key);
  if (field === null) return false;
  if (key === undefined) return isItem && text !== '';
  const isPart = partsOf[field]?.some((part) => part.toLowerCase() === key.toLowerCase()) ?? false;
  if (isPart && isItem) return true;
  // `title: …` below a contact may be the contact's or the headline: the contact's when the headline is declared.
  const other = fieldNamed(key);
  return isPart && (other === null || fields.some((one) => fieldNamed(one.key) === other));
}

/** A line such as `Update: Bank holds rates` below the declarations is the headline; a misspelt field is not. */
function withoutHeadline(fields: readonly FieldLine[]): number {
  let count = fields.length;
  for (; count > 1; count--) {
    const key = fields[count - 1]?.key ?? '';
    if (fieldNamed(key) !== null || isLowerCase(key) || looksLikeField(key)) break;
  }
  return count;
}
const looksLikeField = (key: string) =>
  /^(?:list|segm|excl|send|appr|lift|titel|corr|lang|topi|regi|imag|atta)/i.test(key);

const isLowerCase = (key: string) => /^\p{Ll}/u.test(key);

/** Nobody writes these above a press release but for Dateline. */
function isStrong({ key, value }: FieldLine): boolean {
  const field = fieldNamed(key.replaceAll('_', ''));
  if (field === 'correction') return isLowerCase(key);
  if (field === 'approval') return isLowerCase(key) || /^(?:required|four-eyes|auto)$/i.test(value);
  if (field === 'embargo') return /^(?:false|null|~)$/i.test(value);
  return field !== null && /^(?:lists|segments|exclude|sendAt|liftNotice|boilerplate|subtitle)$/.test(field);
}

/** What a press release may say of itself above its headline, in the same words. */
const labels = new Set<string>(['embargo', 'date', 'dateline', 'contacts', 'organisation', 'language']);

/** Whether some `key: value` lines are for Dateline, and not labels of a press release. */
function declares(fields: readonly FieldLine[], fence: Fence, next: Entry | undefined): boolean {
  if (fields.some(isStrong)) return true;
  const names = fields.map(({ key }) => fieldNamed(key));
  const allKnown = names.every((name) => name !== null);
  const isField = names.some((name) => name !== null && !labels.has(name));
  if (isTyped(fence)) return allKnown || isField;
  if (!isField) return false;
  if (fence === 'drawn') return allKnown;
  if (fields.every(({ key }) => isLowerCase(key))) return true;
  // Word begins a line with a capital letter: “Correction: …” above a headline that looks like one.
  const isAboveHeadline = next !== undefined && (next.isHeading || next.isBold);
  return allKnown && (fields.length > 1 || isAboveHeadline);
}

/** The first field of declarations that stand within or below the text. */
function misplacedIn(entries: readonly Entry[]): FieldLine | null {
  for (let index = 0; index < entries.length; index++) {
    const fence = fenceOf(entries[index]);
    const first = fence === 'none' ? index : index + 1;
    const { fields, ends } = collect(entries, first, fence);
    const [field] = fields;
    if (!field) continue;
    const strong = fields.filter(isStrong);
    const isLower = fields.every(({ key, value }) => isLowerCase(key) && value.length < 300);
    const end = ends.at(-1) ?? first;
    // Markdown makes a heading of a line above `---`.
    const isFenced = isTyped(fence) && (entries[end - 1]?.isHeading || fenceOf(entries[end]) !== 'none');
    if (strong.length > 1 || (isLower && strong.length > 0 && (fields.length > 1 || isAlone(entries, first))))
      return strong[0] ?? field;
    if (isFenced && isLower && declares(fields, 'typed', undefined)) return field;
    index = Math.max(index, end - 1);
  }
  return null;
}

/** A paragraph of its own. */
function isAlone(entries: readonly Entry[], index: number): boolean {
  const block = entries[index]?.block;
  return entries[index - 1]?.block !== block && entries[index + 1]?.block !== block;
}

function without(source: Source, entries: readonly Entry[]): Source {
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
