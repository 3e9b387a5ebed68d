import { readAddress } from '../domain/address.ts';
import { plainWords } from '../domain/plain-words.ts';
import { type ColumnField, columnFields } from './column-fields.ts';
import type { CsvRow } from './read-csv.ts';
import { readHeader } from './read-header.ts';

/** The columns (from 0) that contain a field. Several columns for one field are read in order. */
export type Mapping = Partial<Record<ColumnField, number[]>>;

export interface Layout {
  /** The tool that exported the file; `mapped` for a remembered mapping; `columns` for any other recognised header. */
  name: string;
  mapping: Mapping;
  /** Row number of the header; 0 if there is none. */
  headerRow: number;
  /** Fields whose columns were recognised by their content, because no header named them. */
  guessed: readonly ColumnField[];
  /** Header cells as written; letters (`A`, `B`) if there is no header. */
  columns: string[];
}

/** Headers that identify the export of a tool. All headers of one group must be present. */
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

/** Rows that are searched for a header, which may follow a preamble. */
const headerRows = 20;

/**
 * Finds the header row and the column of each field. A remembered mapping for this header takes precedence. If a header
 * names everything but the addresses, its other columns are used and the addresses are found by content. Null if no
 * column contains addresses.
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

/** The header "Address" may mean email or street; the cells below decide. */
const isStreet = (header = '') => plainWords(header) === 'address';

const isAddress = (cell: string) => {
  const address = readAddress(cell);
  return 'email' in address || address.problem === 'address-several';
};

function holdsAddresses(rows: readonly CsvRow[], columns: readonly number[]): boolean {
  return rows.some(({ cells }) => columns.some((column) => isAddress(cells[column] ?? '')));
}

/** Headers of columns that a person assigned to fields. Other fields are recognised as in any file. */
export type NamedColumns = Partial<Record<ColumnField, string>>;

/** The mapping for columns that a person named, or null if one of them is not in the header. */
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

/** Assigns a column to one field, and removes it from all others. */
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
 * Chooses the column with the most addresses, and uses the header above it, if any, for the other fields. If no column
 * is named as a name, the first column with letters is taken; under an unknown header the second is taken as the
 * outlet.
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
 * The row above the first address, if it is a header: it names columns, or it has a word above the addresses, perhaps
 * in an unknown language.
 */
function headerAbove(head: readonly CsvRow[], email: number): CsvRow | null {
  const first = head.findIndex(({ cells }) => isAddress(cells[email] ?? ''));
  const above = head.slice(0, first).findLast(({ cells }) => cells.some((cell) => cell !== ''));
  if (!above) return null;
  const isHeader = /^[^@]+$/.test(above.cells[email] ?? '') || Object.keys(mappingOf(above.cells)).length > 1;
  return isHeader ? above : null;
}

/** The letter of a column, as in spreadsheets: 0 → `A`, 26 → `AA`. */
export function columnLetter(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? columnLetter(before - 1) : '') + String.fromCharCode(65 + (column % 26));
}
