/**
 * One line of a CSV file that a spreadsheet may open: a cell that a spreadsheet would run as a formula gets an
 * apostrophe in front, which our own import takes off again. Ends in CRLF.
 */
export function spreadsheetLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\r\n`;
}

/** Excel takes a CSV file for UTF-8 when it begins with this. */
export const byteOrderMark = '\ufeff';

function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
