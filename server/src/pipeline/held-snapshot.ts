/** A snapshot that has been decoded and waits for its slot to close: what it tells depends on the one before it, which may come later. */
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { DeviceReading } from '../domain/device.ts';
import { copyOfBatch, withoutSubscribers, type SessionBatch } from '../domain/session-batch.ts';
import type { Report } from '../domain/slot-assembler.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { DroppedRows } from './dropped-rows.ts';
import type { Snapshot } from '../ingest/source.ts';

export interface HeldSnapshot extends Report {
  readonly reading: DeviceReading;
  readonly snapshotAt: EpochSeconds;
  readonly file: string;
  readonly sizeBytes: number;
  /** Data rows, good or bad. */
  readonly rows: number;
  /** Of these, shares of a gap in what the device told. */
  readonly estimated: number;
  /** The rows that could be decoded. */
  readonly batches: readonly SessionBatch[];
  /** The others. */
  readonly dropped: DroppedRows;
}

/** Throws what `snapshot.read` throws. */
export function holdSnapshot(snapshot: Snapshot, dropped: DroppedRows): HeldSnapshot {
  const { device, snapshotAt, revision, file, sizeBytes, estimated = 0 } = snapshot;
  const batches: SessionBatch[] = [];
  const rows = snapshot.read(
    (batch) => void batches.push(copyOfBatch(batch)),
    (letter: DeadLetter) => dropped.add(letter),
  );
  const named = { device: device.name, reading: device, snapshotAt, revision, file, sizeBytes };
  return { ...named, rows, estimated, batches, dropped };
}

/** Without the rows and the dead letters of a subscriber who was erased since; they are counted as ignored. */
export function withoutSubscriber(held: HeldSnapshot, subscriber: number, name: string): HeldSnapshot {
  const { file, dropped } = held;
  const leaveOut = (line: number): void =>
    dropped.add({ file, line, column: '', reason: 'ignored-subscriber', given: '' });
  dropped.forget(name);
  const batches = held.batches.map((batch) => withoutSubscribers(batch, (one) => one === subscriber, leaveOut));
  return { ...held, batches };
}
