import { readAddress } from '../domain/address.ts';
import type { CsvRow } from './read-csv.ts';

/** What a column of a media list can hold. */
export const columnFields = [
  'email',
  'name',
  'firstName',
  'middleName',
  'lastName',
  'outlet',
  'outletKind',
  'role',
  'beats',
  'regions',
  'languages',
  'zone',
  'tier',
  'notes',
  'status',
  'optedOut',
  'unsubscribedAt',
  'bouncedAt',
  'consentAt',
  'consentSource',
] as const;
export type ColumnField = (typeof columnFields)[number];

/** Which columns (from 0) hold a field; several for one field are read in order. */
export type Mapping = Partial<Record<ColumnField, number[]>>;

export interface Layout {
  /** The tool whose export this is, `mapped` for a remembered mapping, `columns` for any other recognised header. */
  name: string;
  mapping: Mapping;
  /** Row number of the header; 0 without one. */
  headerRow: number;
  /** No header said what the columns hold: they were read by what is in them. */
  isGuessed: boolean;
  /** Header cells as written; letters (`A`, `B`) without a header. */
  columns: string[];
}

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

/** How the fields are called: by our own export, by the tools, and in the languages of newsrooms. */
const names: Record<ColumnField, readonly string[]> = {
  email: [
    'email',
    'e mail',
    'email address',
    'e mail address',
    'e mail 1 value',
    'primary email',
    'contact email',
    'work email',
    'email 1',
    'mail',
    'address',
    'dia chi email',
    'thu dien tu',
    'courriel',
    'adresse e mail',
    'adresse email',
    'adresse electronique',
    'correo',
    'correo electronico',
    'e mail adresse',
    'электронная почта',
    'почта',
    'البريد الإلكتروني',
    '邮箱',
    '电子邮件',
    '电子邮箱',
    'email addresses',
    'e mail 2 address',
    'e mail 2 value',
  ],
  name: [
    'name',
    'full name',
    'contact name',
    'display name',
    'journalist',
    'contact',
    'journalist name',
    'ho ten',
    'ho va ten',
    'nom complet',
    'nombre completo',
    'vollstandiger name',
    'имя',
    'фио',
    'الاسم',
    '姓名',
  ],
  firstName: ['first name', 'firstname', 'given name', 'fname', 'prenom', 'nombre', 'vorname', 'ten'],
  middleName: ['middle name', 'additional name', 'ten dem'],
  lastName: [
    'last name',
    'lastname',
    'family name',
    'surname',
    'lname',
    'nom',
    'apellido',
    'apellidos',
    'nachname',
    'ho',
  ],
  outlet: [
    'outlet',
    'outlets',
    'outlet name',
    'primary outlet',
    'media outlet',
    'publication',
    'company',
    'company name',
    'organisation',
    'organization',
    'associated company',
    'organization name',
    'organization 1 name',
    'media',
    'media name',
    'co quan',
    'co quan bao chi',
    'toa soan',
    'bao',
    'medio',
    'medium',
    'издание',
    'сми',
    'المؤسسة',
    '媒体',
    '单位',
  ],
  outletKind: [
    'outlet type',
    'outlet kind',
    'media type',
    'medium type',
    'outletkind',
    'loai hinh',
    'loai hinh bao chi',
  ],
  role: [
    'role',
    'title',
    'job title',
    'position',
    'function',
    'organization title',
    'organization 1 title',
    'jobtitle',
    'chuc vu',
    'chuc danh',
    'fonction',
    'poste',
    'cargo',
    'puesto',
    'funktion',
    'должность',
    'المنصب',
    '职务',
  ],
  beats: [
    'beats',
    'beat',
    'topics',
    'topic',
    'subjects',
    'subject',
    'contact topics',
    'contact subjects',
    'coverage',
    'covers',
    'tags',
    'interests',
    'labels',
    'categories',
    'group membership',
    'linh vuc',
    'chu de',
    'mang',
    'sujets',
    'rubriques',
    'temas',
    'themen',
    'темы',
    'المواضيع',
    '领域',
  ],
  regions: [
    'regions',
    'region',
    'country',
    'country region',
    'contact country',
    'cc',
    'location',
    'outlet country',
    'business country region',
    'address 1 country',
    'khu vuc',
    'quoc gia',
    'pays',
    'pais',
    'land',
    'страна',
    'البلد',
    '国家',
  ],
  languages: [
    'languages',
    'language',
    'preferred language',
    'working languages',
    'contact language',
    'lang',
    'locale',
    'ngon ngu',
    'langue',
    'langues',
    'idioma',
    'idiomas',
    'sprache',
    'sprachen',
    'язык',
    'языки',
    'اللغة',
    '语言',
  ],
  zone: ['zone', 'time zone', 'timezone', 'mui gio', 'fuseau horaire', 'zona horaria', 'zeitzone'],
  tier: ['tier', 'priority', 'media tier', 'rank'],
  notes: ['notes', 'note', 'comments', 'comment', 'remarks', 'ghi chu'],
  status: [
    'status',
    'subscription status',
    'subscriber status',
    'email status',
    'member status',
    'marketing contact status',
    'trang thai',
  ],
  optedOut: [
    'suppressed',
    'do not contact',
    'dnc',
    'do not email',
    'unsubscribed',
    'opted out',
    'opt out',
    'email opt out',
    'opted out of all email',
    'unsubscribed from all email',
    'has unsubscribed',
    'do not mail',
    'khong lien he',
  ],
  unsubscribedAt: ['unsub time', 'unsubscribed at', 'unsubscribe date', 'unsubscribed date', 'opted out at'],
  bouncedAt: ['email hard bounce reason', 'clean time', 'bounced at', 'hard bounced at'],
  consentAt: [
    'confirm time',
    'optin time',
    'opt in time',
    'consent at',
    'consent date',
    'subscribed at',
    'subscription date',
  ],
  consentSource: ['consent source', 'consent', 'opt in source'],
};

