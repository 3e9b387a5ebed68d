import { readAddress } from '../domain/address.ts';
import { plainWords } from '../domain/plain-words.ts';
import { type ColumnField, columnFields } from './column-names.ts';
import type { CsvRow } from './read-csv.ts';
import { readHeader } from './read-header.ts';

/** Which columns (from 0) hold a field; several for one field are read in order. */
export type Mapping = Partial<Record<ColumnField, number[]>>;

export interface Layout {
  /** The tool whose export this is, `mapped` for a remembered mapping, `columns` for any other recognised header. */
  name: string;
  mapping: Mapping;
  /** Row number of the header; 0 without one. */
  headerRow: number;
  /** Fields whose columns no header named: they were found by what is in them. */
  guessed: readonly ColumnField[];
  /** Header cells as written; letters (`A`, `B`) without a header. */
  columns: string[];
}

/** Headers by which a tool's export is told from others; all of one group must be there. */
const tools: readonly (readonly [string, readonly string[]])[] = [
  ['Mailchimp', ['email address', 'leid']],
  ['Mailchimp', ['email address', 'member rating']],
  ['Mailchimp', ['email address', 'unsub time']],
  ['Mailchimp', ['email address', 'clean time']],
  ['HubSpot', ['email', 'record id']],
  ['HubSpot', ['email', 'lifecycle stage']],
  ['HubSpot', ['email', 'associated company']],
  ['Google Contacts', ['e mail 1 value']],
  ['Outlook', ['e mail address', 'e mail display name']],
  ['Outlook', ['e mail address', 'business phone']],
  ['Outlook', ['e mail address', 'job title', 'company']],
  ['Muck Rack', ['email', 'beats', 'outlets']],
  ['Muck Rack', ['email', 'muck rack url']],
  ['Muck Rack', ['email', 'primary outlet']],
  ['Cision', ['outlet name', 'contact topics']],
  ['Cision', ['outlet name', 'subjects']],
  ['Cision', ['contact id', 'outlet name']],
  ['Prezly', ['email', 'organisation', 'job title', 'tags']],
  ['Prezly', ['email', 'display name', 'contact type']],
  ['Prezly', ['email', 'prezly url']],
];

/** Rows that a header is looked for in, below whatever preamble an export begins with. */
const headerRows = 20;

/**
 * Finds the header and which column holds what. `remembered` is asked first, by the header's own words. A header that
 * names everything but the addresses keeps its other columns: the addresses are found by what is in the cells. Null when
 * no column holds addresses.
 */
export function recogniseLayout(
  head: readonly CsvRow[],
  remembered: (columns: string[]) => Mapping | null,
): Layout | null {
  for (const [index, { row, cells }] of head.slice(0, headerRows).entries()) {
    const mapping = remembered(cells);
    if (mapping) return { name: 'mapped', mapping, headerRow: row, guessed: [], columns: cells };
    if (cells.some(isAddress)) break;
    const known = mappingOf(cells);
    if (!known.email) continue;
    const rows = head.slice(index + 1);
    if (known.email.every((column) => isStreet(cells[column])) && !holdsAddresses(rows, known.email)) break;
    const keys = cells.map(plainWords);
    const tool = tools.find(([, signature]) => signature.every((key) => keys.includes(key)));
    return { name: tool?.[0] ?? 'columns', mapping: known, headerRow: row, guessed: [], columns: cells };
  }
  return byContent(head);
}

/** "Address" alone is either kind: what stands below it tells. */
const isStreet = (header = '') => plainWords(header) === 'address';

const isAddress = (cell: string) => {
  const address = readAddress(cell);
  return 'email' in address || address.problem === 'address-several';
};

function holdsAddresses(rows: readonly CsvRow[], columns: readonly number[]): boolean {
  return rows.some(({ cells }) => columns.some((column) => isAddress(cells[column] ?? '')));
}

/** Columns by the headers that a person named for them; a field nobody named is found as in any other file. */
export type NamedColumns = Partial<Record<ColumnField, string>>;

