/** The time that counts: whole days of the data's clock after the quiet days in which the rules learn. */
import type { EpochSeconds } from '../domain/traffic.ts';

export const secondsPerDay = 86_400;

export interface MeasuredTime {
  readonly from: EpochSeconds;
  readonly days: number;
}

export function measuredUntil({ from, days }: MeasuredTime): EpochSeconds {
  return from + days * secondsPerDay;
}

/** Number of the day that a slot with this end belongs to, from 0; -1 when it is not measured. */
export function dayOfSlotEnd(time: MeasuredTime, slotEnd: EpochSeconds): number {
  if (slotEnd <= time.from || slotEnd > measuredUntil(time)) return -1;
  return Math.ceil((slotEnd - time.from) / secondsPerDay) - 1;
}
