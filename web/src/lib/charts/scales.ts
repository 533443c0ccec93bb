/** The scales of our charts as layers find them: time along x in epoch milliseconds, a number along y. */
import { getLayerCakeContext } from 'layercake';
import type { ScaleContinuousNumeric, ScaleLinear } from 'd3-scale';
import type { Place } from './path.ts';
import type { Row, Value } from './rows.ts';

interface Dimensions {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleContinuousNumeric<number, number>;
}
interface Scales {
  readonly xScale: Dimensions['x'];
  readonly yScale: Dimensions['y'];
}

/** Call while a layer is set up. Every read is reactive: don't take it apart. */
export const getScales = <R extends Row>() => getLayerCakeContext<Dimensions, R[]>();

/** Where a reading of a row lies. The scales are looked up once, not once a row. */
export function placeOf<R extends Row>({ xScale, yScale }: Scales, value: Value<R>): Place<R> {
  return { x: (row) => xScale(row.at), y: (row) => yScale(value(row)) };
}
