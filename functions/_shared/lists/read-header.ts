import { type ColumnField, columnFields, columnNames, listNames, namesIn } from './column-names.ts';

/** Header cells in lower case without accents and punctuation. */
export function headerKey(cell: string): string {
  return cell
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export interface ReadHeader {
  field: ColumnField;
  /** Of two columns for one field the lower one leads. */
  rank: number;
}

const byKey = new Map<string, ReadHeader>();
for (const field of columnFields)
  for (const [rank, name] of Object.values(columnNames[field]).flatMap(namesIn).entries())
    byKey.set(headerKey(name), byKey.get(headerKey(name)) ?? { field, rank });

/** Characters; what is longer is a text and no header. */
const longestHeader = 120;

const listKeys = new Set(namesIn(listNames).map(headerKey));

/**
 * The field that a header names, or null. What stands in brackets, a star for "required" and a number at the end are
 * looked past: `E-Mail (dienstlich)`, `Telefon 2`.
 */
export function readHeader(cell: string): ReadHeader | null {
  if (cell.length > longestHeader) return null;
  const whole = headerKey(cell);
  const plain = headerKey(cell.split(/[([（【]/u)[0] ?? '');
  return byKey.get(whole) ?? byKey.get(plain) ?? byKey.get(plain.replace(/ ?\d+$/, '')) ?? null;
}

export function namesLists(cell: string): boolean {
  return listKeys.has(headerKey(cell));
}
