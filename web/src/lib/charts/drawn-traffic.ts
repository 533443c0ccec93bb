/** What a traffic chart draws in each of its modes: which lines, on which scale. */
import { largest } from './rows.ts';
import type { TrafficRow, Value } from './rows.ts';
import type { TrafficMode } from './traffic-view.ts';
import { mirroredScale, rateAxis, valueScale } from './value-scale.ts';
import type { AxisWriting } from './value-scale.ts';

export interface TrafficLine {
  readonly direction: 'up' | 'down';
  /** Where it is drawn on the axis. */
  readonly value: Value<TrafficRow>;
}

export interface DrawnTraffic {
  readonly lines: readonly TrafficLine[];
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly axis: AxisWriting;
}

const up = (row: TrafficRow) => row.up;
const down = (row: TrafficRow) => row.down;

/** The scale holds both: the rows, and the rows of the period before that are drawn behind them. */
export function drawnTraffic(
  mode: TrafficMode,
  rows: readonly TrafficRow[],
  previous: readonly TrafficRow[],
): DrawnTraffic {
  const greatest = (value: Value<TrafficRow>) => Math.max(largest(rows, [value]), largest(previous, [value]));
  const lines: TrafficLine[] = [
    { direction: 'down', value: mode === 'mirrored' ? (row) => -row.down : down },
    { direction: 'up', value: up },
  ];
  if (mode === 'overlaid') {
    const { top, ticks } = valueScale(Math.max(greatest(up), greatest(down)), 4);
    return { lines, domain: [0, top], ticks, axis: rateAxis(top) };
  }
  const scale = mirroredScale(greatest(up), greatest(down));
  return {
    lines,
    domain: [-scale.down, scale.up],
    ticks: scale.ticks,
    axis: rateAxis(Math.max(scale.up, scale.down)),
  };
}
