/** The stream of draws: repeatable, within its bounds, and with the counts of a Poisson distribution. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDraws } from './draws.ts';
import { purposes } from './hash.ts';
import { deviation, mean } from './world.fixture.ts';

const stream = (name: number): ReturnType<typeof createDraws> => createDraws(5, purposes.incident, name, 0);

describe('draws', () => {
  it('repeat for the same name and differ for another', () => {
    const take = (name: number): number[] => {
      const draws = stream(name);
      return [draws.unit(), draws.unit(), draws.unit()];
    };
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(new Set(take(1)).size).toBe(3);
  });

  it('stay within their bounds', () => {
    const bounds = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.nat());
    fc.assert(
      fc.property(bounds, ([low, width, name]) => {
        const draws = stream(name);
        const whole = draws.integer(low, low + width);
        const factor = draws.factorBetween(low, low + width);
        const value = draws.between(low, low + width);
        return (
          Number.isInteger(whole) &&
          [whole, factor, value].every((drawn) => drawn >= low && drawn <= low + width + 1e-9)
        );
      }),
      { seed: 1 },
    );
  });

  it('reach both ends of whole numbers alike', () => {
    const draws = stream(3);
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 8000; n++) counts[draws.integer(0, 3)]!++;
    for (const count of counts) expect(Math.abs(count / 2000 - 1)).toBeLessThan(0.1);
  });

  it.each([0.3, 4, 1000])('count as a Poisson distribution of mean %d', (expected) => {
    const counts = Array.from({ length: 400 }, (_, name) => stream(name).count(expected));
    expect(Math.abs(mean(counts) - expected)).toBeLessThan(4 * Math.sqrt(expected / 400));
    expect(Math.abs(deviation(counts) / Math.sqrt(expected) - 1)).toBeLessThan(0.15);
  });
});
