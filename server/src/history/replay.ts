/**
 * Reads history back as the detector saw it: every closed slot in order, with the blocks its samples were written in, and
 * those of devices that had none.
 *
 * Samples lie by subscriber. Picking a few slots out of a week reads the whole week, so each week is first laid down
 * by slot in a table of its own, which the engine sorts within bounded memory: each sample is read twice, however many
 * there are. The table takes the room of one week and leaves with it.
 */
import { randomBytes } from 'node:crypto';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { emptyBlock, type SampleBlock } from '../domain/sample.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { blockColumns, decodeBlock } from './decode-block.ts';
import type { Engine } from './engine.ts';
import type { StoredSlot, TimeRange } from './history.ts';
import { RowBinaryReader } from './row-binary-reader.ts';
import { supersededSamples } from './tables.ts';

/** Rows fetched at once, or a slot when it alone has more: about 8 MB, and as much again for the fetch ahead. */
const rowsPerFetch = 200_000;
const weekSeconds = 7 * 86_400;
/** Each replay has a table of its own, so that several can be under way, also of several processes. */
const weekTablePrefix = 'replayed_week';
const ofThisProcess = randomBytes(6).toString('hex');
let weekTables = 0;
/** No replay takes as long for one week. */
const leftAfterSeconds = 86_400;

const everything: TimeRange = { from: 0, to: 2 ** 32 - 1 };

/**
 * The slots that start in the range, or without one all from the first with a sample on, without the late samples; a
 * slot that closed without any report has no blocks. Gives the event loop a turn after each slot.
 */
export async function* replaySlots(
  engine: Engine,
  directory: SubscriberDirectory,
  during?: TimeRange,
): AsyncGenerator<StoredSlot> {
  const closed = await closedSlots(engine, during ?? everything);
  let next = 0;
  let first = during === undefined;
  for await (const { slotStart, blocks } of slotsWithSamples(engine, directory, during ?? everything)) {
    for (; next < closed.length && closed[next]!.slotStart < slotStart; next++) {
      if (!first) yield* withTurn(closed[next]!);
    }
    first = false;
    const empty = closed[next]?.slotStart === slotStart ? closed[next++]!.blocks : [];
    yield* withTurn({ slotStart, blocks: [...blocks, ...empty] });
  }
  // Raw samples may all have expired: nothing is left to begin with.
  if (first) return;
  for (; next < closed.length; next++) yield* withTurn(closed[next]!);
}

/** Whoever takes slots works between two of them: without a turn nothing else would run until the next fetch. */
async function* withTurn(slot: StoredSlot): AsyncGenerator<StoredSlot> {
  yield slot;
  await turnOfEventLoop();
}

/** Every closed slot, with the blocks of devices that reported and had nobody. Its row of the network's totals is always there. */
async function closedSlots(engine: Engine, during: TimeRange): Promise<StoredSlot[]> {
  const rows = await engine.select<{ start: EpochSeconds; end: EpochSeconds; silent: string[] }>(
    `SELECT toUnixTimestamp(slot) AS start, toUnixTimestamp(max(reported)) AS end,
  arraySort(groupUniqArrayIf(toString(device), device != '' AND subscribers = 0)) AS silent
FROM slot_totals WHERE late = 0 AND ${slotIn(during)} GROUP BY slot HAVING countIf(device = '') > 0 ORDER BY start`,
  );
  return rows.map(({ start, end, silent }) => ({
    slotStart: start,
    blocks: silent.map((device) => emptyBlock(device, start, end)),
  }));
}

async function* slotsWithSamples(
  engine: Engine,
  directory: SubscriberDirectory,
  during: TimeRange,
): AsyncGenerator<StoredSlot> {
  const weeks = await engine.select<{ start: EpochSeconds }>(
    `SELECT DISTINCT toUnixTimestamp(toDateTime(toMonday(slot), 'UTC')) AS start FROM (
  SELECT slot FROM samples WHERE ${slotIn(during)} UNION ALL SELECT slot FROM ${supersededSamples.name} WHERE late = 0 AND ${slotIn(during)}
) ORDER BY start`,
  );
  const table = `${weekTablePrefix}_${ofThisProcess}_${weekTables++}`;
  for (const { start } of weeks) {
    const range = { from: Math.max(start, during.from), to: Math.min(start + weekSeconds, during.to) };
    try {
      await layDownBySlot(engine, table, range);
      yield* slotsOfWeek(engine, table, directory);
    } finally {
      // SYNC gives the room on disk back at once.
      await engine.command(`DROP TABLE IF EXISTS ${table} SYNC`);
    }
  }
}

