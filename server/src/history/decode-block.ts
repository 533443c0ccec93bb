/** Turns rows of samples, ordered by slot, device, report and subscriber, into the blocks they were written in. */
import type { SampleBlock } from '../domain/sample.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { RowBinaryReader } from './row-binary-reader.ts';

/** What the rows consist of, in order. */
export const blockColumns = 'slot, toString(device) AS name, reported, subscriber, seconds, up_bytes, down_bytes';

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

/**
 * The rows from the reader's position up to the first one of another slot, device or report. A sample that was written
 * twice comes twice in a row, and counts once.
 */
export function decodeBlock(reader: RowBinaryReader, directory: SubscriberDirectory): SampleBlock {
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
