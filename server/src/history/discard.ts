/** Removes what an unfinished commit left behind. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Engine } from './engine.ts';
import { hoursToRollUp, rollUp } from './roll-up.ts';
import { subscribersFromSamples } from './schema.ts';
import { restoreSuperseded } from './supersede.ts';
import { committedTables, samples, supersededSamples } from './tables.ts';

/**
 * Deletes rows of commits after `finished`, and computes again what was derived from them. Gives the number of rows
 * deleted. Samples leave last: if this is interrupted, the next discard finds the same work.
 */
export async function discardAfter(engine: Engine, finished: number, rolledUpTo: EpochSeconds): Promise<number> {
  let rows = 0;
  const restored = await restoreSuperseded(engine, finished);
  rows += await mendHours(engine, finished, rolledUpTo, restored);
  await mendSubscribers(engine, finished);
  for (const table of committedTables) rows += await deleteAfter(engine, table.name, finished);
  return rows;
}

async function mendHours(
  engine: Engine,
  finished: number,
  rolledUpTo: EpochSeconds,
  restored: readonly EpochSeconds[],
): Promise<number> {
  const hours = await engine.select<{ hour: number }>(
    `SELECT DISTINCT toUnixTimestamp(hour) AS hour FROM hourly WHERE commit > ${finished} ORDER BY hour`,
  );
  const late = [...hours.map(({ hour }) => hour), ...restored];
  for (const range of hoursToRollUp(late, rolledUpTo, rolledUpTo)) await rollUp(engine, finished, range);
  return deleteAfter(engine, 'hourly', finished);
}

/** A week of a subscriber can't be taken apart into commits: the weeks touched are computed again from samples. */
async function mendSubscribers(engine: Engine, finished: number): Promise<void> {
  const [touched] = await engine.select<{
    rows: number;
    week: string;
  }>(`SELECT count() AS rows, min(week) AS week FROM (
  SELECT toMonday(slot) AS week FROM ${samples.name} WHERE commit > ${finished}
  UNION ALL SELECT week FROM subscribers WHERE commit > ${finished}
  UNION ALL SELECT toMonday(slot) FROM ${supersededSamples.name} WHERE commit > ${finished}
)`);
  if (touched === undefined || touched.rows === 0) return;
  await engine.command(`DELETE FROM subscribers WHERE week >= '${touched.week}' AND ${engine.mayWrite}`);
  await engine.command(`INSERT INTO subscribers (subscriber, week, first_seen, newest, commit, written, hours) ${subscribersFromSamples}
WHERE slot >= toDateTime('${touched.week} 00:00:00', 'UTC') AND samples.commit <= ${finished} AND ${engine.mayWrite}`);
}

async function deleteAfter(engine: Engine, table: string, finished: number): Promise<number> {
  const [found] = await engine.select<{ rows: number }>(
    `SELECT count() AS rows FROM ${table} WHERE commit > ${finished}`,
  );
  const rows = found?.rows ?? 0;
  if (rows > 0) await engine.command(`DELETE FROM ${table} WHERE commit > ${finished} AND ${engine.mayWrite}`);
  return rows;
}
