/** Round upper ends and marks of value axes, so that charts of one page can share them. */
import { nice, ticks } from 'd3-array';
import { rateUnitFor } from '../format/rate.ts';

export interface ValueScale {
  /** Upper end of the axis, round, above zero even when all values are zero. */
  readonly top: number;
  /** Round values from 0 to `top`. */
  readonly ticks: readonly number[];
}

/** An axis from 0 that holds `largest`, with about `count` steps. */
export function valueScale(largest: number, count = 3): ValueScale {
  const [, top] = nice(0, largest > 0 ? largest : 1, count) as [number, number];
  return { top, ticks: ticks(0, top, count) };
}

/** Writes the marks of a rate axis in one unit: the number alone, with `label` to say the unit once. */
export function rateAxis(top: number): { readonly label: string; readonly format: (bitsPerSecond: number) => string } {
  const unit = rateUnitFor(top);
  const digits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
  return { label: unit.label, format: (bitsPerSecond) => digits.format(Math.abs(bitsPerSecond) / unit.factor) };
}
