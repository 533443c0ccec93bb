/**
 * The exact two-sided interval of a Poisson mean (Garwood 1936): the means under which so few, or so many, events have
 * half of the rest of the confidence. The same as half the chi-square quantiles with 2n and 2n + 2 degrees of freedom.
 */
import { lowerGamma } from './gamma-function.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const confidence = 0.95;

export function poissonInterval(events: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: events === 0 ? 0 : gammaQuantile(events, tail),
    high: gammaQuantile(events + 1, 1 - tail),
  };
}

/** By bisection: the function is monotone, and a hundred steps cost nothing here. */
function gammaQuantile(shape: number, probability: number): number {
  let low = 0;
  let high = shape + 10 * Math.sqrt(shape) + 10;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (lowerGamma(shape, middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}
