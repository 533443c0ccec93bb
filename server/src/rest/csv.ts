/** CSV (RFC 4180) that a spreadsheet can open without executing what a subscriber or a device is called. */

/** A spreadsheet takes a cell that begins so for a formula. */
const beginsFormula = /^[=+\-@\t\r\n]/;
const needsQuotes = /[",\r\n]/;

/** A text that would begin a formula gets an apostrophe in front; numbers stay numbers, null is an empty cell. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const harmless = beginsFormula.test(value) ? `'${value}` : value;
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** With the CRLF that ends it. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** The cells of a row by the names of their columns: those of an object within it are `outer.inner`. */
export function flattened(row: object, prefix = ''): [column: string, value: unknown][] {
  return Object.entries(row).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? flattened(value, `${prefix}${name}.`) : [[prefix + name, value]],
  );
}
