/** The rhythm against sums taken step by step, and against what one expects of homes and offices. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessRhythm, residentialRhythm } from './rhythm.ts';

const monday = Date.UTC(2024, 0, 1) / 1000;
const at = (weekday: number, hour: number): number => monday + weekday * 86_400 + hour * 3600;

describe.each([
  ['residential', residentialRhythm],
  ['business', businessRhythm],
] as const)('%s rhythm', (_, rhythm) => {
  it('is 1 on average over any whole week', () => {
    for (const start of [0, 12_345, monday + 77_777]) {
      expect(rhythm.meanBetween(start, start + 7 * 86_400)).toBeCloseTo(1, 9);
    }
  });

  it('has the mean that adding up second by second gives', () => {
    const starts = fc.integer({ min: 0, max: 14 * 86_400 });
    const lengths = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(starts, lengths, (start, length) => {
        let sum = 0;
        for (let second = 0; second < length; second++) sum += rhythm.at(monday + start + second);
        expect(rhythm.meanBetween(monday + start, monday + start + length)).toBeCloseTo(sum / length, 6);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('stays moderate', () => {
    const hours = Array.from({ length: 168 }, (_hour, hour) => rhythm.at(at(0, hour)));
    expect(Math.min(...hours)).toBeGreaterThan(0.5);
    expect(Math.max(...hours)).toBeLessThan(2);
  });
});

describe('rhythm', () => {
  it('has homes busiest in the evening and quietest before dawn', () => {
    expect(residentialRhythm.at(at(1, 21))).toBeGreaterThan(2 * residentialRhythm.at(at(1, 4)));
    expect(residentialRhythm.at(at(1, 21))).toBeGreaterThan(residentialRhythm.at(at(1, 12)));
  });

  it('has homes busier by day on a weekend than on a workday', () => {
    expect(residentialRhythm.at(at(5, 11))).toBeGreaterThan(1.1 * residentialRhythm.at(at(2, 11)));
  });

  it('has offices busiest in office hours of workdays', () => {
    expect(businessRhythm.at(at(3, 10))).toBeGreaterThan(2 * businessRhythm.at(at(3, 23)));
    expect(businessRhythm.at(at(3, 10))).toBeGreaterThan(1.8 * businessRhythm.at(at(6, 10)));
  });
});
