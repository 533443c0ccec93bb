import { describe, expect, it } from 'vitest';
import { dayOfSlotEnd } from './measured-time.ts';

describe('the day of a slot', () => {
  const time = { from: 1_704_067_200, days: 2 };

  it.each([
    ['the last slot of the quiet days', 0, -1],
    ['the first measured slot', 600, 0],
    ['the last slot of the first day', 86_400, 0],
    ['the first slot of the second day', 87_000, 1],
    ['the last measured slot', 172_800, 1],
    ['a slot after that', 173_400, -1],
  ])('of %s is as its traffic, not its end, has it', (_, end, day) => {
    expect(dayOfSlotEnd(time, time.from + end)).toBe(day);
  });
});
