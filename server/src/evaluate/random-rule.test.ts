import { describe, expect, it } from 'vitest';
import { averagePrecision } from './average-precision.ts';
import { dayOfSlotEnd } from './measured-time.ts';
import { chanceOf } from './random-rule.ts';

const time = { from: 1_704_067_200, days: 10 };
const chance = (seed: number) => chanceOf(seed, 5000, 400, time, 600);

describe('chance', () => {
  it('falls on measured slots and on subscribers there are, evenly', () => {
    const perDay = new Array<number>(time.days).fill(0);
    for (const { subscriber, detectedAt } of chance(1).episodes) {
      expect(subscriber).toBeGreaterThanOrEqual(0);
      expect(subscriber).toBeLessThan(400);
      perDay[dayOfSlotEnd(time, detectedAt)]!++;
    }
    // 500 a day expected; the deviation is 21.
    for (const count of perDay) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  it('is the same for the same seed only', () => {
    expect(chance(1)).toEqual(chance(1));
    expect(chance(1).episodes).not.toEqual(chance(2).episodes);
  });

  it('has the base rate as its average precision', () => {
    const { dayScores } = chanceOf(3, 0, 20_000, time, 600);
    const positive = Uint8Array.from(dayScores, (_, unit) => Number(unit % 50 === 0));
    expect(averagePrecision(dayScores, positive)).toBeCloseTo(0.02, 2);
  });
});
