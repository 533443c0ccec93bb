/**
 * Puts aside what a newer revision of a report replaces, and puts it back when its commit was not finished. The detector
 * saw what is put aside, so a rebuild of its state reads it there; nothing else does.
 */
import type { ReportCorrection } from '../domain/report-correction.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Engine } from './engine.ts';
import { hourSeconds } from './roll-up.ts';
import { subscribersFromSamples } from './schema.ts';
import { samples, supersededReports, supersededSamples } from './tables.ts';

const moment = (at: EpochSeconds): string => `toDateTime(${at}, 'UTC')`;
/** Statements have no parameters: the name of a device travels as its bytes. */
const ofDevice = (device: string): string => `device = unhex('${Buffer.from(device).toString('hex')}')`;

/** Of reports that stand in no account any more. */
export const isSupersededSql = `(device, snapshot_at, revision) IN (SELECT device, snapshot_at, revision FROM ${supersededReports.name})`;

/** Before the commit's own samples and totals are written. Gives the slots that what was put aside told of. */
export async function supersedeSamples(
  engine: Engine,
  { device, snapshotAt, fromSlot }: ReportCorrection,
  commit: number,
): Promise<EpochSeconds[]> {
  const slots = `slot >= ${moment(fromSlot)} AND slot <= ${moment(snapshotAt)}`;
  const mine = `${ofDevice(device)} AND reported = ${moment(snapshotAt)} AND ${slots}`;
  await engine.command(`INSERT INTO ${supersededSamples.name}
  (device, reported, slot, subscriber, late, seconds, up_bytes, down_bytes, written_by, commit)
SELECT device, reported, slot, subscriber, late, seconds, up_bytes, down_bytes, s.commit, ${commit}
FROM ${samples.name} AS s FINAL WHERE ${mine} AND s.commit < ${commit} AND ${engine.mayWrite}`);
  const aside = `FROM ${supersededSamples.name} WHERE commit = ${commit} AND ${ofDevice(device)} AND reported = ${moment(snapshotAt)}`;
  await engine.command(`DELETE FROM ${samples.name} WHERE ${mine} AND commit < ${commit} AND ${engine.mayWrite}`);
  await engine.command(
    `DELETE FROM slot_totals WHERE ${mine} AND late = 1 AND commit < ${commit} AND ${engine.mayWrite}`,
  );
  await engine.command(`DELETE FROM hourly WHERE ${ofDevice(device)} AND commit < ${commit} AND ${engine.mayWrite}
  AND hour >= ${moment(fromSlot - (fromSlot % hourSeconds))} AND hour <= ${moment(snapshotAt)}
  AND (subscriber, hour) IN (SELECT subscriber, toStartOfHour(slot) ${aside})`);
  await seeSubscribersAgain(engine, `SELECT subscriber, toMonday(slot) ${aside}`, fromSlot);
  await countOnTimeAgain(engine, `SELECT device, slot ${aside} AND late = 0`, commit, commit);
  const touched = await engine.select<{ slot: EpochSeconds }>(
    `SELECT DISTINCT toUnixTimestamp(slot) AS slot ${aside} ORDER BY slot`,
  );
  return touched.map(({ slot }) => slot);
}

/** After the commit's own accounts are written. */
export async function supersedeReports(
  engine: Engine,
  { device, snapshotAt, revision }: ReportCorrection,
  commit: number,
): Promise<void> {
  await engine.command(`INSERT INTO ${supersededReports.name} (device, snapshot_at, revision, commit)
SELECT device, snapshot_at, revision, ${commit} FROM ingested_files
WHERE ${ofDevice(device)} AND snapshot_at = ${moment(snapshotAt)} AND revision < ${revision}
  AND NOT ${isSupersededSql} AND ${engine.mayWrite}`);
}

/**
 * Puts back the samples that commits after `finished` put aside, with their totals; gives the slots. To be called before
 * what else those commits wrote is discarded. May be interrupted, and called again.
 */
