import type { ImportProblem } from '../domain/contact-import.ts';
import type { OpenFile } from './decode-file.ts';
import { type CsvRow, headRows, inspectCsv, readCsv, UnreadableFile } from './read-csv.ts';
import { openWorkbook, type Sheet, type SheetRow } from './read-workbook.ts';
import { type Layout, type Mapping, recogniseLayout } from './recognise-layout.ts';
import { sniffList } from './sniff-list.ts';

/** A list in a file of any kind: rows of cells with a layout. */
export interface ListFile {
  /** The title of the list, if the first line is `# Title`. */
  title: string | null;
  encoding: string;
  layout: Layout;
  rows: () => AsyncIterable<CsvRow>;
  /** Remarks about the file as a whole. Call it after all rows were read. */
  remarks: () => ImportProblem[];
}

export type ReadMapping = (columns: string[]) => Mapping | null;

/** Bytes of a workbook, enough for some 300,000 people. A workbook is read into memory as a whole. */
const longestWorkbook = 60_000_000;

/** Opens a file; its name and its content decide how. Throws `UnreadableFile` if the file is no list. */
export async function openListFile(
  open: OpenFile,
  file: string,
  readMapping: ReadMapping,
): Promise<ListFile> {
  const sniffed = sniffList(file, await firstBytes(open));
  switch (sniffed.kind) {
    case 'refused':
      throw new UnreadableFile(0, sniffed.code, sniffed.message);
    case 'workbook':
      return openSheet(openWorkbook(await allBytes(open)), readMapping);
    case 'text':
      return openText(open, readMapping);
  }
}

async function openText(open: OpenFile, readMapping: ReadMapping): Promise<ListFile> {
  const { dialect, head, title } = await inspectCsv(open);
  const layout = recogniseLayout(head, readMapping);
  if (!layout) throw noAddresses(head.length);
  return {
    title,
    encoding: dialect.encoding,
    layout,
    rows: () => readCsv(open, dialect),
    remarks: () => guessedColumns(layout),
  };
}

/** The first bytes of a file, which show its kind. */
export async function firstBytes(open: OpenFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await open()) {
    chunks.push(chunk);
    if (chunk.length >= 512 || chunks.length >= 8) break;
  }
  return Buffer.concat(chunks);
}

export async function allBytes(open: OpenFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of await open()) {
    bytes += chunk.length;
    if (bytes > longestWorkbook)
      throw new UnreadableFile(
        0,
        'file-too-large',
        `A workbook of more than ${longestWorkbook / 1_000_000} MB is not read. Take pictures and other sheets out of it, or save the list as CSV.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// Workbooks ---------------------------------------------------------------------------------------------------------

interface Found {
  sheet: Sheet;
  head: CsvRow[];
  layout: Layout | null;
}

/** Reads the first sheet that contains addresses. Reports what else the workbook contains. */
async function openSheet(sheets: readonly Sheet[], readMapping: ReadMapping): Promise<ListFile> {
  const found: Found[] = [];
  for (const sheet of sheets) {
    const head = await headOf(sheet);
    found.push({ sheet, head, layout: recogniseLayout(head, readMapping) });
  }
  const taken = found.find(({ sheet, layout }) => layout && !sheet.isHidden);
  if (!taken?.layout) throw noSheet(found);
  const { sheet, head, layout } = taken;
  const hiddenRows: number[] = [];
  return {
    title: /^#\s*(.{1,100})$/.exec(head[0]?.cells[0] ?? '')?.[1] ?? null,
    encoding: 'xlsx',
    layout,
    async *rows() {
      hiddenRows.length = 0;
      for await (const row of sheet.rows()) {
        if (row.isHidden && row.row > layout.headerRow && hasText(row)) hiddenRows.push(row.row);
        yield row;
      }
    },
    remarks: () => [...guessedColumns(layout), ...otherSheets(found, sheet), ...cellsMet(sheet, hiddenRows)],
  };
}

const hasText = ({ cells }: CsvRow) => cells.some((cell) => cell !== '');

async function headOf(sheet: Sheet): Promise<SheetRow[]> {
  const head: SheetRow[] = [];
  for await (const row of sheet.rows()) if (hasText(row) && head.push(row) === headRows) break;
  return head;
}

function noSheet(found: readonly Found[]): UnreadableFile {
  const hidden = found.find(({ sheet, layout }) => layout && sheet.isHidden);
  if (!hidden) return noAddresses(found.reduce((rows, { head }) => rows + head.length, 0));
  return new UnreadableFile(
    0,
    'sheet-hidden',
    `Addresses stand in a hidden sheet only, “${hidden.sheet.name}”. If it is the list, unhide it in Excel (right click on a sheet’s name, Unhide) and save the file again.`,
  );
}

function otherSheets(found: readonly Found[], taken: Sheet): ImportProblem[] {
  const others = found.filter(({ sheet, head }) => sheet !== taken && head.length > 0);
  if (others.length === 0) return [];
  const names = others.map(({ sheet, layout }) => {
    const marks = [...(sheet.isHidden ? ['hidden'] : []), ...(layout ? ['with addresses'] : [])];
    return `“${sheet.name}”${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  });
  return [
    said(
      'sheets-ignored',
      `The list was read from the sheet “${taken.name}”; not read: ${names.slice(0, 20).join(', ')}${
        names.length > 20 ? ` and ${names.length - 20} more` : ''
      }. A sheet that is a list of its own goes into a file of its own.`,
    ),
  ];
}

