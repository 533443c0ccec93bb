import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Baseline, down, up } from './baseline.ts';
import { defaultRule } from './rule.ts';

const plain = { ...defaultRule, clipSpreads: Infinity, minSpread: 1e-9, doubtSlots: 0 };

/** The weighted mean and variance written out: every weight from its definition, all points at once. */
function bruteForce(points: readonly number[], halfLifeSlots: number): { mean: number; variance: number } {
  const forget = 1 - 2 ** (-1 / halfLifeSlots);
  const rates = points.map((_, i) => Math.max(forget, 1 / (i + 1)));
  const weights = points.map(
    (_, i) => rates[i]! * rates.slice(i + 1).reduce((product, rate) => product * (1 - rate), 1),
  );
  const mean = points.reduce((sum, point, i) => sum + weights[i]! * point, 0);
  return { mean, variance: points.reduce((sum, point, i) => sum + weights[i]! * (point - mean) ** 2, 0) };
}

describe('Baseline', () => {
  it('keeps the exponentially weighted mean and variance of the log rate, as written out in full', () => {
    const series = fc.array(fc.double({ min: 4, max: 16, noNaN: true }), { minLength: 20, maxLength: 400 });
    fc.assert(
      fc.property(series, (points) => {
        const baseline = new Baseline(plain);
        for (const point of points) baseline.learn(3, point, 20 - point, 1);
        const { mean, variance } = bruteForce(points, plain.halfLifeSlots);
        const spread = Math.sqrt(variance);
        if (spread < 0.01) return;
        // Single precision holds seven digits.
        expect(baseline.z(3, up, mean + 2 * spread)).toBeCloseTo(2, 2);
        expect(baseline.z(3, down, 20 - mean + 2 * spread)).toBeCloseTo(2, 2);
        expect(
          Math.log(baseline.rateAt(3, up, 0) + plain.rateOffset) / Math.max(mean, Math.log(plain.rateOffset)),
        ).toBeCloseTo(1, 3);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('gives the band in which the z-score lies: rateAt is the inverse of z', () => {
    const baseline = new Baseline(defaultRule);
    for (let n = 0; n < 200; n++) baseline.learn(0, 10 + 0.3 * Math.sin(n), 12, 1);
    for (const z of [-1, 0, 1, 3.5]) {
      expect(baseline.z(0, up, Math.log(baseline.rateAt(0, up, z) + defaultRule.rateOffset))).toBeCloseTo(z, 3);
    }
  });

  it('is moved by one wild point no further than by one at the clipping limit', () => {
    const learnedFrom = (last: number): Baseline => {
      const baseline = new Baseline(defaultRule);
      for (let n = 0; n < 200; n++) baseline.learn(0, 10 + 0.1 * Math.sin(n), 12, 1);
      baseline.learn(0, last, 12, 1);
      return baseline;
    };
    expect(learnedFrom(30).rateAt(0, up, 0)).toBe(learnedFrom(300).rateAt(0, up, 0));
    expect(learnedFrom(30).rateAt(0, up, 0)).toBeLessThan(1.02 * learnedFrom(10).rateAt(0, up, 0));
  });

  it('never takes a rate for negative, nor a flat line for one without spread', () => {
    const baseline = new Baseline({ ...defaultRule, doubtSlots: 0 });
    for (let n = 0; n < 200; n++) baseline.learn(0, Math.log(defaultRule.rateOffset), 12, 1);
    expect(baseline.rateAt(0, up, -5)).toBe(0);
    expect(baseline.z(0, down, 12 + defaultRule.minSpread)).toBeCloseTo(1, 4);
  });

  it('counts a spread for more, the less it was learned from', () => {
    const zAfter = (slots: number): number => {
      const baseline = new Baseline(defaultRule);
      for (let n = 0; n < slots; n++) baseline.learn(0, 10 + (n % 2), 12, 1);
      return baseline.z(0, up, 13);
    };
    // Mean 10.5, spread 0.5: five spreads, or half as many after a day (1 + 144/144).
    expect(zAfter(144)).toBeCloseTo(5 / 2, 1);
    expect(zAfter(20_000)).toBeCloseTo(5, 1);
  });

  it('keeps what it learned when it grows', () => {
    const baseline = new Baseline(defaultRule);
    for (let n = 0; n < 200; n++) baseline.learn(7, 10, 12, 1);
    const before = baseline.z(7, up, 11);
    baseline.ensure(1_000_000);
    expect(baseline.z(7, up, 11)).toBe(before);
    expect(baseline.slots(7)).toBe(200);
    expect(baseline.slots(999_999)).toBe(0);
  });
});
