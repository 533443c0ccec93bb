import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision } from './average-precision.ts';

describe('average precision', () => {
  it('is that of the example in scikit-learn’s documentation', () => {
    const scores = Float32Array.of(0.1, 0.4, 0.35, 0.8);
    expect(averagePrecision(scores, Uint8Array.of(0, 0, 1, 1))).toBeCloseTo(0.8333333, 6);
  });

  it('is 1 when every positive is above every negative', () => {
    expect(averagePrecision(Float32Array.of(3, 1, 4, 0), Uint8Array.of(1, 0, 1, 0))).toBe(1);
  });

  it('is the base rate when all scores are equal', () => {
    expect(averagePrecision(new Float32Array(8), Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0))).toBe(0.25);
  });

  it('is not a number when nothing is positive', () => {
    expect(averagePrecision(Float32Array.of(1, 2), new Uint8Array(2))).toBeNaN();
  });

  it('is what going through every threshold and counting gives', () => {
    const units = fc.array(fc.record({ score: fc.integer({ min: 0, max: 6 }), positive: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(units, (some) => {
        fc.pre(some.some(({ positive }) => positive));
        const scores = Float32Array.from(some, ({ score }) => score);
        const positive = Uint8Array.from(some, (unit) => Number(unit.positive));
        expect(averagePrecision(scores, positive)).toBeCloseTo(byCounting(some), 12);
      }),
    );
  });
});

function byCounting(units: readonly { score: number; positive: boolean }[]): number {
  const positives = units.filter(({ positive }) => positive).length;
  let area = 0;
  let recallBefore = 0;
  for (let threshold = 6; threshold >= 0; threshold--) {
    const above = units.filter(({ score }) => score >= threshold);
    const found = above.filter(({ positive }) => positive).length;
    if (above.length > 0) area += (found / positives - recallBefore) * (found / above.length);
    recallBefore = found / positives;
  }
  return area;
}
