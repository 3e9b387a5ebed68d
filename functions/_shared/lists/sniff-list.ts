/** The kind of a dropped list: text, workbook, or refused with advice what to do. */
export type ListKind = { kind: 'text' | 'workbook' } | { kind: 'refused'; code: string; message: string };

/**
 * Kinds of files in which people keep lists and that Dateline does not read, by extension: what the file is, and how to
 * save it in another format.
 */
const inExcel = 'Open it in Excel and save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”.';
const known: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  xls: ['an old Excel file', inExcel],
  xlsb: ['a binary Excel workbook', inExcel],
  xlt: ['an Excel template', inExcel],
  xltx: ['an Excel template', inExcel],
  xlsm: [
    'an Excel workbook with macros',
    'Open it in Excel and save it as “Excel Workbook (.xlsx)”, without macros.',
  ],
  xltm: [
    'an Excel template with macros',
    'Open it in Excel and save it as “Excel Workbook (.xlsx)”, without macros.',
  ],
  ods: ['an OpenDocument spreadsheet', 'In LibreOffice, choose File, Save As, “Excel 2007-365 (.xlsx)”.'],
  numbers: ['a Numbers spreadsheet', 'In Numbers, choose File, Export To, Excel.'],
  pdf: ['a PDF', 'A PDF has no cells: ask for the table it was made from, as CSV or XLSX.'],
  doc: ['an old Word document', 'Copy its table into Excel and save that as “Excel Workbook (.xlsx)”.'],
  docx: ['a Word document', 'Copy its table into Excel and save that as “Excel Workbook (.xlsx)”.'],
  odt: ['a text document', 'Copy its table into a spreadsheet and save that as CSV or XLSX.'],
  rtf: ['a text document', 'Copy its table into a spreadsheet and save that as CSV or XLSX.'],
  pages: ['a Pages document', 'Copy its table into Numbers and choose File, Export To, Excel.'],
  pptx: ['a presentation', 'Copy its table into Excel and save that as “Excel Workbook (.xlsx)”.'],
  vcf: ['an address card', 'Import it into your address book, and export that as CSV.'],
  zip: ['an archive', 'Unpack it and drop the CSV or XLSX files in it.'],
  json: ['a JSON file', 'Save its rows as CSV or XLSX.'],
  xml: ['an XML file', 'Save its rows as CSV or XLSX.'],
  html: ['a web page', 'Open it in Excel and save it as “Excel Workbook (.xlsx)”.'],
  htm: ['a web page', 'Open it in Excel and save it as “Excel Workbook (.xlsx)”.'],
};
const pictures = /^(jpe?g|png|gif|webp|svg|tiff?|bmp|heic|avif)$/;
const texts = /^(csv|tsv|txt|tab)$/;
const saveAsText = 'Save the list as CSV or as an Excel workbook (.xlsx) and drop that.';

/** Recognises a list by its file name and its first bytes. If the two contradict each other, the bytes decide. */
export function sniffList(file: string, head: Uint8Array): ListKind {
  const name = file.split('/').at(-1) ?? file;
  const ending = /\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const refused = (what: string, fix: string, code = 'file-kind-unsupported'): ListKind => ({
    kind: 'refused',
    code,
    message: `“${name}” is ${what}, which is not read. ${fix}`,
  });
  const [what, fix] = known[ending] ?? [];
  if (what !== undefined && fix !== undefined)
    return refused(what, fix, /m$/.test(ending) && ending.startsWith('xl') ? 'file-with-macros' : undefined);
  if (pictures.test(ending)) return refused('a picture', saveAsText);
  const start = Buffer.from(head.subarray(0, 512)).toString('latin1');
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return { kind: 'workbook' };
  if (start.startsWith('\xd0\xcf\x11\xe0'))
    return ending === 'xlsx'
      ? {
          kind: 'refused',
          code: 'file-protected',
          message: `“${name}” is protected by a password, or is an old Excel file under a new name. Open it in Excel, remove the password (File, Info) and save it as “Excel Workbook (.xlsx)”.`,
        }
      : refused('an old Office file', inExcel);
  if (start.startsWith('%PDF-')) return refused('a PDF', known.pdf?.[1] ?? saveAsText);
  if (/^(\x89PNG|GIF8|\xff\xd8\xff)/.test(start)) return refused('a picture', saveAsText);
  if (/^(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype|html|table|\?xml)/i.test(start))
    return refused('a web page or XML under another name', inExcel);
  if (ending === 'xlsx')
    return head.length === 0
      ? { kind: 'text' }
      : {
          kind: 'refused',
          code: 'file-damaged',
          message: `“${name}” is no Excel workbook, in spite of its name. Open it in Excel and save it as “Excel Workbook (.xlsx)”; if it is text, let its name end in .csv.`,
        };
  if (texts.test(ending) || ending === '') return { kind: 'text' };
  return refused(`a .${ending} file`, saveAsText);
}
