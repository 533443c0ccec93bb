/** Instants in date-and-time fields of a form, which know no zone: they are on the clock of the zone that is shown. */
import { instantOf, wallClockAt } from '../time-zone/zone-clock.ts';

/** Epoch milliseconds of "2024-01-08T14:20"; NaN for anything else. Of a time shown twice, the one that is preferred. */
export function readField(value: FormDataEntryValue | null, zone: string, prefer: 'earlier' | 'later'): number {
  const wall = typeof value === 'string' && value !== '' ? Date.parse(`${value}Z`) : Number.NaN;
  return Number.isNaN(wall) ? wall : instantOf(wall, zone, prefer);
}

/** "2024-01-08T14:20" of epoch milliseconds. */
export const writeField = (at: number, zone: string): string =>
  new Date(wallClockAt(at, zone)).toISOString().slice(0, 16);
