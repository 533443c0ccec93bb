/** How the parts of a commit become RowBinary rows: one function per table, in the order of the table's columns but for `commit`. */
import type { AnomalyEvent } from '../domain/anomaly.ts';
import type { DeadLetter, IngestedFile } from '../domain/dead-letter.ts';
import type { SampleBlock, SlotTotals } from '../domain/sample.ts';
import type { CounterReading } from '../domain/session-ledger.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { HourSums } from './hour-sums.ts';
import type { RowBinaryWriter } from './row-binary-writer.ts';

/** Most bytes that one sample takes: two texts of 255 bytes with their lengths, and 33 bytes of numbers. */
export const maxSampleBytes = 2 * 257 + 33;

/** In pieces, each as large as the writer, with the commit's number, unlike the other tables. A piece is overwritten by the next. */
export async function* writeSamples(
  blocks: readonly SampleBlock[],
  commit: number,
  directory: SubscriberDirectory,
  writer: RowBinaryWriter,
): AsyncGenerator<Uint8Array> {
  writer.clear();
  for (const block of blocks) {
    const device = Buffer.from(block.device);
    for (let row = 0; row < block.count;) {
      row = writeSamplesFrom(block, row, device, commit, directory, writer);
      if (row === block.count) break;
      yield writer.bytes;
      writer.clear();
    }
  }
  if (!writer.isEmpty) yield writer.bytes;
  writer.clear();
}

/** Writes while there is room; gives the first row that is not written. Synchronous, as it is the fast path. */
function writeSamplesFrom(
  block: SampleBlock,
  from: number,
  device: Buffer,
  commit: number,
  directory: SubscriberDirectory,
  writer: RowBinaryWriter,
): number {
  const { subscriber, seconds, upBytes, downBytes, slotStart, reportedAt, count } = block;
  const late = block.late ? 1 : 0;
  let row = from;
  for (; row < count && writer.hasRoomFor(maxSampleBytes); row++) {
    const index = subscriber[row]!;
    if (directory.isErased(index)) continue;
    writer.copied((target, offset) => directory.copyIdInto(index, target, offset));
    writer.uint32(slotStart);
    writer.length(device.length);
    writer.raw(device);
    writer.uint32(reportedAt);
    writer.uint8(late);
    writer.uint16(seconds[row]!);
    writer.uint64(upBytes[row]!);
    writer.uint64(downBytes[row]!);
    writer.uint32(commit);
  }
  return row;
}

/** In pieces, as `writeSamples` does. */
export async function* writeHour(
  hour: EpochSeconds,
  sums: HourSums,
  commit: number,
  directory: SubscriberDirectory,
  writer: RowBinaryWriter,
): AsyncGenerator<Uint8Array> {
  writer.clear();
  for (let row = 0; row < sums.count;) {
    row = writeHourFrom(hour, sums, row, commit, directory, writer);
    if (!writer.isEmpty) yield writer.bytes;
    writer.clear();
  }
}

function writeHourFrom(
  hour: EpochSeconds,
  sums: HourSums,
  from: number,
  commit: number,
  directory: SubscriberDirectory,
  writer: RowBinaryWriter,
): number {
  const { subscriber, device, seconds, upBytes, downBytes } = sums.columns;
  const devices = sums.devices.map((name) => Buffer.from(name));
  let row = from;
  for (; row < sums.count && writer.hasRoomFor(maxSampleBytes); row++) {
    const index = subscriber[row]!;
    if (directory.isErased(index)) continue;
    const name = devices[device[row]!]!;
    writer.copied((target, offset) => directory.copyIdInto(index, target, offset));
    writer.uint32(hour);
    writer.length(name.length);
    writer.raw(name);
    writer.uint32(seconds[row]!);
    writer.uint64(upBytes[row]!);
    writer.uint64(downBytes[row]!);
    writer.uint32(commit);
  }
  return row;
}

/** The network's totals have no device: ''. */
export function writeTotals(totals: SlotTotals, writer: RowBinaryWriter): void {
  writer.string(totals.device ?? '');
  writer.uint32(totals.slotStart);
  writer.uint32(totals.reportedAt);
  writer.uint8(totals.late ? 1 : 0);
  writer.uint32(totals.subscribers);
  writer.uint64(totals.upBytes);
  writer.uint64(totals.downBytes);
}

/** An anomaly of a device has no subscriber: ''. */
export function writeEvent(event: AnomalyEvent, writer: RowBinaryWriter): void {
  const { anomaly } = event;
  const { expected, comparison } = anomaly;
  writer.string(event.type);
  writer.uint32(event.at);
  writer.uint32(event.ordinal);
  writer.string(anomaly.id);
  writer.string(anomaly.subscriber ?? '');
  writer.string(anomaly.device);
  writer.string(anomaly.kind);
  writer.string(anomaly.severity);
  writer.uint32(anomaly.openedAt);
  writer.uint32(anomaly.detectedAt);
  writer.uint32(anomaly.closedAt ?? 0);
  writer.float64(anomaly.upBytesPerSecond);
  writer.float64(anomaly.downBytesPerSecond);
  writer.float64(expected.lowUp);
  writer.float64(expected.usualUp);
  writer.float64(expected.highUp);
  writer.float64(expected.lowDown);
  writer.float64(expected.usualDown);
  writer.float64(expected.highDown);
  writer.float64(anomaly.score);
  writer.float64(anomaly.peakScore);
  writer.uint32(anomaly.slots);
  writer.float64(anomaly.excessBytes);
  writer.string(anomaly.reason);
  writer.string(anomaly.ruleVersion);
  writer.float64(anomaly.uploadShare);
  writer.float64(anomaly.usualUploadShare);
  writer.string(comparison?.cohort ?? '');
  writer.float64(comparison?.shareBelow ?? 0);
  writer.uint8(anomaly.alerted ? 1 : 0);
}

export function writeFile(file: IngestedFile, writer: RowBinaryWriter): void {
  const dropped = Object.entries(file.dropped);
  writer.string(file.device);
  writer.uint32(file.snapshotAt);
  writer.uint16(file.revision);
  writer.string(file.file);
  writer.uint64(file.sizeBytes);
  writer.uint64(file.rows);
  writer.uint64(file.accepted);
  writer.uint64(file.late);
  writer.uint64(file.estimated);
  writer.length(dropped.length);
  for (const [reason, rows] of dropped) {
    writer.string(reason);
    writer.uint64(rows);
  }
}

export function writeDeadLetter(letter: DeadLetter, writer: RowBinaryWriter): void {
  writer.string(letter.file);
  writer.uint32(letter.line);
  writer.string(letter.column);
  writer.string(letter.reason);
  writer.string(letter.given);
}

export function writeCounterReading(reading: CounterReading, writer: RowBinaryWriter): void {
  writer.string(reading.device);
  writer.float64(reading.session);
  writer.uint32(reading.startedAt);
  writer.uint32(reading.at);
  writer.float64(reading.up);
  writer.float64(reading.down);
}
