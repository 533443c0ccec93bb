/** The colours of the series of devices, as utility classes; the others are grey. */
import type { DeviceSeries } from './device-series.ts';

interface Looks {
  readonly fill: string;
  readonly stroke: string;
  readonly text: string;
}

const looks: readonly Looks[] = [
  { fill: 'fill-series-1/35', stroke: 'stroke-series-1', text: 'text-series-1' },
  { fill: 'fill-series-2/35', stroke: 'stroke-series-2', text: 'text-series-2' },
  { fill: 'fill-series-3/35', stroke: 'stroke-series-3', text: 'text-series-3' },
  { fill: 'fill-series-4/35', stroke: 'stroke-series-4', text: 'text-series-4' },
  { fill: 'fill-series-5/35', stroke: 'stroke-series-5', text: 'text-series-5' },
  { fill: 'fill-series-6/35', stroke: 'stroke-series-6', text: 'text-series-6' },
  { fill: 'fill-series-7/35', stroke: 'stroke-series-7', text: 'text-series-7' },
  { fill: 'fill-series-8/35', stroke: 'stroke-series-8', text: 'text-series-8' },
];
const othersLook: Looks = { fill: 'fill-usual/20', stroke: 'stroke-usual', text: 'text-usual' };

/** More devices than this share the look of the others. */
export const mostNamed = looks.length;

export const looksOf = (index: number, series: readonly DeviceSeries[]): Looks =>
  (series[index]?.names.length === 1 ? looks[index] : undefined) ?? othersLook;