export async function restoreSuperseded(engine: Engine, finished: number): Promise<EpochSeconds[]> {
  const aside = `FROM ${supersededSamples.name} WHERE commit > ${finished}`;
  const slots = await engine.select<{ slot: EpochSeconds }>(
    `SELECT DISTINCT toUnixTimestamp(slot) AS slot ${aside} ORDER BY slot`,
  );
  if (slots.length === 0) return [];
  const touched = `SELECT device, reported, slot ${aside}`;
  // What was not taken away yet must not be there twice: a rebuild reads without FINAL.
  await engine.command(`INSERT INTO ${samples.name} (subscriber, slot, device, reported, late, seconds, up_bytes, down_bytes, commit)
SELECT subscriber, slot, device, reported, late, seconds, up_bytes, down_bytes, written_by
FROM ${supersededSamples.name} FINAL WHERE commit > ${finished} AND written_by <= ${finished} AND ${engine.mayWrite}
  AND (subscriber, slot, device, reported) NOT IN (
    SELECT subscriber, slot, device, reported FROM ${samples.name}
    WHERE commit <= ${finished} AND (device, reported, slot) IN (${touched}))`);
  await countOnTimeAgain(engine, `SELECT device, slot ${aside} AND late = 0`, finished, finished);
  await engine.command(`INSERT INTO slot_totals (device, slot, reported, late, subscribers, up_bytes, down_bytes, commit)
SELECT device, slot, reported, 1, count(), sum(up_bytes), sum(down_bytes), ${finished} FROM ${samples.name} AS s FINAL
WHERE late = 1 AND ${engine.mayWrite} AND s.commit <= ${finished} AND (device, reported, slot) IN (${touched} AND late = 1)
GROUP BY device, slot, reported`);
  return slots.map(({ slot }) => slot);
}

/** Of the weeks of subscribers that `weeks` selects keeps what the samples say that are there. */
async function seeSubscribersAgain(engine: Engine, weeks: string, fromSlot: EpochSeconds): Promise<void> {
  await engine.command(`DELETE FROM subscribers WHERE (subscriber, week) IN (${weeks}) AND ${engine.mayWrite}`);
  await engine.command(`INSERT INTO subscribers (subscriber, week, first_seen, newest, commit, written, hours) ${subscribersFromSamples}
WHERE slot >= toDateTime(toMonday(${moment(fromSlot)}), 'UTC') AND (subscriber, toMonday(slot)) IN (${weeks}) AND ${engine.mayWrite}`);
}

/**
 * Counts the totals of slots again, of the devices and of the network, from the samples on time that are there up to
 * `through`. `reports` selects device and slot.
 */
async function countOnTimeAgain(engine: Engine, reports: string, through: number, commit: number): Promise<void> {
  const slots = `slot IN (SELECT slot FROM (${reports}))`;
  const onTime = `FROM ${samples.name} AS s FINAL WHERE late = 0 AND s.commit <= ${through}`;
  await engine.command(`INSERT INTO slot_totals (device, slot, reported, late, subscribers, up_bytes, down_bytes, commit)
SELECT device, slot, max(at), 0, if(device = '', uniqExactIf(subscriber, seen), countIf(seen)), sum(up), sum(down), ${commit}
FROM (
  SELECT toString(device) AS device, slot, reported AS at, '' AS subscriber, 0 AS up, 0 AS down, false AS seen
  FROM slot_totals WHERE late = 0 AND ((device, slot) IN (${reports}) OR (device = '' AND ${slots}))
  UNION ALL
  SELECT toString(device), slot, toDateTime(0, 'UTC'), subscriber, up_bytes, down_bytes, true
  ${onTime} AND (device, slot) IN (${reports})
  UNION ALL
  SELECT '', slot, toDateTime(0, 'UTC'), subscriber, up_bytes, down_bytes, true ${onTime} AND ${slots}
)
GROUP BY device, slot HAVING max(at) > toDateTime(0, 'UTC') AND ${engine.mayWrite}`);
}
