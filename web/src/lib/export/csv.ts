/** Comma-separated values as RFC 4180 has them: CRLF, quotes where needed. Safe to open in a spreadsheet. */

export type Cell = string | number;

/** A text that begins like this would be run as a formula by a spreadsheet. Numbers are no texts: −5 stays −5. */
const formula = /^[=+\-@\t\r]/;

/** NaN and infinite numbers are empty cells. */
function written(cell: Cell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const harmless = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line a row, the last one ended too. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');
