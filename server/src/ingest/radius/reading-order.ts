/**
 * How two readings of one session lie in time. The age of the session tells it best: it is read with the counters and is
 * the same in every repeat. The clock stands in where a NAS does not tell the age.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';

export interface Moment {
  readonly at: EpochSeconds;
  /** Age of the session, or null. */
  readonly sessionSeconds: number | null;
}

/** Clock and age may drift so far apart within an interval. */
const toleranceSeconds = 60;

export function isOlder(reading: Moment, last: Moment): boolean {
  return (agedBetween(last, reading) ?? reading.at - last.at) < 0;
}

export function isSameMoment(reading: Moment, last: Moment): boolean {
  return (agedBetween(last, reading) ?? reading.at - last.at) === 0;
}

/** Whether the reading is of a session that began after the last reading and got the same name; `endedAt` null for an open one. */
export function ofLaterSession(reading: Moment, last: Moment, endedAt: EpochSeconds | null): boolean {
  const { at, sessionSeconds } = reading;
  if (sessionSeconds === null) return endedAt !== null && at > Math.max(last.at, endedAt);
  const isFresh = endedAt !== null || sessionSeconds < (last.sessionSeconds ?? -Infinity);
  return isFresh && at - sessionSeconds >= last.at;
}

/**
 * The interval that the difference of the two belongs to. It begins at the last reading; later, when the session did not
 * age that long and the clock was put forward. A clock that was put back goes on from the last reading, by at most `most` seconds.
 */
export function timeBetween(last: Moment, reading: Moment, most: number): { from: EpochSeconds; to: EpochSeconds } {
  const aged = agedBetween(last, reading) ?? 0;
  const to = reading.at > last.at ? reading.at : last.at + Math.min(Math.max(1, aged), most);
  const from = aged > 0 ? Math.max(last.at, to - aged - toleranceSeconds) : last.at;
  return { from, to };
}

function agedBetween(last: Moment, reading: Moment): number | null {
  const [before, after] = [last.sessionSeconds, reading.sessionSeconds];
  return before === null || after === null ? null : after - before;
}
