/** The roll-up of samples into hours, per subscriber and device. */
import type { EpochSeconds } from '../domain/traffic.ts';
import { distinctRows, settingsClause, type Engine } from './engine.ts';
import type { TimeRange } from './history.ts';

export const hourSeconds = 3600;

/** End of the last hour whose slots are all closed: hours before it are in the roll-up. 0 when nothing is closed. */
export function rolledUpTo(closedThrough: EpochSeconds | null, slotSeconds: number): EpochSeconds {
  return closedThrough === null ? 0 : hourOf(closedThrough + slotSeconds);
}

/** The same in SQL, from the newest marker. */
export const rolledUpToSql = `(SELECT intDiv(toUnixTimestamp(max(closed_through)) + max(slot_seconds), ${hourSeconds}) * ${hourSeconds} FROM commits)`;

/**
 * Ranges of whole hours to compute: those that end with this commit, and earlier ones that its late slots touch.
 * In time order, without overlap.
 */
export function hoursToRollUp(slots: Iterable<EpochSeconds>, from: EpochSeconds, to: EpochSeconds): TimeRange[] {
  const late = new Set<EpochSeconds>();
  for (const slot of slots) if (slot < from) late.add(hourOf(slot));
  const ranges: { from: EpochSeconds; to: EpochSeconds }[] = [];
  for (const hour of [...late].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.to === hour) last.to += hourSeconds;
    else ranges.push({ from: hour, to: hour + hourSeconds });
  }
  if (from < to) ranges.push({ from, to });
  return ranges;
}

/**
 * Computes the hours of a range from samples of commits up to `commit`, replacing what is there. The inner grouping
 * is the identity of a sample: one that was written twice counts once.
 */
export async function rollUp(engine: Engine, commit: number, range: TimeRange): Promise<void> {
  await engine.command(`INSERT INTO hourly (subscriber, hour, device, seconds, up_bytes, down_bytes, commit)
SELECT subscriber, toStartOfHour(slot) AS hour, device, sum(part_seconds), sum(part_up), sum(part_down), ${commit}
FROM (
  SELECT subscriber, slot, device, any(seconds) AS part_seconds, any(up_bytes) AS part_up, any(down_bytes) AS part_down
  FROM samples
  WHERE slot >= toDateTime(${range.from}, 'UTC') AND slot < toDateTime(${range.to}, 'UTC') AND commit <= ${commit} AND ${engine.mayWrite}
  GROUP BY subscriber, slot, device, reported
)
GROUP BY subscriber, hour, device${settingsClause(distinctRows)}`);
}

export function hourOf(moment: EpochSeconds): EpochSeconds {
  return Math.floor(moment / hourSeconds) * hourSeconds;
}
