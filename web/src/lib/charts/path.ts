/** What SVG draws of rows: lines and areas to a tenth of a pixel, broken where there is no value. */
import type { Row, Value } from './rows.ts';

/** Where a row lies, pixels; `y` is NaN when it has no value. */
export interface Place<R extends Row> {
  readonly x: Value<R>;
  readonly y: Value<R>;
}

interface Scales {
  readonly xScale: (value: number) => number;
  readonly yScale: (value: number) => number;
}

/** Where a reading of a row lies. Takes the scales as they are now, once, and not anew for each row. */
export function placeOf<R extends Row>({ xScale, yScale }: Scales, value: Value<R>): Place<R> {
  const high = (number: number) => (Number.isNaN(number) ? number : yScale(number));
  return { x: (row) => xScale(row.at), y: (row) => high(value(row)) };
}

const tenth = (pixels: number): number => Math.round(pixels * 10) / 10;

/** A value alone between gaps becomes a dot where the line's ends are round. */
export function linePath<R extends Row>(rows: readonly R[], { x, y }: Place<R>): string {
  let path = '';
  /** In the stretch that is open. */
  let points = 0;
  for (const row of rows) {
    const high = y(row);
    if (!Number.isNaN(high)) path += `${points++ === 0 ? 'M' : 'L'}${tenth(x(row))},${tenth(high)}`;
    else {
      if (points === 1) path += 'Z';
      points = 0;
    }
  }
  return points === 1 ? `${path}Z` : path;
}

/** From `place` down, or up, to `base`. */
export function areaPath<R extends Row>(rows: readonly R[], { x, y }: Place<R>, base: Value<R>): string {
  let path = '';
  /** The way back along the base of the stretch that is open. */
  let back = '';
  for (const row of rows) {
    const high = y(row);
    if (!Number.isNaN(high)) {
      const left = tenth(x(row));
      path += `${back === '' ? 'M' : 'L'}${left},${tenth(high)}`;
      back = `L${left},${tenth(base(row))}${back}`;
    } else if (back !== '') {
      path += `${back}Z`;
      back = '';
    }
  }
  return back === '' ? path : `${path}${back}Z`;
}
