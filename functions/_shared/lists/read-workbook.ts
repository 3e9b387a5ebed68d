import path from 'node:path';
import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { isZipTrouble, openZip, type Zip, ZipError, type ZipTrouble } from '../office/open-zip.ts';
import { numberFormat, plainCell, shownNumber } from './cell-text.ts';
import { type CsvRow, UnreadableFile } from './read-csv.ts';
import { columnLetter } from './recognise-layout.ts';

/** A row of a sheet; numbered as in Excel. */
export interface SheetRow extends CsvRow {
  isHidden: boolean;
}

export interface Sheet {
  name: string;
  isHidden: boolean;
  /** Throws `UnreadableFile` at the row where the sheet breaks off. Memory holds one piece of the sheet. */
  rows: () => AsyncIterable<SheetRow>;
  /** Remarks about the rows of the last reading. */
  met: () => SheetRemarks;
}

export interface SheetRemarks {
  /** Cells (`B7`) with an error such as #REF!, and cells with a formula that has no stored result. */
  errors: string[];
  uncalculated: string[];
  /** Letters of hidden columns. */
  hiddenColumns: string[];
}

/** Bytes, enough for a list of 300,000 people. A sheet is read in pieces; its shared strings are held in memory. */
const limits = { partBytes: 100_000_000, totalBytes: 300_000_000 };
const longestWords = 60_000_000;
const mostColumns = 512;
/**
 * Characters of all cells of a sheet together. The limit is needed because a million cells can refer to one shared
 * string.
 */
const mostCharacters = 60_000_000;
/** The limit of Excel. */
const longestCell = 32_767;

/** Opens an Excel workbook. Throws `UnreadableFile` with row 0 if the file is no workbook or must not be opened. */
export function openWorkbook(bytes: Uint8Array): Sheet[] {
  const zip = openZip(bytes, limits);
  if (isZipTrouble(zip)) throw unreadable(zip);
  refuseOthers(zip);
  const main = relationsOf(zip, '').find(({ type }) => type.endsWith('/officeDocument'))?.target;
  const relations = relationsOf(zip, main ?? 'xl/workbook.xml');
  const partOf = (kind: string) => relations.find(({ type }) => type.endsWith(`/${kind}`))?.target ?? null;
  const { sheets, counts1904 } = readContents(zip, main ?? 'xl/workbook.xml');
  const words = readWords(zip, partOf('sharedStrings'));
  const formats = readFormats(zip, partOf('styles'));
  return sheets.flatMap(({ name, isHidden, id }) => {
    const relation = relations.find((each) => each.id === id);
    // A sheet that contains only a chart has no rows.
    if (!relation?.type.endsWith('/worksheet')) return [];
    return [sheetOf(zip, relation.target, { name, isHidden }, { words, formats, counts1904 })];
  });
}

function unreadable(refusal: ZipTrouble, row = 0): UnreadableFile {
  switch (refusal.trouble) {
    case 'protected':
      return new UnreadableFile(
        row,
        'file-protected',
        'The workbook is protected by a password. Remove it in Excel (File, Info) and save it again.',
      );
    case 'damaged':
      return damaged(row);
    case 'unpacks-too-far':
    case 'too-many-parts':
    case 'part-twice':
      return new UnreadableFile(
        row,
        'file-suspicious',
        'The workbook unpacks to far more than a media list can hold.',
      );
  }
}

const damaged = (row = 0) =>
  new UnreadableFile(
    row,
    'file-damaged',
    'The workbook is damaged. Open it in Excel and save it again as “Excel Workbook (.xlsx)”.',
  );

function refuseOthers(zip: Zip): void {
  const types: string[] = [];
  visit(zip, '[Content_Types].xml', {
    open(name, { ContentType = '' }) {
      // Ignore default types: some programs list macros there although the file contains none.
      if (name === 'Override') types.push(ContentType);
    },
  });
  const has = (pattern: RegExp) => types.some((type) => pattern.test(type));
  if (zip.names.some((name) => name.endsWith('vbaproject.bin')) || has(/macroEnabled/i))
    throw new UnreadableFile(
      0,
      'file-with-macros',
      'The workbook contains macros. Open it in Excel and save it as “Excel Workbook (.xlsx)”, without macros.',
    );
  const other = has(/wordprocessingml/)
    ? 'a Word document'
    : has(/presentationml/)
      ? 'a presentation'
      : zip.names.includes('xl/workbook.bin')
        ? 'a binary Excel workbook'
        : zip.names.some((name) => name.endsWith('.iwa'))
          ? 'a Numbers spreadsheet'
          : zip.names.includes('content.xml')
            ? 'an OpenDocument spreadsheet'
            : has(/spreadsheetml/)
              ? null
              : 'an archive';
  if (other !== null)
    throw new UnreadableFile(
      0,
      'file-kind-unsupported',
      `The file is ${other}, which is not read. Save the list as “Excel Workbook (.xlsx)” or as CSV and drop that.`,
    );
}

