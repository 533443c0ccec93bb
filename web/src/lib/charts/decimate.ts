/** Thins rows to what a screen can show: the first, last, least and greatest of every pixel column, so that no spike is lost. */
import type { Row, Value } from './rows.ts';

/** Indices worth drawing of the rows `start..end` (exclusive), for all readings together. */
function extremesOf<R extends Row>(
  rows: readonly R[],
  start: number,
  end: number,
  values: readonly Value<R>[],
  kept: Set<number>,
) {
  kept.add(start).add(end - 1);
  for (const value of values) {
    let least = -1;
    let greatest = -1;
    let missing = -1;
    for (let index = start; index < end; index++) {
      const number = value(rows[index]!);
      if (Number.isNaN(number)) missing = index;
      else {
        if (least === -1 || number < value(rows[least]!)) least = index;
        if (greatest === -1 || number > value(rows[greatest]!)) greatest = index;
      }
    }
    for (const index of [least, greatest, missing]) if (index !== -1) kept.add(index);
  }
}

/**
 * Rows to draw on `width` pixels between `from` and `to`: all of them while there are at most two a pixel.
 * Beyond that a column keeps at most 2 + 3 x readings of them, gaps included. Rows stay in order.
 */
export function decimate<R extends Row>(
  rows: readonly R[],
  values: readonly Value<R>[],
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): readonly R[] {
  if (width < 1 || rows.length <= 2 * width) return rows;
  const columnOf = (row: R) => Math.floor(((row.at - from) / (to - from)) * width);
  const kept = new Set<number>();
  let start = 0;
  for (let index = 1; index <= rows.length; index++) {
    const row = rows[index];
    if (row !== undefined && columnOf(row) === columnOf(rows[start]!)) continue;
    extremesOf(rows, start, index, values, kept);
    start = index;
  }
  return [...kept].sort((a, b) => a - b).map((index) => rows[index]!);
}
