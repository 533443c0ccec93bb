import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonInterval } from './poisson-interval.ts';

describe('the interval of a Poisson count', () => {
  // Garwood, Biometrika 28 (1936); printed to three decimals in Ulm, American Journal of Epidemiology 131 (1990), and textbooks since.
  it.each([
    [0, 0, 3.689],
    [1, 0.025, 5.572],
    [2, 0.242, 7.225],
    [3, 0.619, 8.767],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [20, 12.217, 30.888],
    [50, 37.111, 65.919],
    [100, 81.364, 121.627],
  ])('is the published one for %i events: %f to %f', (events, low, high) => {
    const interval = poissonInterval(events);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });

  it('leaves 2.5 % of the chance on either side, summed term by term', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (events) => {
        const { low, high } = poissonInterval(events);
        expect(1 - chanceOfAtMost(events - 1, low)).toBeCloseTo(0.025, 9);
        expect(chanceOfAtMost(events, high)).toBeCloseTo(0.025, 9);
      }),
    );
  });

  it('comes close to the normal one when there are many events', () => {
    const { low, high } = poissonInterval(250_000);
    expect(low).toBeCloseTo(250_000 - 1.96 * 500, -1);
    expect(high).toBeCloseTo(250_000 + 1.96 * 500, -1);
  });
});

function chanceOfAtMost(events: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let n = 1; n <= events; n++) sum += term *= mean / n;
  return sum;
}
