import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunningMoments } from './running-moments.ts';

describe('running moments', () => {
  it('give the z that mean and deviation of all values at once give', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10 ** 12 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 10 ** 12 }), (some, value) => {
        const moments = new RunningMoments(2);
        for (const one of some) moments.add(1, one);
        const mean = some.reduce((sum, one) => sum + one, 0) / some.length;
        const variance = some.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (some.length - 1);
        fc.pre(variance > 1);
        const expected = (value - mean) / Math.sqrt(variance);
        expect(moments.z(1, value) / expected || 1).toBeCloseTo(1, 6);
      }),
    );
  });

  it('know no z of one value, of equal values, and of another series', () => {
    const moments = new RunningMoments(2);
    moments.add(0, 5);
    expect(moments.z(0, 100)).toBe(0);
    moments.add(0, 5);
    expect(moments.z(0, 100)).toBe(0);
    expect(moments.z(1, 100)).toBe(0);
    expect([moments.count(0), moments.count(1)]).toEqual([2, 0]);
  });
});
