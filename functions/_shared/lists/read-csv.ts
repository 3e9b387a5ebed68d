import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import * as z from 'zod';
import { plainCell } from './cell-text.ts';
import { decodeFile, detectEncoding, type OpenFile } from './decode-file.ts';

/** How a file separates its cells; detected before the file is read. */
export interface Dialect {
  encoding: string;
  delimiter: string;
  /** 1 if the first line is Excel's `sep=;`. */
  linesBefore: 0 | 1;
}

export interface CsvRow {
  /** The row number of a spreadsheet: counted from 1; a quoted line break does not start a new row. */
  row: number;
  cells: string[];
}

/** The file cannot be read from this row on (0: not at all). `code` and `message` say why. */
export class UnreadableFile extends Error {
  readonly row: number;
  readonly code: string;

  constructor(row: number, code: string, message: string) {
    super(message);
    this.row = row;
    this.code = code;
  }
}

const delimiters = [',', ';', '\t', '|'];

/** Characters and rows that are examined for the dialect and the header. */
const headCharacters = 64 * 1024;
export const headRows = 40;

/** Characters. A longer row means that a quotation mark was never closed. */
const longestRow = 128 * 1024;

/** Detects the dialect of a file. Returns also its first rows, and the list's title if the first line is `# Title`. */
export async function inspectCsv(
  open: OpenFile,
): Promise<{ dialect: Dialect; head: CsvRow[]; title: string | null }> {
  const encoding = await detectEncoding(open);
  let head = '';
  for await (const text of decodeFile(open, encoding)) {
    head += text;
    if (head.length >= headCharacters) {
      head = head.slice(0, head.lastIndexOf('\n', headCharacters) + 1 || headCharacters);
      break;
    }
  }
  const [sepLine, declared] = /^"?sep=(.)"?\r?(?:\n|$)/i.exec(head) ?? [];
  const linesBefore = sepLine === undefined ? 0 : 1;
  const text = head.slice(sepLine?.length ?? 0);
  const delimiter = declared ?? likelyDelimiter(text);
  const rows = firstRows(text, delimiter);
  return {
    title: /^"?#\s*(?=\S)([^\r\n"]{1,100}?)"?[,;\t ]*(?:[\r\n]|$)/.exec(text)?.[1] ?? null,
    dialect: { encoding, delimiter, linesBefore },
    head: rows.map((cells, i) => ({ row: i + 1 + linesBefore, cells: cells.map(plainCell) })),
  };
}

/** The delimiter that divides the most rows into the same number of cells. */
function likelyDelimiter(text: string): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const widths = new Map<number, number>();
    for (const cells of firstRows(text, delimiter))
      if (cells.length > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    const score = Math.max(0, ...[...widths].map(([width, rows]) => rows * Math.sqrt(width)));
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

const lenient = {
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: false,
  max_record_size: longestRow,
} as const;

/** The first rows. If the text ends in the middle of a row, the rows before it. */
function firstRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  try {
    parseNow(text, {
      ...lenient,
      delimiter,
      to: headRows,
      on_record: (cells: string[]) => void rows.push(cells),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

/** All rows of a file. Throws `UnreadableFile` at the row where it breaks off. Memory holds one row and a buffer. */
export async function* readCsv(open: OpenFile, dialect: Dialect): AsyncGenerator<CsvRow> {
  let row: number = dialect.linesBefore;
  for await (const { cells } of rawRows(open, dialect)) {
    row += 1;
    yield { row, cells };
  }
}

const rawRecordSchema = z.object({ record: z.array(z.string()), raw: z.string() });

/** The rows with their original text, without line ends. */
export async function* rawRows(
  open: OpenFile,
  { encoding, delimiter, linesBefore }: Dialect,
): AsyncGenerator<{ cells: string[]; raw: string }> {
  const parser = parse({ ...lenient, delimiter, from_line: 1 + linesBefore, raw: true });
  const source = Readable.from(decodeFile(open, encoding), { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const parsed of source.pipe(parser)) {
      const { record, raw } = rawRecordSchema.parse(parsed);
      // The parser includes all, half or none of a line end in `raw`.
      yield { cells: record.map(plainCell), raw: withoutLineEnds(raw) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser throws before it has delivered all complete rows, so the row number comes from its own counter.
    throw new UnreadableFile(
      linesBefore + parser.info.records + 1,
      'quote-unclosed',
      'A quotation mark that is opened here is never closed.',
    );
  } finally {
    source.destroy();
  }
}

/** Removes line ends from both ends. A regular expression would scan the line ends inside again and again. */
function withoutLineEnds(raw: string): string {
  const isEnd = (at: number) => raw[at] === '\n' || raw[at] === '\r';
  let [start, end] = [0, raw.length];
  while (start < end && isEnd(start)) start++;
  while (end > start && isEnd(end - 1)) end--;
  return raw.slice(start, end);
}
