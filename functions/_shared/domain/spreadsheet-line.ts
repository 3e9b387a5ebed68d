/**
 * One line of a CSV file that a spreadsheet may open. A cell that a spreadsheet would run as a formula gets a leading
 * apostrophe; our own import removes it again. Ends in CRLF.
 */
export function spreadsheetLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\r\n`;
}

/** Excel reads a CSV file as UTF-8 if it starts with this. */
export const byteOrderMark = '\ufeff';

function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
