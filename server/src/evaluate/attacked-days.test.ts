import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackedDays } from './attacked-days.ts';

const minutesPerDay = 1440;
const time = { from: 86_400_000, days: 4 };

const incident = (subscriber: number, fromMinute: number, minutes: number, benign = false) => ({
  subscriber,
  kind: 'bursts',
  nominal: '',
  factor: 20,
  benign,
  onset: time.from + 60 * fromMinute,
  end: time.from + 60 * (fromMinute + minutes),
});

describe('a subscriber-day', () => {
  it('is attacked from 30 minutes of overlap on', () => {
    const incidents = [incident(0, 100, 30), incident(1, 100, 29), incident(2, minutesPerDay - 30, 59)];
    expect([...attackedDays(incidents, 3, time)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('is not attacked by a look-alike', () => {
    expect(attackedDays([incident(0, 0, 600, true)], 1, time)).not.toContain(1);
  });

  it('is what counting minute by minute gives, beyond both edges too', () => {
    const attack = fc.tuple(fc.integer({ min: -2000, max: 7000 }), fc.integer({ min: 1, max: 4000 }));
    fc.assert(
      fc.property(attack, ([start, minutes]) => {
        const counted = new Array<number>(time.days).fill(0);
        for (let minute = start; minute < start + minutes; minute++) {
          const day = Math.floor(minute / minutesPerDay);
          if (day >= 0 && day < time.days) counted[day]!++;
        }
        const expected = counted.map((count) => Number(count >= 30));
        expect([...attackedDays([incident(0, start, minutes)], 1, time)]).toEqual(expected);
      }),
    );
  });
});
