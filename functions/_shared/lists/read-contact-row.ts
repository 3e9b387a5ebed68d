import { readAddress } from '../domain/address.ts';
import type { SuppressionReason } from '../domain/contact.ts';
import { readBeat } from '../domain/contact-beats.ts';
import type { CardFields } from '../domain/contact-change.ts';
import { readLanguage } from '../domain/contact-languages.ts';
import { readOutletKind } from '../domain/contact-outlet-kind.ts';
import { readRegion } from '../domain/contact-regions.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Instant } from '../domain/report.ts';
import type { CsvRow } from './read-csv.ts';
import { type ColumnField, columnLetter, headerKey, type Layout } from './recognise-layout.ts';

/** One thing about one cell that a person should know. `error`: the row is not imported. */
export interface RowProblem {
  row: number;
  /** The header of the column as written, or its letter. */
  column: string;
  code: string;
  message: string;
  severity: 'error' | 'warning';
}

/** A row as read: whom it names, what it says of them, and whether their own tool had let them go. */
export interface ReadRow {
  row: number;
  email: string;
  fields: Omit<CardFields, 'lists'>;
  suppress: SuppressionReason | null;
}

const sayings = {
  'address-missing': 'There is no email address in this row.',
  'address-malformed': 'This is not an email address.',
  'address-not-ascii': 'Letters outside a–z before the @ cannot be written to by Amazon SES.',
  'address-several': 'There are several addresses in one cell; give each person a row of their own.',
} as const;

/** Texts longer than these are cut: a name of a thousand letters is a broken row, not a name. */
const longestText = 200;
const longestNotes = 2000;

export function readContactRow(
  { row, cells }: CsvRow,
  layout: Layout,
  vocabulary: Newsroom['vocabulary'],
): { read: ReadRow | null; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const columnOf = (field: ColumnField) => layout.mapping[field]?.[0] ?? 0;
  const textOf = (field: ColumnField) =>
    layout.mapping[field]?.map((column) => cells[column] ?? '').find((cell) => cell !== '') ?? '';
  const problem = (field: ColumnField, severity: RowProblem['severity'], code: string, message: string) => {
    const column = columnOf(field);
    problems.push({ row, column: layout.columns[column] || columnLetter(column), code, message, severity });
  };
  const line = (field: ColumnField) => textOf(field).replace(/\s+/g, ' ').slice(0, longestText) || null;

  const address = readAddress(textOf('email'));
  if ('problem' in address) {
    problem('email', 'error', address.problem, sayings[address.problem]);
    return { read: null, problems };
  }
  const parts = nameParts(layout).map(textOf).filter(Boolean).join(' ');
  const zone = textOf('zone');
  if (zone !== '' && !isZone(zone))
    problem(
      'zone',
      'warning',
      'zone-unknown',
      'This is no time zone such as Asia/Ho_Chi_Minh; it was left out.',
    );
  const languages = many(textOf('languages'));
  const unread = languages.filter((written) => readLanguage(written) === null);
  if (unread.length > 0)
    problem('languages', 'warning', 'language-unknown', 'A language here is not known; it was left out.');
  const tier = readTier(textOf('tier'));
  if (tier === null && textOf('tier') !== '')
    problem('tier', 'warning', 'tier-unknown', 'A tier is 1, 2 or 3; it was left out.');
  return {
    problems,
    read: {
      row,
      email: address.email,
      suppress: readSuppression(textOf, headerKey(layout.columns[columnOf('optedOut')] ?? '')),
      fields: {
        name: line('name') ?? (parts.replace(/\s+/g, ' ').slice(0, longestText) || null),
        outlet: line('outlet'),
        outletKind: readOutletKind(textOf('outletKind')),
        role: line('role'),
        beats: distinct(many(textOf('beats')).map((written) => readBeat(written, vocabulary))),
        regions: distinct(many(textOf('regions')).map(readRegion)),
        languages: distinct(languages.map(readLanguage)),
        zone: isZone(zone) ? zone : null,
        tier,
        consent: readConsent(textOf('consentSource'), textOf('consentAt')),
        notes: textOf('notes').slice(0, longestNotes) || null,
      },
    },
  };
}

/** `a; b, c`, one per line, or Google's ` ::: `; its `* myContacts` is a group of everybody and says nothing. */
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

/** The runtime lists one name per zone (`Asia/Saigon`); others that it knows are tried. */
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

const no = /^(0|no|n|false|none|never|khong|non|nein|нет|不|-)?$/i;

/** Whether the row itself says that the person left, and why. A tool's own word counts as much as ours. */
function readSuppression(
  textOf: (field: ColumnField) => string,
  optedOutHeader: string,
): SuppressionReason | null {
  const status = textOf('status').toLowerCase();
  if (/complain|spam|abuse/.test(status)) return 'complained';
  if (textOf('bouncedAt') !== '' || /clean|bounce|invalid|undeliverable|unknown.?user/.test(status))
    return 'bounced';
  if (/do.?not|dnc|suppress|block|archived|deleted/.test(status)) return 'suppressed-by-admin';
  if (
    textOf('unsubscribedAt') !== '' ||
    /unsub|opt.?out|opted.?out|non.?subscri|not.?subscri|removed|left/.test(status)
  )
    return 'unsubscribed';
  if (no.test(textOf('optedOut'))) return null;
  return /^(do not|dnc|suppressed|khong)/.test(optedOutHeader) ? 'suppressed-by-admin' : 'unsubscribed';
}

/** Vietnamese names begin with the family's: the headers say whose order it is. */
function nameParts(layout: Layout): ColumnField[] {
  const [family] = layout.mapping.lastName ?? [];
  return family !== undefined && headerKey(layout.columns[family] ?? '') === 'ho'
    ? ['lastName', 'middleName', 'firstName']
    : ['firstName', 'middleName', 'lastName'];
}

function readConsent(source: string, written: string): CardFields['consent'] {
  const time = Date.parse(
    /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(written) ? `${written.replace(' ', 'T')}Z` : written,
  );
  const at: Instant | null = Number.isNaN(time) ? null : new Date(time).toISOString();
  if (at === null) return null;
  return { source: source.slice(0, longestText) || 'import', at, evidence: 'as the imported list says' };
}
