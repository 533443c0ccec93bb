/** Decodes a dump of `radacct` into batches of session records; broken rows become dead letters, the rest goes on. */
import type { DeadLetter } from '../../domain/dead-letter.ts';
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import { sessionNumber } from '../session-number.ts';
import type { DecodeSink } from '../snapshot/decode.ts';
import { radacctCells, type RadacctLayout } from './radacct-layout.ts';
import { RadacctFault, radacctRow, type RadacctRow } from './radacct-row.ts';

const newline = 10;
const maxRowBytes = 16_384;
const maxGivenCharacters = 200;

/** Octets are bytes that grow with the session, whatever the device's snapshots are like. */
export function readingOfRadacct(device: DeviceReading): DeviceReading {
  return { ...device, unit: 'bytes', counters: 'cumulative' };
}

export interface RadacctContext {
  readonly subscribers: SubscriberDirectory;
  /** Reused for every batch. */
  readonly batch: SessionBatch;
}

/** Gives the number of rows, good or bad. */
export function decodeRadacct(
  content: Uint8Array,
  file: string,
  layout: RadacctLayout,
  { clockOffsetSeconds }: DeviceReading,
  { subscribers, batch }: RadacctContext,
  sink: DecodeSink,
): number {
  let rows = 0;
  let isHeader = true;
  batch.count = 0;
  for (const { line, text } of linesOf(content)) {
    if (isHeader || text.trim() === '') {
      isHeader &&= text.trim() === '';
      continue;
    }
    rows++;
    if (batch.count === batch.capacity) {
      sink.onBatch(batch);
      batch.count = 0;
    }
    const row = readRow(text, layout, clockOffsetSeconds);
    if (row instanceof RadacctFault) sink.onDeadLetter(deadLetter(file, line, row));
    else add(row, line, subscribers, batch);
  }
  if (batch.count > 0) sink.onBatch(batch);
  batch.count = 0;
  return rows;
}

function* linesOf(content: Uint8Array): Generator<{ line: number; text: string }> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  for (let from = 0, line = 1; from < bytes.length; line++) {
    const found = bytes.indexOf(newline, from);
    const end = found < 0 ? bytes.length : found;
    yield { line, text: bytes.toString('utf8', from, Math.min(end, from + maxRowBytes + 1)) };
    from = end + 1;
  }
}

function readRow(text: string, layout: RadacctLayout, clockOffsetSeconds: number): RadacctRow | RadacctFault {
  try {
    if (text.length > maxRowBytes) throw new RadacctFault('', 'row-too-long', text);
    const cells = radacctCells(text, layout.delimiter);
    if (cells?.length !== layout.cells) throw new RadacctFault('', 'wrong-column-count', text.trim());
    return radacctRow(cells, layout, clockOffsetSeconds);
  } catch (error) {
    if (error instanceof RadacctFault) return error;
    throw error;
  }
}

function deadLetter(file: string, line: number, { column, reason, given }: RadacctFault): DeadLetter {
  return { file, line, column, reason, given: given.slice(0, maxGivenCharacters) };
}

/** The time of the newest update stands for an end: what was counted until then is what the row tells. Without one that is the dump's. */
function add(
  { session, subscriber, startedAt, takenAt, upBytes, downBytes }: RadacctRow,
  line: number,
  subscribers: SubscriberDirectory,
  batch: SessionBatch,
): void {
  const row = batch.count++;
  batch.session[row] = sessionNumber(session);
  batch.subscriber[row] = subscribers.indexOf(subscriber);
  batch.startedAt[row] = startedAt;
  batch.endedAt[row] = takenAt ?? 0;
  batch.ageSeconds[row] = Math.max(0, (takenAt ?? startedAt) - startedAt);
  batch.upCounter[row] = upBytes;
  batch.downCounter[row] = downBytes;
  batch.line[row] = line;
}
