import { openEnd } from '../fields/group-lines.ts';
import type { FieldLine } from './declare-fields.ts';
import { fieldNamed, partsOf } from './declared-schema.ts';
import type { Entry } from './document-entries.ts';

/** `lists: asia-press`; `=` between `+++`. A URL is none. */
const colonLine = /^["“”]?([\p{L}_$][\p{L}\w$-]{1,29})["“”]?\s{0,3}[:：](?!\/\/)(.*)$/u;
const equalsLine = /^["“”]?([\p{L}_$][\p{L}\w$-]{1,29})["“”]?\s{0,3}=(.*)$/u;
const dash = /^(?:[-–—•*·]|\d{1,2}[.)])\s+/u;

/** What a line between declarations and the text is made of. */
export type Fence = 'typed' | 'toml' | 'drawn' | 'none';
/** `---`, or what a word processor makes of it: `—`, `—-`, `–-`. */
export function fenceOf(entry: Entry | undefined): Fence {
  if (entry?.kind === 'drawn') return 'drawn';
  if (entry?.kind === 'rule') return 'typed';
  if (entry?.kind !== 'line') return 'none';
  if (/^\+{3}$/.test(entry.text)) return 'toml';
  return /^(?:-{3,}|-?[–—]{1,3}-?|\.{3}|…)$/.test(entry.text) ? 'typed' : 'none';
}

export const isTyped = (fence: Fence) => fence === 'typed' || fence === 'toml';

export interface Collected {
  fields: FieldLine[];
  /** For each field, the index of the entry after it. */
  ends: number[];
  strays: Entry[];
}

/** The fields from an entry on, up to the closing fence, or else up to the first line that is no field. */
export function collect(entries: readonly Entry[], first: number, fence: Fence): Collected {
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

/** A value on two lines: only when the sentence goes on in the same paragraph, because the next line may be the headline. */
function goesOn(open: FieldLine, entry: Entry, before: Entry | undefined): boolean {
  return entry.block === before?.block && (openEnd.test(open.value) || /^\p{Ll}/u.test(entry.text));
}
const isProse = (key: string) => {
  const field = fieldNamed(key);
  return field === 'summary' || field === 'correction' || field === 'boilerplate';
};

/** The fence that closes a declaration; null when so much text stands before it that it belongs to the release. */
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

/** What a pair's second cell declares. */
export function cellValue(cell: string[]): Pick<FieldLine, 'value' | 'below'> {
  const [only = '', ...others] = cell;
  return others.length === 0
    ? { value: only.trim(), below: [] }
    : { value: '', below: cell.map((line) => line.replace(dash, '')) };
}

/** Whether a line belongs to the field above: an item of a list, or a part such as `email: …`. */
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
