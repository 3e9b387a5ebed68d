import { format } from 'numfmt';

/**
 * The text of a cell: NFC, without control and bidirectional characters (which would get into mail headers), and
 * without the apostrophe that keeps a spreadsheet from running it as a formula. A formula is ordinary text here.
 */
export function plainCell(cell: string): string {
  return cell
    .normalize('NFC')
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/g,
      '',
    )
    .trim()
    .replace(/^'(?=[=+\-@\t\r])/, '');
}

/**
 * The formats for which Excel stores only a number. Formats that depend on the reader's country (14, 22) are written as
 * ISO dates.
 */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd hh:mm',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  49: '@',
};

/** A number format by its id in a workbook's styles. Null means that a number is shown as it is. */
export function numberFormat(id: number, own: ReadonlyMap<number, string>): string | null {
  const code = own.get(id) ?? builtIn[id] ?? null;
  // A telephone number that Excel shows as 4.93E+11 still has all its digits in the file.
  return code === null || /general|e[+-]/i.test(code) ? null : code;
}

/** Days between the two epochs of workbooks: 1 January 1904 in files from old Macs, 31 December 1899 in others. */
export const daysTo1904 = 1462;

/** A number as its reader sees it. If the format is invalid, the number is shown as it is. */
export function shownNumber(written: string, code: string | null, counts1904: boolean): string {
  const value = Number(written);
  if (!Number.isFinite(value)) return written;
  if (code === null) return wholeNumber(value);
  try {
    const isDate = /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^[\]]*\]|\\./g, ''));
    const shown = format(code, isDate && counts1904 ? value + daysTo1904 : value, { nbsp: false });
    return /^#+$/.test(shown) ? wholeNumber(value) : shown.trim();
  } catch {
    return wholeNumber(value);
  }
}

/** Fifteen digits, the precision of Excel, and never an exponent. */
function wholeNumber(value: number): string {
  const rounded = Number(value.toPrecision(15));
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e21 ? rounded.toFixed(0) : String(rounded);
}
