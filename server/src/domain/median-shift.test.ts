import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MedianShift } from './median-shift.ts';

function shiftOf(growths: readonly number[]): number {
  const shift = new MedianShift();
  shift.begin(1);
  for (const growth of growths) shift.note(0, growth);
  shift.settle();
  return shift.of(0);
}

const growths = fc.array(fc.double({ min: -3.9, max: 3.9, noNaN: true }), { minLength: 30, maxLength: 200 });

describe('MedianShift', () => {
  it('is the median of the growths, as far as so many subscribers can tell', () => {
    fc.assert(
      fc.property(growths, (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const median = sorted[Math.ceil(sorted.length / 2) - 1]!;
        const believed = sorted.length / (sorted.length + 20);
        expect(Math.abs(shiftOf(values) - median * believed)).toBeLessThanOrEqual(0.00501);
      }),
    );
  });

  it('does not hang on the order of subscribers', () => {
    fc.assert(fc.property(growths, (values) => shiftOf(values) === shiftOf([...values].reverse())));
  });

  it('is nothing for a device with few subscribers', () => {
    expect(shiftOf(new Array<number>(29).fill(2))).toBe(0);
    expect(shiftOf(new Array<number>(30).fill(2))).toBeCloseTo(2 * (30 / 50), 9);
    expect(shiftOf([])).toBe(0);
  });

  it('is not moved by what a minority does, however violent', () => {
    expect(Math.abs(shiftOf([...new Array<number>(400).fill(0), ...new Array<number>(399).fill(1e9)]))).toBeLessThan(
      0.01,
    );
  });

  it('keeps devices apart, and begins each slot anew', () => {
    const shift = new MedianShift();
    shift.begin(2);
    for (let i = 0; i < 100; i++) {
      shift.note(0, 1);
      shift.note(1, -1);
    }
    shift.settle();
    expect(shift.of(0)).toBeCloseTo(100 / 120, 9);
    expect(shift.of(1)).toBeCloseTo(-100 / 120, 9);
    expect(shift.subscribersOf(1)).toBe(100);
    shift.begin(1);
    shift.settle();
    expect(shift.of(0)).toBe(0);
    expect(shift.subscribersOf(0)).toBe(0);
  });
});