/**
 * Removes the tables of replays that a crash cut short: all when nobody else has this history open, otherwise old ones. Call
 * before the first replay.
 */
export async function dropLeftWeeks(engine: Engine, alone: boolean): Promise<void> {
  const tables = await engine.select<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, '${weekTablePrefix}')
AND metadata_modification_time <= now() - ${alone ? 0 : leftAfterSeconds}`,
  );
  for (const { name } of tables) await engine.command(`DROP TABLE IF EXISTS ${name} SYNC`);
}

async function layDownBySlot(engine: Engine, table: string, range: TimeRange): Promise<void> {
  await engine.command(`CREATE TABLE ${table} (slot DateTime('UTC'), device LowCardinality(String),
  reported DateTime('UTC'), subscriber String, seconds UInt16, up_bytes UInt64, down_bytes UInt64)
ENGINE = MergeTree ORDER BY (slot, device, reported, subscriber)`);
  await engine.command(`INSERT INTO ${table}
SELECT slot, device, reported, subscriber, seconds, up_bytes, down_bytes FROM samples
WHERE late = 0 AND ${slotIn(range)}
UNION ALL SELECT slot, device, reported, subscriber, seconds, up_bytes, down_bytes FROM ${supersededSamples.name}
WHERE late = 0 AND ${slotIn(range)} AND commit <= (SELECT max(commit) FROM commits)`);
}

const slotIn = ({ from, to }: TimeRange): string =>
  `slot >= toDateTime(${from}, 'UTC') AND slot < toDateTime(${to}, 'UTC')`;

/** Fetches ahead by one. */
async function* slotsOfWeek(engine: Engine, table: string, directory: SubscriberDirectory): AsyncGenerator<StoredSlot> {
  const ranges = await fetchRanges(engine, table);
  let ahead = fetchRange(engine, table, ranges[0]);
  try {
    for (let next = 1; next <= ranges.length; next++) {
      const bytes = await ahead;
      ahead = fetchRange(engine, table, ranges[next]);
      // A rejection is seen when the fetch's turn comes, or never when the caller stops early.
      ahead.catch(() => undefined);
      yield* decodeSlots(bytes, directory);
    }
  } finally {
    await ahead.catch(() => undefined);
  }
}

async function fetchRanges(engine: Engine, table: string): Promise<TimeRange[]> {
  const slots = await engine.select<{ start: EpochSeconds; rows: number }>(
    `SELECT toUnixTimestamp(slot) AS start, count() AS rows FROM ${table} GROUP BY start ORDER BY start`,
  );
  const ranges: { from: EpochSeconds; to: EpochSeconds }[] = [];
  let rowsInRange = Infinity;
  for (const { start, rows } of slots) {
    rowsInRange += rows;
    if (rowsInRange > rowsPerFetch) {
      ranges.push({ from: start, to: start + 1 });
      rowsInRange = rows;
    } else {
      ranges.at(-1)!.to = start + 1;
    }
  }
  return ranges;
}

async function fetchRange(engine: Engine, table: string, range: TimeRange | undefined): Promise<Buffer> {
  if (range === undefined) return Buffer.alloc(0);
  return engine.selectBytes(`SELECT ${blockColumns} FROM ${table}
WHERE ${slotIn(range)}
ORDER BY slot, device, reported, subscriber`);
}

function* decodeSlots(bytes: Buffer, directory: SubscriberDirectory): Generator<StoredSlot> {
  const reader = new RowBinaryReader(bytes);
  let slotStart = -1;
  let blocks: SampleBlock[] = [];
  while (!reader.atEnd) {
    const block = decodeBlock(reader, directory);
    if (block.slotStart !== slotStart && blocks.length > 0) {
      yield { slotStart, blocks };
      blocks = [];
    }
    slotStart = block.slotStart;
    blocks.push(block);
  }
  if (blocks.length > 0) yield { slotStart, blocks };
}
