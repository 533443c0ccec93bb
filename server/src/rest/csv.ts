/** CSV (RFC 4180) that a spreadsheet can open without executing what a subscriber or a device is called. */

/** A spreadsheet takes a cell that begins so for a formula. */
const beginsFormula = /^[=+\-@\t\r\n]/;
const needsQuotes = /[",\r\n]/;

/** What a cell can hold. */
type Cell = string | number | boolean | null | undefined;

/** A text that would begin a formula gets an apostrophe in front; numbers stay numbers, null is an empty cell. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const harmless = beginsFormula.test(value) ? `'${value}` : value;
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** With the CRLF that ends it. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Reads a column of a row: that of an object within the row is `outer.inner`. */
export function columnReader(column: string): (row: object) => Cell {
  const path = column.split('.');
  return (row) =>
    path.reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], row) as Cell;
}
