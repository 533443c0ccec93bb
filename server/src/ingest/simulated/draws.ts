/** A stream of draws for things that are made one at a time (incidents): the hash of a growing counter. */
import { randomBits, unitOf } from './hash.ts';
import type { Purpose } from './hash.ts';

export interface Draws {
  /** In [0, 1). */
  unit(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform in the logarithm: x3 to x6 as likely as x5 to x10. Both bounds above 0. */
  factorBetween(low: number, high: number): number;
  /** Whole number, low and high included. */
  integer(low: number, high: number): number;
  /** Poisson distributed count. */
  count(mean: number): number;
}

/** The stream named by the purpose and two numbers; the same name always gives the same draws. */
export function createDraws(seed: number, purpose: Purpose, a: number, b: number): Draws {
  let position = 0;
  const unit = (): number => unitOf(randomBits(seed, purpose, a, b, position++));
  const between = (low: number, high: number): number => low + (high - low) * unit();
  return {
    unit,
    between,
    factorBetween: (low, high) => low * (high / low) ** unit(),
    integer: (low, high) => Math.min(high, Math.floor(between(low, high + 1))),
    count: (mean) => {
      // Unit-rate arrivals up to `mean`: exact for any mean, unlike the product of uniforms, which underflows.
      let arrivals = 0;
      for (let time = -Math.log(1 - unit()); time < mean; time -= Math.log(1 - unit())) arrivals++;
      return arrivals;
    },
  };
}
