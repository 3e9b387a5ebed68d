import { format } from 'numfmt';

/**
 * A cell's text: NFC, without control and bidirectional characters (they would go on into mail headers), and without
 * the apostrophe that keeps a spreadsheet from running it as a formula. A formula is text like any other.
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

/** The formats that Excel knows by number alone. Dates of the reader's own country (14, 22) are written as ISO. */
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

/** A number format by its id in a workbook's styles; null shows a number as it is. */
export function numberFormat(id: number, own: ReadonlyMap<number, string>): string | null {
  const code = own.get(id) ?? builtIn[id] ?? null;
  // A telephone number shown as 4.93E+11 has lost its digits on the screen only.
  return code === null || /general|e[+-]/i.test(code) ? null : code;
}

/** Days between the two days that workbooks count from: 1 January 1904 on old Macs, 31 December 1899 elsewhere. */
export const daysTo1904 = 1462;

/** A number as its reader sees it. A format that makes no sense shows the number as it is. */
export function shownNumber(written: string, code: string | null, counts1904: boolean): string {
  const value = Number(written);
  if (!Number.isFinite(value)) return written;
  if (code === null) return wholeNumber(value);
  try {
    const isDate = /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
    const shown = format(code, isDate && counts1904 ? value + daysTo1904 : value, { nbsp: false });
    return /^#+$/.test(shown) ? wholeNumber(value) : shown.trim();
  } catch {
    return wholeNumber(value);
  }
}

/** Fifteen digits, as Excel keeps, and never with an exponent. */
function wholeNumber(value: number): string {
  const rounded = Number(value.toPrecision(15));
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e21 ? rounded.toFixed(0) : String(rounded);
}
