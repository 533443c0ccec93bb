import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, previousOf, previousParameter, previousPeriod, wantsPrevious } from './previous-period.ts';

const slot = 600_000;
const hour = 3_600_000;

describe('the period before', () => {
  it('is as long and ends where the range starts', () => {
    expect(previousPeriod({ from: 48 * hour, to: 72 * hour }, slot)).toEqual({
      span: { from: 24 * hour, to: 48 * hour },
      shiftMs: 24 * hour,
    });
  });

  it('falls on the slots of the range once it is moved, however long the range is', () => {
    const length = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(length, fc.constantFrom(slot, hour), (slots, stepMs) => {
        const span = { from: 1000 * hour, to: 1000 * hour + slots * slot };
        const { span: before, shiftMs } = previousPeriod(span, stepMs);
        expect(shiftMs % stepMs).toBe(0);
        expect(before.to).toBeLessThanOrEqual(span.from);
        expect(before.to).toBeGreaterThan(span.from - stepMs);
        expect(before.from + shiftMs).toBe(span.from);
      }),
      { seed: 20240108 },
    );
  });

  it('is found by the instant it is moved to', () => {
    const previous = previousOf(moved([{ at: 0, up: 1, down: 2 }], 24 * hour), '1 d before');
    expect(previous.at.get(24 * hour)).toEqual({ at: 24 * hour, up: 1, down: 2 });
  });

  it.each([true, false])('is kept in the address when it is wanted: %s', (wanted) => {
    const { previous } = previousParameter(wanted);
    expect(wantsPrevious(new URLSearchParams(previous === null ? '' : { previous }))).toBe(wanted);
  });
});