/** The mapping that named columns give under a header, or null when the header lacks one of them. */
export function mapColumns(columns: readonly string[], named: NamedColumns): Mapping | null {
  const keys = columns.map(plainWords);
  const mapping = mappingOf(columns);
  for (const field of columnFields) {
    const header = named[field];
    if (header === undefined) continue;
    const column = keys.indexOf(plainWords(header));
    if (column < 0) return null;
    take(mapping, field, column);
  }
  return mapping.email ? mapping : null;
}

/** Gives a column to a field, and to no other. */
function take(mapping: Mapping, field: ColumnField, column: number): void {
  for (const other of columnFields) {
    const left = mapping[other]?.filter((each) => each !== column) ?? [];
    if (left.length > 0) mapping[other] = left;
    else delete mapping[other];
  }
  mapping[field] = [column];
}

function mappingOf(columns: readonly string[]): Mapping {
  const read = columns.map(readHeader);
  const mapping: Mapping = {};
  read.forEach((found, column) => {
    if (found) mapping[found.field] = [...(mapping[found.field] ?? []), column];
  });
  const rank = (column: number) => read[column]?.rank ?? 0;
  for (const field of columnFields) mapping[field]?.sort((a, b) => rank(a) - rank(b) || a - b);
  if (mapping.email && mapping.email.length > 1)
    mapping.email = mapping.email.filter((column) => !isStreet(columns[column]));
  return mapping;
}

/**
 * The column with the most addresses, and of a header above them what it names. A name, and under a header that names
 * nothing an outlet, are looked for in the first columns with letters.
 */
function byContent(head: readonly CsvRow[]): Layout | null {
  const width = Math.max(0, ...head.map(({ cells }) => cells.length));
  const letters = Array.from({ length: width }, (_, column) => column);
  const addresses = letters.map(
    (column) => head.filter(({ cells }) => isAddress(cells[column] ?? '')).length,
  );
  const most = Math.max(0, ...addresses);
  if (most === 0) return null;
  const email = addresses.indexOf(most);
  const header = headerAbove(head, email);
  const mapping = header ? mappingOf(header.cells) : {};
  take(mapping, 'email', email);
  const guessed: ColumnField[] = ['email'];
  const isWhollyUnknown = Object.keys(mapping).length === 1;
  const mapped = new Set(Object.values(mapping).flat());
  const [first, second] = letters.filter(
    (column) =>
      !mapped.has(column) &&
      head.filter(({ cells }) => /^\p{L}[^@]*$/u.test(cells[column] ?? '')).length * 2 > head.length,
  );
  const guess = (field: ColumnField, column: number | undefined) => {
    if (column === undefined) return;
    mapping[field] = [column];
    guessed.push(field);
  };
  if (!mapping.name && !mapping.firstName && !mapping.lastName) guess('name', first);
  if (isWhollyUnknown) guess('outlet', second);
  return {
    name: header ? 'unknown header' : 'no header',
    mapping,
    headerRow: header?.row ?? 0,
    guessed,
    columns: header?.cells ?? letters.map(columnLetter),
  };
}

/**
 * The row above the first address, when it is a header: it names columns, or has a word where the addresses are, in a
 * language that we do not know.
 */
function headerAbove(head: readonly CsvRow[], email: number): CsvRow | null {
  const first = head.findIndex(({ cells }) => isAddress(cells[email] ?? ''));
  const above = head.slice(0, first).findLast(({ cells }) => cells.some((cell) => cell !== ''));
  if (!above) return null;
  const isHeader = /^[^@]+$/.test(above.cells[email] ?? '') || Object.keys(mappingOf(above.cells)).length > 1;
  return isHeader ? above : null;
}

/** 0 → `A`, 26 → `AA`, as spreadsheets count. */
export function columnLetter(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? columnLetter(before - 1) : '') + String.fromCharCode(65 + (column % 26));
}
