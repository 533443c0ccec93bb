/** Round upper ends and marks of value axes, so that charts of one page can share them. */
import { nice, range, tickStep, ticks } from 'd3-array';
import { rateUnitFor } from '../format/rate.ts';
import { locale } from '../text/locale.ts';

export interface ValueScale {
  /** Upper end of the axis, round, above zero even when all values are zero. */
  readonly top: number;
  /** Round values from 0 to `top`. */
  readonly ticks: readonly number[];
}

export interface LogarithmicScale extends ValueScale {
  /** Below this the axis runs on to 0 in one short step; a power of ten. */
  readonly bottom: number;
}

/** A logarithmic axis from 0 that shows `smallest` and holds `largest`: marks at powers of ten, at least two decades. */
export function logarithmicScale(smallest: number, largest: number): LogarithmicScale {
  const top = Math.ceil(Math.log10(Math.max(largest, 1_000)));
  const bottom = Math.min(top - 2, Math.floor(Math.log10(Math.max(smallest, 1))));
  const powers = range(bottom, top + 1).map((power) => 10 ** power);
  return { top: 10 ** top, bottom: 10 ** bottom, ticks: [0, ...powers] };
}

/** An axis from 0 that holds `largest`, with about `count` steps. */
export function valueScale(largest: number, count = 3): ValueScale {
  const [, top] = nice(0, largest > 0 ? largest : 1, count);
  return { top, ticks: ticks(0, top, count) };
}

export interface MirroredScale {
  /** Upper and lower end, both positive: how far the chart reaches on either side of zero. */
  readonly up: number;
  readonly down: number;
  /** Round values from `-down` to `up`. */
  readonly ticks: readonly number[];
}

/** One scale for two directions drawn away from zero, no longer on either side than that side needs. */
export function mirroredScale(largestUp: number, largestDown: number, count = 4): MirroredScale {
  const step = tickStep(0, largestUp + largestDown || 1, count);
  const steps = (largest: number) => Math.max(1, Math.ceil(largest / step));
  const [up, down] = [steps(largestUp), steps(largestDown)];
  return { up: up * step, down: down * step, ticks: range(-down, up + 1).map((index) => index * step) };
}

/** How the marks of an axis are written. */
export interface AxisWriting {
  /** The unit, said once. */
  readonly label: string;
  readonly format: (bitsPerSecond: number) => string;
}

const threeDigits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

/** Writes the marks of a rate axis in one unit: the number alone, with `label` to say the unit once. */
export function rateAxis(top: number): AxisWriting {
  const unit = rateUnitFor(top);
  return { label: unit.label, format: (bitsPerSecond) => threeDigits.format(Math.abs(bitsPerSecond) / unit.factor) };
}

/** Writes the marks of a logarithmic rate axis: the prefix changes along it ("10 k", "1 M"), the unit does not. */
export const logarithmicRateAxis: AxisWriting = {
  label: 'bit/s',
  format: (bitsPerSecond) => {
    const unit = rateUnitFor(bitsPerSecond);
    return `${Math.round(bitsPerSecond / unit.factor)} ${unit.label.replace('bit/s', '')}`.trim();
  },
};
