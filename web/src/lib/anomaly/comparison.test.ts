import { describe, expect, it } from 'vitest';
import { comparisonsOf, gaugePlaces } from './comparison.ts';

const anomaly = {
  upBitsPerSecond: 34e6,
  downBitsPerSecond: 9e6,
  expectedUp: { lowBitsPerSecond: 0.2e6, usualBitsPerSecond: 0.8e6, highBitsPerSecond: 3e6 },
  expectedDown: { lowBitsPerSecond: 1e6, usualBitsPerSecond: 4e6, highBitsPerSecond: 20e6 },
};

describe('observed beside usual', () => {
  it('is the direction that surged', () => {
    const [only, ...rest] = comparisonsOf({ ...anomaly, kind: 'UPLOAD_SURGE' });
    expect(only).toEqual({ direction: 'up', observed: 34e6, low: 0.2e6, usual: 0.8e6, high: 3e6 });
    expect(rest).toEqual([]);
    expect(comparisonsOf({ ...anomaly, kind: 'BURST' })).toEqual([only]);
  });

  it.each(['VOLUME_TAKEOVER', 'SLOW_CREEP', 'SILENCE', 'DEVICE_OUTAGE', 'DEVICE_SHIFT'] as const)(
    'is both directions for %s',
    (kind) => {
      expect(comparisonsOf({ ...anomaly, kind }).map((each) => each.direction)).toEqual(['up', 'down']);
    },
  );
});

describe('the gauge', () => {
  it('keeps the order of the rates and stays inside its scale', () => {
    const { low, usual, high, observed } = gaugePlaces({
      direction: 'up',
      observed: 34e6,
      low: 0.2e6,
      usual: 0.8e6,
      high: 3e6,
    });
    expect([low, usual, high, observed]).toEqual([low, usual, high, observed].toSorted((a, b) => a - b));
    expect(low).toBeGreaterThan(0);
    expect(observed).toBeLessThan(1);
  });

  it('has a place for nothing at all', () => {
    const places = gaugePlaces({ direction: 'up', observed: 0, low: 0, usual: 0, high: 0 });
    expect(Object.values(places).every((place) => place >= 0 && place <= 1)).toBe(true);
  });
});
