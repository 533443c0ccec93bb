/** The calendar, and what holidays do to homes and offices. */
import { describe, expect, it } from 'vitest';
import { realWorldOf } from '../world.fixture.ts';
import { dayTypeOf, dayTypes } from './calendar.ts';
import { RhythmClock } from './rhythm-clock.ts';

const seed = 7;
const monday = Date.UTC(2024, 0, 1) / 86_400_000;
const week = Array.from({ length: 7 }, (_, at) => at);
const workdays = Array.from({ length: 7000 }, (_, at) => monday + at).filter((day) => (day - monday) % 7 < 5);

describe('calendar', () => {
  it('knows weekends', () => {
    expect(week.slice(5).map((at) => dayTypeOf(seed, monday + at))).toEqual([dayTypes.saturday, dayTypes.sunday]);
  });

  it('has about a dozen holidays a year, the same at every asking', () => {
    const holidays = workdays.filter((day) => dayTypeOf(seed, day) === dayTypes.holiday);
    expect(holidays.length / workdays.length).toBeGreaterThan(0.04);
    expect(holidays.length / workdays.length).toBeLessThan(0.06);
    expect(workdays.filter((day) => dayTypeOf(seed, day) === dayTypes.holiday)).toEqual(holidays);
  });

  it('closes offices on holidays and keeps people at home', () => {
    const world = realWorldOf({ seed, subscribers: 500 });
    const rhythm = new RhythmClock(seed, world.population, 600);
    const noonOf = (day: number, name: string): number => {
      rhythm.enterDay(day);
      const own = [...world.population.home.keys()].filter((subscriber) => world.classOf(subscriber) === name);
      return own.reduce((sum, subscriber) => sum + rhythm.at(subscriber, 72), 0) / own.length;
    };
    const holiday = workdays.find((day) => dayTypeOf(seed, day) === dayTypes.holiday)!;
    const workday = workdays.find((day) => dayTypeOf(seed, day) === dayTypes.workday)!;
    expect(noonOf(workday, 'office')).toBeGreaterThan(3 * noonOf(holiday, 'office'));
    expect(noonOf(holiday, 'evening')).toBeGreaterThan(1.5 * noonOf(workday, 'evening'));
  });
});
