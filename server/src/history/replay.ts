/** Reads the samples of history back as the blocks they were written in, slot by slot. */
import type { SampleBlock } from '../domain/sample.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Engine } from './engine.ts';
import type { StoredSlot, TimeRange } from './history.ts';
import { RowBinaryReader } from './row-binary-reader.ts';

/** Rows fetched at once, or a slot when it alone has more: about 20 MB. Each fetch looks through a week of samples. */
const rowsPerFetch = 500_000;

/** In slot order, without the late samples; slots without samples are left out. Fetches ahead by one. */
export async function* replaySlots(engine: Engine, directory: SubscriberDirectory): AsyncGenerator<StoredSlot> {
  const ranges = await fetchRanges(engine);
  let ahead = fetchRange(engine, ranges[0]);
  for (let next = 1; next <= ranges.length; next++) {
    const bytes = await ahead;
    ahead = fetchRange(engine, ranges[next]);
    // Rejections are seen when the fetch's turn comes, or never when the caller stops early.
    ahead.catch(() => undefined);
    yield* decodeSlots(bytes, directory);
  }
}

async function fetchRanges(engine: Engine): Promise<TimeRange[]> {
  const slots = await engine.select<{ slot: EpochSeconds; rows: number }>(
    'SELECT toUnixTimestamp(slot) AS slot, count() AS rows FROM samples WHERE late = 0 GROUP BY slot ORDER BY slot',
  );
  const ranges: { from: EpochSeconds; to: EpochSeconds }[] = [];
  let rowsInRange = Infinity;
  for (const { slot, rows } of slots) {
    rowsInRange += rows;
    if (rowsInRange > rowsPerFetch) {
      ranges.push({ from: slot, to: slot + 1 });
      rowsInRange = rows;
    } else {
      ranges.at(-1)!.to = slot + 1;
    }
  }
  return ranges;
}

/** Without FINAL, which is slow here: a sample that was written twice comes twice in a row, and is left out then. */
async function fetchRange(engine: Engine, range: TimeRange | undefined): Promise<Buffer> {
  if (range === undefined) return Buffer.alloc(0);
  return engine.selectBytes(`SELECT slot, toString(device) AS name, reported, subscriber, seconds, up_bytes, down_bytes FROM samples
WHERE late = 0 AND slot >= toDateTime(${range.from}, 'UTC') AND slot < toDateTime(${range.to}, 'UTC')
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

interface Columns {
  subscriber: Uint32Array;
  seconds: Uint16Array;
  upBytes: Float64Array;
  downBytes: Float64Array;
}

const columnsOf = (rows: number): Columns => ({
  subscriber: new Uint32Array(rows),
  seconds: new Uint16Array(rows),
  upBytes: new Float64Array(rows),
  downBytes: new Float64Array(rows),
});

/** Rows up to the first one of another slot, device or report. */
function decodeBlock(reader: RowBinaryReader, directory: SubscriberDirectory): SampleBlock {
  const { bytes } = reader;
  const blockKeyStart = reader.position;
  const slotStart = reader.uint32();
  const device = reader.string();
  const reportedAt = reader.uint32();
  const blockKey = bytes.subarray(blockKeyStart, reader.position);
  reader.position = blockKeyStart;
  let columns = columnsOf(1024);
  let count = 0;
  let previous = -1;
  while (isAt(bytes, reader.position, blockKey)) {
    reader.position += blockKey.length;
    const length = reader.length();
    const start = reader.position;
    reader.position = start + length;
    const index = directory.indexOfBytes(bytes, start, reader.position);
    if (count === columns.subscriber.length) columns = grown(columns);
    if (index === previous) count--;
    previous = index;
    columns.subscriber[count] = index;
    columns.seconds[count] = reader.uint16();
    columns.upBytes[count] = reader.uint64();
    columns.downBytes[count] = reader.uint64();
    count++;
  }
  return { device, slotStart, reportedAt, late: false, count, ...columns };
}

function isAt(bytes: Buffer, position: number, key: Buffer): boolean {
  if (position + key.length > bytes.length) return false;
  for (let i = 0; i < key.length; i++) if (bytes[position + i] !== key[i]) return false;
  return true;
}

function grown(columns: Columns): Columns {
  const larger = columnsOf(columns.subscriber.length * 2);
  larger.subscriber.set(columns.subscriber);
  larger.seconds.set(columns.seconds);
  larger.upBytes.set(columns.upBytes);
  larger.downBytes.set(columns.downBytes);
  return larger;
}
