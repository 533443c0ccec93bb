import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/random.ts';
import { CohortRates } from './cohort-rates.ts';

describe('CohortRates', () => {
  it('tells the part of the slots with less upload, as counting them does', () => {
    const random = seededRandom(3);
    const rates = Array.from({ length: 5000 }, () => Math.exp(4 + 8 * random.next()));
    const counted = new CohortRates(1);
    for (const rate of rates) counted.note(0, rate);
    for (const rate of [10, 100, 1000, 12_345, 100_000, 1e6]) {
      const share = rates.filter((other) => other < rate).length / rates.length;
      // A step is an eighth of a doubling, and there are 8 / ln 2 doublings in all.
      expect(Math.abs(counted.shareBelow(0, rate)! - share)).toBeLessThan(0.015);
      expect(counted.shareBelow(0, rate)).toBeLessThanOrEqual(share);
    }
    expect(counted.shareBelow(0, 0)).toBe(0);
    expect(counted.shareBelow(0, 1e15)).toBe(1);
  });

  it('says nothing before a thousand slots were counted', () => {
    const counted = new CohortRates(1);
    for (let i = 0; i < 999; i++) counted.note(0, i);
    expect(counted.shareBelow(0, 100)).toBeNull();
    counted.note(0, 5);
    expect(counted.shareBelow(0, 1e6)).toBe(1);
  });

  it('keeps cohorts apart', () => {
    const counted = new CohortRates(2);
    for (let i = 0; i < 1000; i++) {
      counted.note(0, 10);
      counted.note(1, 1e6);
    }
    expect(counted.shareBelow(0, 1000)).toBe(1);
    expect(counted.shareBelow(1, 1000)).toBe(0);
  });

  it('forgets half of what it counted in a week of hours', () => {
    const counted = new CohortRates(1);
    for (let i = 0; i < 2000; i++) counted.note(0, 10);
    for (let hour = 0; hour < 168; hour++) counted.endHour();
    for (let i = 0; i < 1000; i++) counted.note(0, 1e6);
    expect(counted.shareBelow(0, 1000)).toBeCloseTo(0.5, 9);
  });

  it('takes any rate that there is', () => {
    const counted = new CohortRates(1);
    for (const rate of [0, Number.MIN_VALUE, 1, 2 ** 53, 1e300]) counted.note(0, rate);
    expect(counted.save().reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it('is the same after it was saved and restored', () => {
    const counted = new CohortRates(2);
    for (let i = 0; i < 2000; i++) counted.note(i % 2, i * i);
    counted.endHour();
    const restored = new CohortRates(2);
    restored.restore(counted.save());
    expect(restored.save()).toEqual(counted.save());
    expect(() => new CohortRates(3).restore(counted.save())).toThrow('expected 960: as many cohorts');
  });
});
