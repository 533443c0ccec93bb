/** Where a time axis has its marks: round times on the clock of the zone, as many as there is room for. */
import { formatClock, formatDay } from '../format/time.ts';
import { dayMs, nextRoundTime } from '../time-zone/zone-clock.ts';

const minute = 60_000;
const steps = [10, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minute);

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

/** Marks between `from` and `to`, at most `most` of them and one; the first of a day says the day instead of 00:00. */
export function timeTicks(from: number, to: number, most: number, zone: string): TimeTick[] {
  const length = to - from;
  const step = steps.find((candidate) => length / candidate <= most) ?? Math.ceil(length / most / dayMs) * dayMs;
  const days = new Set<number>();
  for (let at = nextRoundTime(from, dayMs, zone); at <= to; at = nextRoundTime(at + 1, dayMs, zone)) days.add(at);
  const ticks: TimeTick[] = [];
  for (let at = nextRoundTime(from, step, zone); at <= to; at = nextRoundTime(at + 1, step, zone)) {
    ticks.push({ at, label: days.has(at) ? formatDay(at) : formatClock(at) });
  }
  return ticks;
}
