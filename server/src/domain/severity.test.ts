import { describe, expect, it } from 'vitest';
import { rankOf, severityOf } from './severity.ts';

const small = { score: 4, excessBytesPerSecond: 10_000, seconds: 600, isKnown: true };

describe('severityOf', () => {
  it.each([
    ['info', {}],
    ['warning', { score: 6 }],
    ['warning', { excessBytesPerSecond: 250_000 }],
    ['warning', { seconds: 7200 }],
    ['critical', { score: 6, seconds: 7200 }],
    ['critical', { score: 6, excessBytesPerSecond: 250_000 }],
    ['critical', { score: 9, excessBytesPerSecond: 1e6, seconds: 1e5 }],
    ['info', { score: 5.99, excessBytesPerSecond: 249_999, seconds: 7199 }],
    ['info', { score: 9, excessBytesPerSecond: 1e6, seconds: 1e5, isKnown: false }],
  ] as const)('is %s for %o', (severity, change) => {
    expect(severityOf({ ...small, ...change })).toBe(severity);
  });
});

describe('rankOf', () => {
  it('grows with each of improbability, excess and duration', () => {
    const rank = rankOf(small);
    expect(rankOf({ ...small, score: 5 })).toBeGreaterThan(rank);
    expect(rankOf({ ...small, excessBytesPerSecond: 20_000 })).toBeGreaterThan(rank);
    expect(rankOf({ ...small, seconds: 1200 })).toBeGreaterThan(rank);
  });

  it('holds ten times the excess for worth as much as four decades of chance', () => {
    const gain = rankOf({ ...small, excessBytesPerSecond: 1e8 }) - rankOf({ ...small, excessBytesPerSecond: 1e7 });
    expect(gain).toBeCloseTo(rankOf({ ...small, score: 8 }) - rankOf({ ...small, score: 4 }), 3);
  });

  it('is a number for anything that is found', () => {
    for (const score of [0, 1e9, Infinity])
      expect(rankOf({ ...small, score, excessBytesPerSecond: 0 })).toBeLessThan(Infinity);
  });
});