function cellsMet(sheet: Sheet, hiddenRows: readonly number[]): ImportProblem[] {
  const { errors, uncalculated, hiddenColumns } = sheet.met();
  const some = (all: readonly (string | number)[]) =>
    `${all.slice(0, 5).join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`;
  return [
    ...(hiddenRows.length > 0
      ? [
          said(
            'rows-hidden',
            `Hidden rows (by a filter, or by hand) were read like the others: ${some(hiddenRows)}. If their people are not meant, delete those rows and take the import back.`,
          ),
        ]
      : []),
    ...(hiddenColumns.length > 0
      ? [said('columns-hidden', `Hidden columns were read like the others: ${some(hiddenColumns)}.`)]
      : []),
    ...(errors.length > 0
      ? [said('cells-with-errors', `Cells with an error of Excel were read as empty: ${some(errors)}.`)]
      : []),
    ...(uncalculated.length > 0
      ? [
          said(
            'formulas-uncalculated',
            `Formulas without a stored result were read as empty: ${some(uncalculated)}. Open the file in Excel, save it, and import it again.`,
          ),
        ]
      : []),
  ];
}

// Remarks -----------------------------------------------------------------------------------------------------------

function said(code: string, message: string): ImportProblem {
  return { row: 0, column: null, code, message };
}

function noAddresses(rows: number): UnreadableFile {
  return rows === 0
    ? new UnreadableFile(0, 'file-empty', 'The file holds no rows.')
    : new UnreadableFile(
        1,
        'no-address-column',
        'No column with email addresses was found. Give it a header such as "Email", or say which it is with --map email="…".',
      );
}

function guessedColumns({ columns, mapping, headerRow, guessed }: Layout): ImportProblem[] {
  const read = guessed.flatMap((field) => {
    const [column] = mapping[field] ?? [];
    return column === undefined ? [] : [`${columns[column] || 'one without a name'} as ${field}`];
  });
  if (read.length === 0) return [];
  const why =
    headerRow === 0
      ? 'The file has no header row; columns'
      : 'The header names them in words that are not known; columns';
  return [
    {
      row: headerRow,
      column: null,
      code: headerRow === 0 ? 'no-header' : 'header-unknown',
      message: `${why} were read by what is in them: ${read.join(', ')}. If that is wrong, say which column is which with --map.`,
    },
  ];
}
