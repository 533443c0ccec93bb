/** Which days are which: workdays, weekends, and holidays, of which each workday of the year may be one. */
import { purposes, randomBits, unitOf } from '../hash.ts';

export const dayTypes = { workday: 0, saturday: 1, sunday: 2, holiday: 3 } as const;
export const dayTypeCount = 4;

/** About a dozen a year. */
const holidayShare = 0.05;

/** Type of a day (days since 1970-01-01, a Thursday), as a value of `dayTypes`. */
export function dayTypeOf(seed: number, day: number): number {
  const weekday = (day + 3) % 7;
  if (weekday === 5) return dayTypes.saturday;
  if (weekday === 6) return dayTypes.sunday;
  return unitOf(randomBits(seed, purposes.day, day, 0, 1)) < holidayShare ? dayTypes.holiday : dayTypes.workday;
}