const byHeader = new Map(columnFields.flatMap((field) => names[field].map((name) => [name, field] as const)));

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

/**
 * Finds the header among the first rows, below whatever preamble an export begins with, and which column holds what.
 * `remembered` is asked first, by the header's own words. Null when no column holds addresses.
 */
export function recogniseLayout(
  head: readonly CsvRow[],
  remembered: (columns: string[]) => Mapping | null,
): Layout | null {
  for (const { row, cells } of head.slice(0, 20)) {
    const mapping = remembered(cells);
    if (mapping) return { name: 'mapped', mapping, headerRow: row, isGuessed: false, columns: cells };
    const keys = cells.map(headerKey);
    if (cells.some((cell) => 'email' in readAddress(cell))) break;
    const known = mappingOf(keys);
    if (!known.email) continue;
    const tool = tools.find(([, signature]) => signature.every((key) => keys.includes(key)));
    return {
      name: tool?.[0] ?? 'columns',
      mapping: known,
      headerRow: row,
      isGuessed: false,
      columns: cells,
    };
  }
  return withoutHeader(head);
}

/** Columns by the headers that a person named for them; a field nobody named is found as in any other file. */
export type NamedColumns = Partial<Record<ColumnField, string>>;

/** The mapping that named columns give under a header, or null when the header lacks one of them. */
export function mapColumns(columns: readonly string[], named: NamedColumns): Mapping | null {
  const keys = columns.map(headerKey);
  const mapping = mappingOf(keys);
  for (const field of columnFields) {
    const header = named[field];
    if (header === undefined) continue;
    const column = keys.indexOf(headerKey(header));
    if (column < 0) return null;
    mapping[field] = [column];
  }
  return mapping.email ? mapping : null;
}

function mappingOf(keys: readonly string[]): Mapping {
  const mapping: Mapping = {};
  keys.forEach((key, column) => {
    const field = byHeader.get(key);
    if (field) mapping[field] = [...(mapping[field] ?? []), column];
  });
  for (const field of columnFields) {
    const columns = mapping[field];
    const rank = (column: number) => names[field].indexOf(keys[column] ?? '');
    if (columns) mapping[field] = columns.sort((a, b) => rank(a) - rank(b));
  }
  // "address" is a street when another column holds the mail.
  if (mapping.email && mapping.email.length > 1)
    mapping.email = mapping.email.filter((column) => keys[column] !== 'address');
  return mapping;
}

/** Without a header: the column with the most addresses; a name is looked for in the first other one with letters. */
function withoutHeader(head: readonly CsvRow[]): Layout | null {
  const width = Math.max(0, ...head.map(({ cells }) => cells.length));
  const addresses = Array.from(
    { length: width },
    (_, column) => head.filter(({ cells }) => 'email' in readAddress(cells[column] ?? '')).length,
  );
  const most = Math.max(0, ...addresses);
  if (most === 0) return null;
  const email = addresses.indexOf(most);
  const text = Array.from({ length: width }, (_, column) => column).filter(
    (column) =>
      column !== email &&
      head.filter(({ cells }) => /^\p{L}[^@]*$/u.test(cells[column] ?? '')).length * 2 > head.length,
  );
  const [name, outlet] = text;
  const header = unknownHeader(head, email);
  return {
    name: header ? 'unknown header' : 'no header',
    mapping: {
      email: [email],
      ...(name === undefined ? {} : { name: [name] }),
      ...(outlet === undefined ? {} : { outlet: [outlet] }),
    },
    headerRow: header?.row ?? 0,
    isGuessed: true,
    columns: header?.cells ?? Array.from({ length: width }, (_, column) => columnLetter(column)),
  };
}

/** The row above the first address, when it has a word where the addresses are: a header in words we do not know. */
function unknownHeader(head: readonly CsvRow[], email: number): CsvRow | null {
  const first = head.findIndex(({ cells }) => 'email' in readAddress(cells[email] ?? ''));
  const above = head[first - 1];
  return above && /^[^@]+$/.test(above.cells[email] ?? '') ? above : null;
}

/** 0 → `A`, 26 → `AA`, as spreadsheets count. */
export function columnLetter(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? columnLetter(before - 1) : '') + String.fromCharCode(65 + (column % 26));
}
