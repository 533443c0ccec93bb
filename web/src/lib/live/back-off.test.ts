import { describe, expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

describe('waiting before a new attempt', () => {
  it('never hurries and never exceeds half a minute', () => {
    for (let attempt = 0; attempt < 2000; attempt += 7) {
      expect(backOffMs(attempt, () => 0)).toBe(500);
      expect(backOffMs(attempt, () => 0.999)).toBeLessThanOrEqual(30_000);
    }
  });

  it('spreads the attempts of many browsers over a range that doubles', () => {
    expect([0, 1, 2, 3].map((attempt) => backOffMs(attempt, () => 1))).toEqual([1000, 2000, 4000, 8000]);
  });
});
