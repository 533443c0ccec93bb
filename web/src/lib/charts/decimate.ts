/** Thins rows to what a screen can show: the least and greatest of every pixel column, so that no spike is lost. */
import type { Row, Value } from './rows.ts';

/** Adds the indices worth drawing of the rows `start..end` (exclusive), for all readings together; in order and each once. */
function keepExtremes<R extends Row>(
  rows: readonly R[],
  start: number,
  end: number,
  values: readonly Value<R>[],
  kept: number[],
) {
  const found: number[] = [];
  for (const value of values) {
    let least = -1;
    let greatest = -1;
    let missing = -1;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let index = start; index < end; index++) {
      const number = value(rows[index]!);
      if (Number.isNaN(number)) missing = index;
      if (number < low) {
        least = index;
        low = number;
      }
      if (number > high) {
        greatest = index;
        high = number;
      }
    }
    found.push(least, greatest, missing);
  }
  found.sort((a, b) => a - b);
  for (const index of found) if (index !== -1 && index !== kept.at(-1)) kept.push(index);
}

/**
 * Rows to draw on `width` pixels between `from` and `to`: all of them while there are at most two a pixel.
 * Beyond that a column keeps at most 3 x readings of them, gaps included, and the whole its first and last row. Rows stay in order.
 */
export function decimate<R extends Row>(
  rows: readonly R[],
  values: readonly Value<R>[],
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): readonly R[] {
  if (width < 1 || rows.length <= 2 * width) return rows;
  const columnOf = (row: R) => Math.floor(((row.at - from) / (to - from)) * width);
  const kept = [0];
  let start = 0;
  let column = columnOf(rows[0]!);
  for (let index = 1; index <= rows.length; index++) {
    const next = index < rows.length ? columnOf(rows[index]!) : Number.NaN;
    if (next === column) continue;
    keepExtremes(rows, start, index, values, kept);
    start = index;
    column = next;
  }
  if (kept.at(-1) !== rows.length - 1) kept.push(rows.length - 1);
  return kept.map((index) => rows[index]!);
}