// Parts -------------------------------------------------------------------------------------------------------------

interface Visitor {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/** Calls the visitor with names without their prefix, because each program chooses its own prefixes. */
function parserFor({ open, text, close }: Visitor): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw damaged();
  });
  parser.on('error', () => {
    throw damaged();
  });
  if (open) parser.on('opentag', ({ name, attributes }) => open(local(name), attributes));
  if (close) parser.on('closetag', ({ name }) => close(local(name)));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

function textOf(zip: Zip, name: string): string | null {
  const bytes = zip.read(name);
  if (bytes === null) return null;
  if (!(bytes instanceof Uint8Array)) throw unreadable(bytes);
  if (bytes.length > longestWords) throw unreadable({ trouble: 'unpacks-too-far' });
  return decoderFor(bytes).decode(bytes);
}

/** XML is UTF-8 unless it starts with the byte order mark of UTF-16. */
function decoderFor(bytes: Uint8Array): TextDecoder {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder();
}

function visit(zip: Zip, name: string | null, visitor: Visitor): void {
  const text = name === null ? null : textOf(zip, name);
  if (text === null) return;
  const parser = parserFor(visitor);
  parser.write(text).close();
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

/** The parts that a part refers to, as paths within the archive. `''` stands for the archive itself. */
function relationsOf(zip: Zip, part: string): Relation[] {
  const folder = part.includes('/') ? part.slice(0, part.lastIndexOf('/') + 1) : '';
  const relations: Relation[] = [];
  visit(zip, `${folder}_rels/${part.slice(folder.length)}.rels`, {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return;
      const target = path.posix.join(Target.startsWith('/') ? '' : folder, Target).replace(/^\//, '');
      relations.push({ id: Id, type: Type, target });
    },
  });
  return relations;
}

function readContents(zip: Zip, main: string) {
  const sheets: { name: string; isHidden: boolean; id: string }[] = [];
  let counts1904 = false;
  visit(zip, main, {
    open(name, attributes) {
      if (name === 'workbookPr') counts1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const [, id = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? [];
      sheets.push({ name: attributes.name ?? '', isHidden: /hidden/i.test(attributes.state ?? ''), id });
    },
  });
  return { sheets, counts1904 };
}

/**
 * The shared strings of all sheets; cells refer to them by number. Japanese pronunciation guides (`rPh`) are left out.
 */
function readWords(zip: Zip, part: string | null): string[] {
  const words: string[] = [];
  let word = '';
  let aloud = 0;
  let isText = false;
  visit(zip, part, {
    open(name) {
      if (name === 'si') word = '';
      else if (name === 'rPh') aloud += 1;
      else if (name === 't') isText = aloud === 0;
    },
    text(text) {
      if (isText && word.length < longestCell) word += text;
    },
    close(name) {
      if (name === 'si') words.push(cellText(word));
      else if (name === 'rPh') aloud -= 1;
      else if (name === 't') isText = false;
    },
  });
  return words;
}

/** The number format of each cell style. Null means that numbers are shown as they are. */
function readFormats(zip: Zip, part: string | null): (string | null)[] {
  const own = new Map<number, string>();
  const formats: (string | null)[] = [];
  let isCells = false;
  visit(zip, part, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') own.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') isCells = true;
      else if (name === 'xf' && isCells) formats.push(numberFormat(Number(numFmtId), own));
    },
    close(name) {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return formats;
}

/** Decodes `_x000D_`, the notation of workbooks for characters that XML cannot contain. */
function cellText(written: string): string {
  const text = written.includes('_x')
    ? written.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : written;
  return plainCell(text.slice(0, longestCell));
}

// Sheets ------------------------------------------------------------------------------------------------------------

interface Book {
  words: readonly string[];
  formats: readonly (string | null)[];
  counts1904: boolean;
}

function sheetOf(zip: Zip, part: string, named: Pick<Sheet, 'name' | 'isHidden'>, book: Book): Sheet {
  let remarks = noRemarks();
  return {
    ...named,
    met: () => remarks,
    async *rows() {
      remarks = noRemarks();
      const reader = rowReader(book, remarks);
      const pieces = zip.stream(part);
      if (!pieces) throw damaged();
      let decoder: TextDecoder | null = null;
      try {
        for await (const piece of pieces) {
          decoder ??= decoderFor(piece);
          reader.parser.write(decoder.decode(piece, { stream: true }));
          yield* reader.takeRows();
        }
        reader.parser.close();
        yield* reader.takeRows();
      } catch (error) {
        if (error instanceof ZipError) throw unreadable(error.trouble, reader.row());
        if (error instanceof UnreadableFile)
          throw new UnreadableFile(reader.row(), error.code, error.message);
        throw error;
      }
    },
  };
}

const noRemarks = (): SheetRemarks => ({ errors: [], uncalculated: [], hiddenColumns: [] });

interface Cell {
  at: string;
  type: string;
  style: number;
  value: string;
  inline: string;
  isFormula: boolean;
}

function rowReader(book: Book, remarks: SheetRemarks) {
  let ready: SheetRow[] = [];
  let row: SheetRow = { row: 0, cells: [], isHidden: false };
  let cell: Cell | null = null;
  let column = -1;
  let inside: 'value' | 'inline' | null = null;
  let aloud = 0;
  let characters = 0;

  const parser = parserFor({
    open(name, attributes) {
      if (name === 'row') {
        const isHidden = /^(1|true)$/.test(attributes.hidden ?? '');
        row = { row: Number(attributes.r) || row.row + 1, cells: [], isHidden };
        column = -1;
      } else if (name === 'c') {
        const { r: at = '', t: type = 'n', s: style = '0' } = attributes;
        cell = { at, type, style: Number(style), value: '', inline: '', isFormula: false };
        column = at === '' ? column + 1 : columnOf(at);
        if (column >= mostColumns) throw tooManyColumns(row.row);
      } else if (name === 'v') inside = 'value';
      else if (name === 'f' && cell) cell.isFormula = true;
      else if (name === 'rPh') aloud += 1;
      else if (name === 't' && aloud === 0) inside = 'inline';
      else if (name === 'col') hideColumns(attributes, remarks);
    },
    text(text) {
      if (!cell || inside === null) return;
      if (inside === 'value') cell.value += text;
      else if (cell.inline.length < longestCell) cell.inline += text;
    },
    close(name) {
      if (name === 'v' || name === 't') inside = null;
      else if (name === 'rPh') aloud -= 1;
      else if (name === 'c' && cell) {
        const text = shown(cell, book, remarks);
        while (row.cells.length < column) row.cells.push('');
        row.cells[column] = text;
        characters += text.length;
        cell = null;
        if (characters > mostCharacters) throw unreadable({ trouble: 'unpacks-too-far' });
      } else if (name === 'row') ready.push(row);
    },
  });

  return {
    parser,
    row: () => row.row,
    takeRows() {
      const rows = ready;
      ready = [];
      return rows;
    },
  };
}

function tooManyColumns(row: number): UnreadableFile {
  return new UnreadableFile(
    row,
    'too-many-columns',
    `The sheet has more than ${mostColumns} columns; a media list has some dozens.`,
  );
}

/** The text that a spreadsheet program shows in the cell. */
function shown(
  { at, type, style, value, inline, isFormula }: Cell,
  { words, formats, counts1904 }: Book,
  remarks: SheetRemarks,
): string {
  if (isFormula && value === '' && type !== 'str') remark(remarks.uncalculated, at);
  switch (type) {
    case 's':
      return words[Number(value)] ?? '';
    case 'inlineStr':
      return cellText(inline);
    case 'str':
    case 'd':
      return cellText(value);
    case 'b':
      return value === '1' ? 'TRUE' : value === '' ? '' : 'FALSE';
    case 'e':
      remark(remarks.errors, at);
      return '';
    default:
      return value === '' ? '' : shownNumber(value, formats[style] ?? null, counts1904);
  }
}

/** Remembers the first thousand cells, which are enough to find the cause. */
function remark(cells: string[], at: string): void {
  if (cells.length < 1000) cells.push(at);
}

function hideColumns({ hidden = '', min = '0', max = '0' }: Record<string, string>, remarks: SheetRemarks) {
  if (!/^(1|true)$/.test(hidden)) return;
  for (let column = Math.max(1, Number(min)); column <= Math.min(Number(max), mostColumns); column++)
    remarks.hiddenColumns.push(columnLetter(column - 1));
}

/** The column number of a cell: `AB12` → 27. */
function columnOf(at: string): number {
  let column = 0;
  for (const letter of at.toUpperCase()) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column - 1;
}
