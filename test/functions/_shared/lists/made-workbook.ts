import { strToU8, zipSync } from 'fflate';

type MadeCell = string | number | { xml: string };

export interface MadeSheet {
  name: string;
  state?: 'hidden' | 'veryHidden';
  rows: MadeCell[][];
  /** Numbers of rows that a filter hides. */
  hiddenRows?: number[];
  /** XML before the rows, such as `<cols>`. */
  before?: string;
}

const namespaces =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const relations = (all: [id: string, type: string, target: string][]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** A workbook in the form that Excel writes: shared strings, styles 1… with the given formats, one part per sheet. */
export function madeWorkbook(
  sheets: MadeSheet[],
  options: {
    formats?: string[];
    workbookPr?: string;
    parts?: Record<string, string>;
    contentType?: string;
  } = {},
): Uint8Array {
  const words: string[] = [];
  const cellXml = (cell: MadeCell, at: string): string => {
    if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${at}"`);
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    if (cell === '') return '';
    return `<c r="${at}" t="s"><v>${words.push(cell) - 1}</v></c>`;
  };
  const letter = (column: number) => String.fromCharCode(65 + column);
  const sheetXml = ({ rows, hiddenRows = [], before = '' }: MadeSheet) =>
    `<?xml version="1.0"?><worksheet ${namespaces}>${before}<sheetData>${rows
      .map(
        (cells, i) =>
          `<row r="${i + 1}"${hiddenRows.includes(i + 1) ? ' hidden="1"' : ''}>${cells
            .map((cell, column) => cellXml(cell, `${letter(column)}${i + 1}`))
            .join('')}</row>`,
      )
      .join('')}</sheetData></worksheet>`;
  const parts: Record<string, string> = {
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${namespaces}>${options.workbookPr ?? ''}<sheets>${sheets
      .map(
        ({ name, state }, i) =>
          `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, i): [string, string, string] => [
        `rId${i + 1}`,
        'worksheet',
        `worksheets/sheet${i + 1}.xml`,
      ]),
      ['words', 'sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles', '/xl/styles.xml'],
    ]),
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)])),
    'xl/styles.xml': `<styleSheet ${namespaces}><numFmts>${(options.formats ?? [])
      .map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escaped(code)}"/>`)
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${(
      options.formats ?? []
    )
      .map((_, i) => `<xf numFmtId="${200 + i}"/>`)
      .join('')}<xf numFmtId="14"/></cellXfs></styleSheet>`,
    '[Content_Types].xml': `<Types><Default Extension="vml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/><Override PartName="/xl/workbook.xml" ContentType="${options.contentType ?? sheetType}"/></Types>`,
    ...options.parts,
  };
  parts['xl/sharedStrings.xml'] ??= `<sst ${namespaces}>${words
    .map((word) => `<si><t xml:space="preserve">${escaped(word)}</t></si>`)
    .join('')}</sst>`;
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}
