import { plainWords } from '../domain/plain-words.ts';
import { type ColumnField, columnFields } from './column-fields.ts';
import { namesIn } from './languages/languages.ts';

export interface ReadHeader {
  field: ColumnField;
  /** If two columns name one field, the lower rank takes precedence. */
  rank: number;
}

const byKey = new Map<string, ReadHeader>();
for (const field of columnFields)
  for (const [rank, name] of namesIn(({ columns }) => columns[field]).entries())
    byKey.set(name, byKey.get(name) ?? { field, rank });

/** Characters. A longer cell is a text and no header. */
const longestHeader = 120;

const listKeys = new Set(namesIn(({ lists }) => lists));

/**
 * The field that a header names, or null. Ignores text in brackets, a star for "required" and a number at the end:
 * `E-Mail (dienstlich)`, `Telefon 2`.
 */
export function readHeader(cell: string): ReadHeader | null {
  if (cell.length > longestHeader) return null;
  const whole = plainWords(cell);
  const plain = plainWords(cell.split(/[([（【]/u)[0] ?? '');
  return byKey.get(whole) ?? byKey.get(plain) ?? byKey.get(plain.replace(/ ?(?<!\d)\d+$/, '')) ?? null;
}

export function namesLists(cell: string): boolean {
  return listKeys.has(plainWords(cell));
}
