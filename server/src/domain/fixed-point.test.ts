import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromFixedPoint, toFixedPoint, unseen } from './fixed-point.ts';

const withinRange = fc.double({ min: -7.99, max: 7.99, noNaN: true });

describe('logarithms in 16 bits', () => {
  it('come back with an error of half a step at most', () => {
    fc.assert(
      fc.property(withinRange, (value) => Math.abs(fromFixedPoint(toFixedPoint(value)) - value) <= 0.5 / 4096 + 1e-12),
    );
  });

  it('keep their order, beyond what they can tell too', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) =>
        a <= b ? toFixedPoint(a) <= toFixedPoint(b) : toFixedPoint(a) >= toFixedPoint(b),
      ),
    );
  });

  it('fit into 16 bits and are never taken for what was not seen', () => {
    for (const value of [-Infinity, -1e9, -8, -7.9999, 0, 8, 1e9, Infinity]) {
      const bits = toFixedPoint(value);
      expect(Uint16Array.of(bits)[0]).toBe(bits);
      expect(bits).toBeGreaterThan(0);
      expect(fromFixedPoint(bits)).toBeGreaterThan(unseen);
    }
    expect(fromFixedPoint(0)).toBe(unseen);
  });
});
