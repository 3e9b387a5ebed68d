import { readBeat } from '../domain/contact-beats.ts';
import type { CardFields } from '../domain/contact-change.ts';
import { readLanguage } from '../domain/contact-languages.ts';
import { readOutletKind } from '../domain/contact-outlet-kind.ts';
import { readRegion } from '../domain/contact-regions.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Instant } from '../domain/report.ts';
import type { ColumnField } from './column-fields.ts';
import { fullName } from './full-name.ts';
import type { CsvRow } from './read-csv.ts';
import { readRowAddress } from './read-row-address.ts';
import { readWish, type Wish } from './read-wish.ts';
import { columnLetter, type Layout } from './recognise-layout.ts';

/** A remark about one cell, for a person to read. `error`: the row is not imported. */
export interface RowProblem {
  row: number;
  /** The header of the column as written, or its letter. */
  column: string;
  code: string;
  message: string;
  severity: 'error' | 'warning';
}

/** A row as read: the person, their fields, and their wish to be written to or not. */
export interface ReadRow {
  row: number;
  email: string;
  fields: Omit<CardFields, 'lists'>;
  wish: Wish;
}

const sayings = {
  'address-missing': 'There is no email address in this row.',
  'address-malformed': 'This is not an email address.',
  'address-not-ascii': 'Letters outside a–z before the @ cannot be written to by Amazon SES.',
  'address-several': 'There are several addresses in one cell, and none that can be written to.',
} as const;

/** Longer texts are cut: a name of a thousand letters is a broken row, not a name. */
const longestText = 200;
const longestNotes = 2000;

/** A cell with a hundred beats is a text in the wrong column. */
const longestValue = 80;
const mostValues = 100;

/** The cells of a row by the fields of their columns. Collects all remarks on cells. */
function cellsOf({ row, cells }: CsvRow, { mapping, columns }: Layout) {
  const problems: RowProblem[] = [];
  const headerOf = (field: ColumnField) => {
    const [column = 0] = mapping[field] ?? [];
    return columns[column] || columnLetter(column);
  };
  const filled = (field: ColumnField) =>
    (mapping[field] ?? []).map((column) => cells[column] ?? '').filter((cell) => cell !== '');
  const textOf = (field: ColumnField) => filled(field)[0] ?? '';
  const problem = (field: ColumnField, severity: RowProblem['severity'], code: string, message: string) => {
    problems.push({ row, column: headerOf(field), code, message, severity });
  };
  const warn = (field: ColumnField, code: string, message: string) =>
    problem(field, 'warning', code, message);
  const cut = (field: ColumnField, text: string, longest: number) => {
    if (text.length > longest)
      warn(field, 'text-cut', `This text is longer than ${longest} letters; the rest was left out.`);
    return text.slice(0, longest) || null;
  };
  return { mapping, problems, headerOf, filled, textOf, problem, warn, cut };
}
type Cells = ReturnType<typeof cellsOf>;

export function readContactRow(
  csvRow: CsvRow,
  layout: Layout,
  vocabulary: Newsroom['vocabulary'],
): { read: ReadRow | null; problems: RowProblem[] } {
  const cells = cellsOf(csvRow, layout);
  const { problems } = cells;
  const email = readEmail(cells);
  if (email === null) return { read: null, problems };
  const choices = readChoices(cells);
  const consent = readConsent(cells);
  const wish = readWishOf(cells);
  warnOfBounces(cells);
  const texts = readTexts(cells, vocabulary);
  return { problems, read: { row: csvRow.row, email, wish, fields: { ...texts, ...choices, consent } } };
}

/** Null if there is no valid address. The row is then not imported. */
function readEmail({ textOf, problem, warn }: Cells): string | null {
  const { address, from, several } = readRowAddress(textOf('email'), textOf('outletEmail'));
  if ('problem' in address) {
    problem(from, 'error', address.problem, sayings[address.problem]);
    return null;
  }
  if (from === 'outletEmail')
    warn(from, 'address-of-outlet', 'The person has no address of their own here; the outlet’s was taken.');
  if (several > 1)
    warn(
      from,
      'address-several',
      `There are ${several} addresses in this cell; the first was taken. Give each person a row of their own.`,
    );
  return address.email;
}

