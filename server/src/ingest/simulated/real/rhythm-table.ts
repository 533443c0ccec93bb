/** The rhythm of every class on every type of day, slot by slot, in one table; 1 on average over a week without holidays. */
import { dayTypeCount } from './calendar.ts';
import type { DayShape } from './day-shape.ts';
import type { RealClass } from './real-class.ts';

const daySeconds = 86_400;

export interface RhythmTable {
  readonly slotsPerDay: number;
  /** By class, day type and slot of the day, the last fastest. */
  readonly multiplier: Float32Array;
}

function spread(shape: DayShape, slotsPerDay: number): number[] {
  return Array.from({ length: slotsPerDay }, (_, slot) => {
    const hours = ((slot + 0.5) * 24) / slotsPerDay;
    const hour = Math.floor(hours);
    return shape[hour]! + (hours - hour) * (shape[(hour + 1) % 24]! - shape[hour]!);
  });
}

export function createRhythmTable(classes: readonly RealClass[], slotSeconds: number): RhythmTable {
  const slotsPerDay = daySeconds / slotSeconds;
  const rows = classes.flatMap(({ workday, saturday, sunday, holiday, holidayFactor }) => {
    const days = [workday, saturday, sunday, holiday].map((shape) => spread(shape, slotsPerDay));
    const totals = days.map((day) => day.reduce((sum, weight) => sum + weight, 0));
    const mean = (5 * totals[0]! + totals[1]! + totals[2]!) / (7 * slotsPerDay);
    return days.flatMap((day, type) => day.map((weight) => ((type === 3 ? holidayFactor : 1) * weight) / mean));
  });
  if (rows.length !== classes.length * dayTypeCount * slotsPerDay) throw new Error('a day type has no shape');
  return { slotsPerDay, multiplier: Float32Array.from(rows) };
}
