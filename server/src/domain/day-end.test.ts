import { describe, expect, it } from 'vitest';
import { oneCohort } from './cohort-directory.ts';
import { endDay } from './day-end.ts';
import { defaultRule } from './rule.ts';
import { statistics } from './statistics.ts';
import { SubscriberParts } from './subscriber-parts.ts';

/** A Thursday: the last day of the weeks that are counted from 1970. */
const thursday = Date.parse('2026-03-05T00:00:00Z') / 86_400_000;

function partsOfOne(): SubscriberParts {
  const parts = new SubscriberParts(defaultRule, 600, oneCohort);
  parts.ensure(1);
  return parts;
}

/** So many slots of a day whose statistics are all this. */
function observe({ highs, today, classes }: SubscriberParts, slots: number, value: number, score = 0): void {
  for (let slot = 0; slot < slots; slot++) {
    highs.note(0, new Float64Array(statistics).fill(value), classes.slack, 0, 0);
    today.note(0, score);
  }
}

function end(parts: SubscriberParts, days: number, day = thursday + 1, nextDay = day + 1): void {
  endDay(parts, defaultRule, 1, { day, nextDay, days });
}

describe('the end of a day', () => {
  it('counts a day of which a quarter was observed, and forgets one of less', () => {
    const parts = partsOfOne();
    observe(parts, 35, 1);
    end(parts, 0);
    expect(parts.highs.daysOf(0)).toBe(0);
    observe(parts, 36, 0.5);
    end(parts, 1);
    expect(parts.highs.daysOf(0)).toBe(1);
    expect(parts.highs.highOf(0, 0)).toBe(0.5);
  });

  it('believes half of a suspicious day, and all of one while nothing is known yet', () => {
    for (const [days, high] of [
      [2, 3],
      [7, 2],
    ] as const) {
      const parts = partsOfOne();
      observe(parts, 144, 1);
      end(parts, 0);
      observe(parts, 144, 3, 5);
      end(parts, days);
      expect(parts.highs.highOf(0, 0)).toBe(high);
    }
  });

  it.each([
    ['from Thursday to Friday', thursday, thursday + 1, true],
    ['from Friday to Saturday', thursday + 1, thursday + 2, false],
    ['when there was no data from Tuesday to Friday', thursday - 2, thursday + 1, true],
    ['when there was no data for months', thursday + 1, thursday + 100, true],
  ])('ends a week of uploads %s: %4$s', (_, day, nextDay, isWeekOver) => {
    const parts = partsOfOne();
    for (let slot = 0; slot < 6; slot++) parts.habit.note(0, 20, 1, false);
    end(parts, 10, day, nextDay);
    expect(parts.habit.isUsualAt(0, 20)).toBe(isWeekOver);
  });
});
