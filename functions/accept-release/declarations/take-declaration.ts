import type { Problem } from '../../_shared/domain/report.ts';
import { isLabel } from '../fields/classify-line.ts';
import type { Source, SourceLine } from '../formats/source.ts';
import { problem } from '../problems.ts';
import { cellValue, collect, fenceOf, isTyped } from './collect-fields.ts';
import type { Declaration } from './declaration.ts';
import { declareFields, type FieldLine } from './declare-fields.ts';
import { fieldNamed } from './declared-schema.ts';
import { declares, isLowerCase, isStrong } from './declares.ts';
import { type Entry, entriesOf, pairOf, without } from './document-entries.ts';

/** A document's text without the declarations on top of it, and what they declare. */
export interface Taken {
  source: Source;
  declaration: Declaration | null;
  problems: Problem[];
}

/**
 * Declarations typed into a document: between `---` (or what Word makes of it), as a table of two columns, or bare above
 * the headline. They are read like front matter and removed from the text. Declarations further down reject the file.
 * Labels of a press release (`Embargo: …`, `Contact: …`, `Date: …`) stay in the text, where the reader finds them.
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

/** Whether a table is made of `field | value`: then it keeps its rows, also when a value is long. */
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

interface Block {
  start: number;
  end: number;
  fields: FieldLine[];
  /** Lines between the fences that are no field. */
  strays: Entry[];
}

/** The most labels and rules that may stand above a declaration. */
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
