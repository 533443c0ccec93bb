/** Time ranges as conditions of SQL. */
import type { TimeRange } from './history.ts';
import { hourSeconds } from './roll-up.ts';

const newest = 2 ** 32 - 1;

/** The column lies in the half-open range of `rangeParameters`. */
export function withinSql(column: string): string {
  return `${column} >= toDateTime({from:UInt32}, 'UTC') AND ${column} < toDateTime({to:UInt32}, 'UTC')`;
}

export function rangeParameters(range: TimeRange): { from: number; to: number } {
  return { from: clamp(range.from), to: clamp(range.to) };
}

/** The hours that begin in the range, whole: the first and last point are not cut. */
export function wholeHours(range: TimeRange): TimeRange {
  const up = (moment: number): number => Math.ceil(moment / hourSeconds) * hourSeconds;
  return { from: up(range.from), to: up(range.to) };
}

/** What the column's type can hold: a range that reaches further means all there is. */
function clamp(moment: number): number {
  return Math.min(Math.max(Math.ceil(moment), 0), newest);
}
