/**
 * Reads history back as the detector saw it: every closed slot in order, with the blocks its samples were written in.
 *
 * Samples lie by subscriber. Picking a few slots out of a week reads the whole week, so each week is first laid down
 * by slot in a table of its own, which the engine sorts within bounded memory: each sample is read twice, however many
 * there are. The table takes the room of one week and leaves with it.
 */
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { SampleBlock } from '../domain/sample.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { blockColumns, decodeBlock } from './decode-block.ts';
import type { Engine } from './engine.ts';
import type { StoredSlot, TimeRange } from './history.ts';
import { RowBinaryReader } from './row-binary-reader.ts';

/** Rows fetched at once, or a slot when it alone has more: about 8 MB, and as much again for the fetch ahead. */
const rowsPerFetch = 200_000;
const weekSeconds = 7 * 86_400;
const weekBySlot = 'replayed_week';

/**
 * From the first slot with a sample on, without the late samples; a slot that closed without a sample has no blocks.
 * One call at a time. Gives the event loop a turn after each slot.
 */
export async function* replaySlots(engine: Engine, directory: SubscriberDirectory): AsyncGenerator<StoredSlot> {
  const closed = await closedSlots(engine);
  let next = 0;
  let first = true;
  for await (const slot of slotsWithSamples(engine, directory)) {
    for (; next < closed.length && closed[next]! < slot.slotStart; next++) {
      if (!first) yield* withTurn({ slotStart: closed[next]!, blocks: [] });
    }
    first = false;
    if (closed[next] === slot.slotStart) next++;
    yield* withTurn(slot);
  }
  // Raw samples may all have expired: nothing is left to begin with.
  if (first) return;
  for (; next < closed.length; next++) yield* withTurn({ slotStart: closed[next]!, blocks: [] });
}

/** Whoever takes slots works between two of them: without a turn nothing else would run until the next fetch. */
async function* withTurn(slot: StoredSlot): AsyncGenerator<StoredSlot> {
  yield slot;
  await turnOfEventLoop();
}

/** Every closed slot has a row of the network's totals, be they zero. */
async function closedSlots(engine: Engine): Promise<EpochSeconds[]> {
  const rows = await engine.select<{ start: EpochSeconds }>(
    "SELECT DISTINCT toUnixTimestamp(slot) AS start FROM slot_totals WHERE device = '' AND late = 0 ORDER BY start",
  );
  return rows.map(({ start }) => start);
}

async function* slotsWithSamples(engine: Engine, directory: SubscriberDirectory): AsyncGenerator<StoredSlot> {
  const weeks = await engine.select<{ start: EpochSeconds }>(
    "SELECT DISTINCT toUnixTimestamp(toDateTime(toMonday(slot), 'UTC')) AS start FROM samples ORDER BY start",
  );
  for (const { start } of weeks) {
    await layDownBySlot(engine, { from: start, to: start + weekSeconds });
    try {
      yield* slotsOfWeek(engine, directory);
    } finally {
      await dropWeek(engine);
    }
  }
}

/** SYNC gives the room on disk back at once. */
const dropWeek = (engine: Engine): Promise<void> => engine.command(`DROP TABLE IF EXISTS ${weekBySlot} SYNC`);

async function layDownBySlot(engine: Engine, week: TimeRange): Promise<void> {
  // A replay that a crash cut short may have left it.
  await dropWeek(engine);
  await engine.command(`CREATE TABLE ${weekBySlot} (slot DateTime('UTC'), device LowCardinality(String),
  reported DateTime('UTC'), subscriber String, seconds UInt16, up_bytes UInt64, down_bytes UInt64)
ENGINE = MergeTree ORDER BY (slot, device, reported, subscriber)`);
  await engine.command(`INSERT INTO ${weekBySlot}
SELECT slot, device, reported, subscriber, seconds, up_bytes, down_bytes FROM samples
WHERE late = 0 AND slot >= toDateTime(${week.from}, 'UTC') AND slot < toDateTime(${week.to}, 'UTC')`);
}

/** Fetches ahead by one. */
async function* slotsOfWeek(engine: Engine, directory: SubscriberDirectory): AsyncGenerator<StoredSlot> {
  const ranges = await fetchRanges(engine);
  let ahead = fetchRange(engine, ranges[0]);
  try {
    for (let next = 1; next <= ranges.length; next++) {
      const bytes = await ahead;
      ahead = fetchRange(engine, ranges[next]);
      // A rejection is seen when the fetch's turn comes, or never when the caller stops early.
      ahead.catch(() => undefined);
      yield* decodeSlots(bytes, directory);
    }
  } finally {
    await ahead.catch(() => undefined);
  }
}

async function fetchRanges(engine: Engine): Promise<TimeRange[]> {
  const slots = await engine.select<{ start: EpochSeconds; rows: number }>(
    `SELECT toUnixTimestamp(slot) AS start, count() AS rows FROM ${weekBySlot} GROUP BY start ORDER BY start`,
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

async function fetchRange(engine: Engine, range: TimeRange | undefined): Promise<Buffer> {
  if (range === undefined) return Buffer.alloc(0);
  return engine.selectBytes(`SELECT ${blockColumns} FROM ${weekBySlot}
WHERE slot >= toDateTime(${range.from}, 'UTC') AND slot < toDateTime(${range.to}, 'UTC')
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
