/** Decodes the bytes of one snapshot file into batches of session records; broken rows become dead letters, the rest goes on. */
import type { DeadLetter } from '../../domain/dead-letter.ts';
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberIndex } from '../../domain/subscriber-index.ts';
import { compileDateLayout } from './date-layout.ts';
import { columns, readIrregularRow, RowFault, type Column } from './irregular-row.ts';
import type { RowOrder } from './row-order.ts';
import { RowScanner } from './row-scanner.ts';

const newline = 10;
/** A row is 65 bytes; what is longer than this is not a row, and is not turned into text as a whole. */
const maxRowBytes = 4096;
const maxGivenCharacters = 200;

export interface DecodeContext {
  readonly subscribers: SubscriberIndex;
  /** Of this device. */
  readonly order: RowOrder;
  /** Reused for every batch. */
  readonly batch: SessionBatch;
}

export interface DecodeSink {
  onBatch(batch: SessionBatch): void;
  onDeadLetter(letter: DeadLetter): void;
}

/** The header is not that of a snapshot: nothing in the file can be trusted, so none of it is read. */
export class HeaderError extends Error {}

/**
 * Gives the number of data rows, good or bad. Accepts LF and CRLF, a byte order mark, blank lines, quoted fields,
 * `Duration` for `Duartion`, and a file without a header. Throws `HeaderError` when the first line that is not blank is
 * neither a header nor a row; it repeats nothing of the file.
 */
export function decodeSnapshot(
  source: Uint8Array,
  file: string,
  device: DeviceReading,
  context: DecodeContext,
  sink: DecodeSink,
): number {
  const { batch } = context;
  const date = compileDateLayout(device.dateFormat);
  const scanner = new RowScanner(
    source,
    { delimiter: device.delimiter.charCodeAt(0), date, deviceId: device.id },
    context.subscribers,
    context.order,
  );
  const readIrregular = (text: string): void => readIrregularRow(text, device, date, context.subscribers, batch);
  context.order.beginSnapshot();
  batch.count = 0;
  let rows = 0;
  scanner.at = afterByteOrderMark(source);
  let line = 1 + skipHeader(scanner, source, device);
  for (; scanner.at < source.length; line++) {
    if (skipBlankLine(scanner, source)) continue;
    rows++;
    if (batch.count === batch.capacity) {
      sink.onBatch(batch);
      batch.count = 0;
    }
    batch.line[batch.count] = line;
    if (scanner.scanRow(batch)) continue;
    const fault = readSlowly(scanner, source, readIrregular);
    if (fault !== null)
      sink.onDeadLetter({
        file,
        line,
        column: fault.column,
        reason: fault.reason,
        given: fault.given.slice(0, maxGivenCharacters),
      });
  }
  if (batch.count > 0) sink.onBatch(batch);
  batch.count = 0;
  return rows;
}

/** Passes the row at the scanner's place. Gives what is wrong with it, or null when the batch has it. */
function readSlowly(scanner: RowScanner, source: Uint8Array, readIrregular: (text: string) => void): RowFault | null {
  const from = scanner.at;
  const end = endOfLine(source, from);
  scanner.at = end + 1;
  const text = textOf(source, from, Math.min(end, from + maxRowBytes));
  if (end - from > maxRowBytes) return new RowFault<Column>('', 'row-too-long', text);
  try {
    readIrregular(text);
    return null;
  } catch (error) {
    if (error instanceof RowFault) return error;
    throw error;
  }
}

/** Passes the header and blank lines before it; gives the number of lines passed. */
function skipHeader(scanner: RowScanner, source: Uint8Array, device: DeviceReading): number {
  let lines = 0;
  while (skipBlankLine(scanner, source)) lines++;
  const first = source[scanner.at];
  // A row begins with the digits of its session; a header never does.
  if (first === undefined || (first >= 48 && first <= 57)) return lines;
  const end = endOfLine(source, scanner.at);
  const given = textOf(source, scanner.at, Math.min(end, scanner.at + maxRowBytes));
  const names = given.split(device.delimiter).map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  );
  const expected = columns.map((name) => name.toLowerCase());
  const matches =
    names.length === expected.length &&
    names.every((name, i) => name === expected[i] || (name === 'duration' && expected[i] === 'duartion'));
  if (!matches) {
    // Not what it says: it may be a row, and a fault is shown to people who may not see whom it is about.
    throw new HeaderError(
      `The first line has ${names.length === 1 ? '1 column' : `${names.length} columns`} by the delimiter "${device.delimiter}" and is neither a header nor a row, ` +
        `expected the header "${columns.join(device.delimiter)}"`,
    );
  }
  scanner.at = end + 1;
  return lines + 1;
}

function skipBlankLine(scanner: RowScanner, source: Uint8Array): boolean {
  const skip =
    source[scanner.at] === newline ? 1 : source[scanner.at] === 13 && source[scanner.at + 1] === newline ? 2 : 0;
  scanner.at += skip;
  return skip > 0;
}

function afterByteOrderMark(source: Uint8Array): number {
  return source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
}

function endOfLine(source: Uint8Array, from: number): number {
  const at = source.indexOf(newline, from);
  return at < 0 ? source.length : at;
}

function textOf(source: Uint8Array, from: number, to: number): string {
  return Buffer.from(source.buffer, source.byteOffset + from, to - from)
    .toString('utf8')
    .replace(/\r$/, '');
}
