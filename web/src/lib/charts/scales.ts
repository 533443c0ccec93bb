/** The scales of our charts as layers find them: time along x in epoch milliseconds, a number along y. */
import { getLayerCakeContext } from 'layercake';
import type { ScaleContinuousNumeric, ScaleLinear } from 'd3-scale';
import type { Row } from './rows.ts';

interface Dimensions {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleContinuousNumeric<number, number>;
}
/** Call while a layer is set up. Every read is reactive: don't take it apart. */
export const getScales = <R extends Row>() => getLayerCakeContext<Dimensions, R[]>();
