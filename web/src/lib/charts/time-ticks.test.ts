import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const at = (text: string) => Date.parse(`2024-01-${text}:00Z`);
const labels = (from: string, to: string, most: number) => timeTicks(at(from), at(to), most).map((tick) => tick.label);

describe('the time axis', () => {
  it('marks round instants and says the day at midnight', () => {
    expect(labels('07T14:10', '08T14:10', 8)).toEqual([
      '15:00',
      '18:00',
      '21:00',
      '08 Jan',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
  });

  it('marks days over weeks', () => {
    expect(labels('01T00:10', '08T00:00', 8)).toEqual([
      '02 Jan',
      '03 Jan',
      '04 Jan',
      '05 Jan',
      '06 Jan',
      '07 Jan',
      '08 Jan',
    ]);
  });

  it.each([1, 3, 8, 20])('never has more than %d marks and one', (most) => {
    for (const hours of [1, 6, 24, 168, 720]) {
      expect(timeTicks(0, hours * 3_600_000, most).length).toBeLessThanOrEqual(most + 1);
    }
  });
});