/** Fields with a fixed set of values. Any other value is left out. */
function readChoices({ textOf, warn }: Cells) {
  const zone = textOf('zone');
  if (zone !== '' && !isZone(zone))
    warn('zone', 'zone-unknown', 'This is no time zone such as Asia/Ho_Chi_Minh; it was left out.');
  const languages = many(textOf('languages'));
  if (languages.some((written) => readLanguage(written) === null))
    warn('languages', 'language-unknown', 'A language here is not known; it was left out.');
  const tier = readTier(textOf('tier'));
  if (tier === null && textOf('tier') !== '')
    warn('tier', 'tier-unknown', 'A tier is 1, 2 or 3; it was left out.');
  const outletKind = readOutletKind(textOf('outletKind'));
  if (outletKind === 'other' && !saysOther.test(textOf('outletKind')))
    warn('outletKind', 'outlet-kind-unknown', 'This kind of outlet is not known; it was taken as "other".');
  return {
    zone: isZone(zone) ? zone : null,
    languages: distinct(languages.map(readLanguage)),
    tier,
    outletKind,
  };
}

function readConsent({ textOf, warn }: Cells): CardFields['consent'] {
  const source = textOf('consentSource');
  const written = textOf('consentAt');
  const at = readInstant(written);
  if (at !== null)
    return { source: source.slice(0, longestText) || 'import', at, evidence: 'as the imported list says' };
  if (written + source !== '')
    warn(
      written === '' ? 'consentSource' : 'consentAt',
      'consent-undated',
      'There is no date here that can be read, such as 2026-01-31; the consent was left out.',
    );
  return null;
}

function readWishOf({ mapping, textOf, headerOf, warn }: Cells): Wish {
  const wish = readWish(textOf, mapping.optedOut ? headerOf('optedOut') : '');
  if (wish === 'unknown')
    warn(
      'status',
      'status-unknown',
      `“${textOf('status').slice(0, 60)}” says neither that the person is in nor that they left; they were taken as in.`,
    );
  return wish;
}

function warnOfBounces({ textOf, warn }: Cells): void {
  const bounces = Number.parseInt(textOf('bounceCount'), 10);
  if (bounces > 0)
    warn(
      'bounceCount',
      'bounces-reported',
      `The other tool counted ${bounces} bounced ${bounces === 1 ? 'mail' : 'mails'} here. It does not say whether for good, so the person was not suppressed: npx dateline contacts suppress ADDRESS.`,
    );
}

/** Fields with free text of limited length. */
function readTexts(cells: Cells, vocabulary: Newsroom['vocabulary']) {
  const { mapping, textOf, headerOf, filled, cut } = cells;
  const line = (field: ColumnField) => cut(field, textOf(field).replace(/\s+/g, ' '), longestText);
  return {
    name: cut(mapping.name ? 'name' : 'lastName', fullName(textOf, headerOf) ?? '', longestText),
    outlet: line('outlet'),
    role: line('role'),
    phone: cut('phone', [...new Set(filled('phone'))].join('; ').replace(/\s+/g, ' '), longestText),
    beats: distinct(
      some(cells, 'beats', filled('beats').flatMap(many)).map((written) => readBeat(written, vocabulary)),
    ),
    regions: distinct(some(cells, 'regions', many(textOf('regions'))).map(readRegion)),
    notes: cut('notes', textOf('notes'), longestNotes),
  };
}

/** The values of a cell, without those that are too long and those above the maximum number. */
function some({ warn }: Cells, field: ColumnField, values: readonly string[]): string[] {
  const kept = values.filter((value) => value.length <= longestValue).slice(0, mostValues);
  if (kept.length < values.length)
    warn(
      field,
      'text-cut',
      `Of the values here those of more than ${longestValue} letters, and those after the first ${mostValues}, were left out.`,
    );
  return kept;
}

/** "Other" in several languages: here the kind `other` is correct and needs no warning. */
const saysOther =
  /^(|other|others|autre|autres|otro|otros|sonstige|sonstiges|andere|khác|другое|أخرى|其他)$/iu;

/**
 * Splits `a; b, c`, one value per line, or Google's ` ::: `. Google's `* myContacts` is a group of all contacts and is
 * ignored.
 */
function many(cell: string): string[] {
  return cell
    .split(/:::|[;,|\n]|\s\/\s/)
    .map((part) => part.trim().replace(/^["']|["']$/g, ''))
    .filter((part) => part !== '' && !part.startsWith('* '));
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

const zones = new Set(Intl.supportedValuesOf('timeZone'));

/** The runtime lists only one name per zone (`Asia/Saigon`). Other names are tested by using them. */
function isZone(text: string): boolean {
  if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(text)) return false;
  if (zones.has(text)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    zones.add(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function readTier(written: string): number | null {
  const [, found] = /^(?:tier\s*)?([123abc])$/i.exec(written) ?? [];
  return found ? ('123'.includes(found) ? Number(found) : 'abc'.indexOf(found.toLowerCase()) + 1) : null;
}

/** A date, or a date and a time. UTC if no time zone is given. */
function readInstant(written: string): Instant | null {
  const time = Date.parse(
    /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(written) ? `${written.replace(' ', 'T')}Z` : written,
  );
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
