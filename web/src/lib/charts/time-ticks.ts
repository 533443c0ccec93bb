/** Where a time axis has its marks: round instants of the data clock, as many as there is room for. */
import { formatClock, formatDay } from '../format/time.ts';

const minute = 60_000;
const day = 1440 * minute;
const steps = [10, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minute);

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

/** Marks between `from` and `to`, at most `most` of them; the first of a day says the day instead of 00:00. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  const length = to - from;
  const step = steps.find((candidate) => length / candidate <= most) ?? Math.ceil(length / most / day) * day;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ at, label: at % day === 0 ? formatDay(at) : formatClock(at) });
  }
  return ticks;
}
