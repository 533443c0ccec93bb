/** The records of one slot, device after device. */
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createRecordColumns } from './record-columns.ts';
import type { RecordColumns } from './record-columns.ts';

/** One row, filled anew for every record (no object per row). */
export interface RecordRow {
  /** Position of the device. */
  device: number;
  session: number;
  /** Position of the subscriber. */
  subscriber: number;
  startedAt: EpochSeconds;
  /** 0 while the session is open. */
  endedAt: EpochSeconds;
  /** When the counters were taken. */
  at: EpochSeconds;
  /** Whole bytes as the counters tell them. */
  upBytes: number;
  downBytes: number;
}

export function emptyRow(): RecordRow {
  return { device: 0, session: 0, subscriber: 0, startedAt: 0, endedAt: 0, at: 0, upBytes: 0, downBytes: 0 };
}

export class SlotRecords {
  /** What records call every subscriber. */
  readonly #directoryIndex: Uint32Array;
  readonly #columns: readonly RecordColumns[];
  /** Counter units in a byte, by device. */
  readonly #unitsPerByte: readonly number[];

  constructor(devices: readonly DeviceReading[], directoryIndex: Uint32Array) {
    const capacity = Math.max(64, Math.ceil((1.3 * directoryIndex.length) / devices.length));
    this.#directoryIndex = directoryIndex;
    this.#columns = devices.map(() => createRecordColumns(capacity));
    this.#unitsPerByte = devices.map((device) => (device.unit === 'bits' ? 8 : 1));
  }

  /** In the order of the devices; reused after `clear`. */
  get batches(): readonly SessionBatch[] {
    return this.#columns.map((column) => column.batch);
  }

  clear(): void {
    for (const column of this.#columns) column.clear();
  }

  add({ device, session, subscriber, startedAt, endedAt, at, upBytes, downBytes }: RecordRow): void {
    const column = this.#columns[device]!;
    const unitsPerByte = this.#unitsPerByte[device]!;
    const row = column.reserve();
    const { batch } = column;
    batch.session[row] = session;
    batch.subscriber[row] = this.#directoryIndex[subscriber]!;
    batch.startedAt[row] = startedAt;
    batch.endedAt[row] = endedAt;
    batch.ageSeconds[row] = at - startedAt;
    batch.upCounter[row] = upBytes * unitsPerByte;
    batch.downCounter[row] = downBytes * unitsPerByte;
    batch.line[row] = row + 2;
  }
}
