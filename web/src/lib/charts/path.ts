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

/** Stretches without a gap, of rows that have a place. */
function stretchesOf<R extends Row>(rows: readonly R[], { x, y }: Place<R>): [x: number, y: number, row: R][][] {
  const stretches: [number, number, R][][] = [];
  let open = false;
  for (const row of rows) {
    const high = y(row);
    const isGap = Number.isNaN(high);
    if (!isGap) {
      if (!open) stretches.push([]);
      stretches.at(-1)!.push([tenth(x(row)), tenth(high), row]);
    }
    open = !isGap;
  }
  return stretches;
}

/** A value alone between gaps becomes a dot where the line's ends are round. */
export function linePath<R extends Row>(rows: readonly R[], place: Place<R>): string {
  return stretchesOf(rows, place)
    .map((points) => `M${points.map(([x, y]) => `${x},${y}`).join('L')}${points.length === 1 ? 'Z' : ''}`)
    .join('');
}

/** From `place` down, or up, to `base`. */
export function areaPath<R extends Row>(rows: readonly R[], place: Place<R>, base: Value<R>): string {
  return stretchesOf(rows, place)
    .map((points) => {
      const there = points.map(([x, y]) => `${x},${y}`);
      const back = points.map(([x, , row]) => `${x},${tenth(base(row))}`).reverse();
      return `M${there.join('L')}L${back.join('L')}Z`;
    })
    .join('');
}
