import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayKnots, hoursOfWeek, slotClock } from './clock.ts';

const anyTime = fc.integer({ min: 0, max: 4_000_000_000 });
const anySlot = fc.constantFrom(60, 300, 600, 900, 1200, 3600);

describe('slotClock', () => {
  it('knows the hour of the week and the day as the calendar does', () => {
    fc.assert(
      fc.property(anyTime, anySlot, (at, slotSeconds) => {
        const date = new Date(at * 1000);
        const clock = slotClock(at, slotSeconds);
        expect(clock.hourOfWeek).toBe(((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours());
        expect(clock.day).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) / 86_400_000);
        expect(clock.hourOfWeek).toBeLessThan(hoursOfWeek);
      }),
    );
  });

  it('numbers slots one after the other', () => {
    expect(slotClock(1_764_547_200, 600).slot + 1).toBe(slotClock(1_764_547_800, 600).slot);
    expect(slotClock(1_764_547_200, 1200).slot).toBe(1_764_547_200 / 1200);
  });

  it.each([
    ['01:00', 0, 1, 0],
    ['02:00', 0, 1, 0.5],
    ['03:00', 1, 2, 0],
    ['00:30', 11, 0, 0.75],
    ['23:00', 11, 0, 0],
    ['22:59', 10, 11, 1 - 1 / 120],
  ])('lays %s between the knots of the day', (time, knot, nextKnot, betweenKnots) => {
    const clock = slotClock(Date.parse(`2026-03-05T${time}:00Z`) / 1000, 60);
    expect(clock).toMatchObject({ knot, nextKnot });
    expect(clock.betweenKnots).toBeCloseTo(betweenKnots, 9);
  });

  it('is always between two knots that there are', () => {
    fc.assert(
      fc.property(anyTime, (at) => {
        const { knot, nextKnot, betweenKnots } = slotClock(at, 600);
        return (
          knot >= 0 && knot < dayKnots && nextKnot === (knot + 1) % dayKnots && betweenKnots >= 0 && betweenKnots < 1
        );
      }),
    );
  });
});
