import { describe, expect, it } from 'vitest';
import { quantile } from './quantile.ts';

describe('a quantile', () => {
  // The worked example of "Percentile" in Wikipedia, nearest-rank method.
  it.each([
    [0.05, 15],
    [0.3, 20],
    [0.4, 20],
    [0.5, 35],
    [1, 50],
  ])('of share %f is the value at the nearest rank', (share, expected) => {
    expect(quantile([35, 20, 15, 50, 40], share)).toBe(expected);
  });

  it('of nothing is null', () => {
    expect(quantile([], 0.5)).toBeNull();
  });
});
