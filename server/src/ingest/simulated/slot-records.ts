/** The records of one slot, device after device: every session's row lands where the session did. */
import type { DeviceReading } from '../../domain/device.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { purposes, randomBits } from './hash.ts';
import type { Population } from './population.ts';
import { createRecordColumns } from './record-columns.ts';
import type { RecordColumns } from './record-columns.ts';
import { deviceOfSession, idOfSession } from './session-place.ts';
import type { Reading, TrafficModel } from './traffic-model.ts';

export class SlotRecords {
  readonly #seed: number;
  /** Home device of every subscriber. */
  readonly #home: Population['home'];
  /** What records call every subscriber. */
  readonly #directoryIndex: Uint32Array;
  readonly #columns: readonly RecordColumns[];
  /** Counter units in a byte, by device. */
  readonly #unitsPerByte: readonly number[];

  constructor(seed: number, devices: readonly DeviceReading[], home: Population['home'], directoryIndex: Uint32Array) {
    const capacity = Math.max(64, Math.ceil((1.3 * directoryIndex.length) / devices.length));
    this.#seed = seed;
    this.#home = home;
    this.#directoryIndex = directoryIndex;
    this.#columns = devices.map(() => createRecordColumns(capacity));
    this.#unitsPerByte = devices.map((device) => (device.unit === 'bits' ? 8 : 1));
  }

  /** In the order of the devices; reused for the next slot. */
  get batches(): readonly SessionBatch[] {
    return this.#columns.map((column) => column.batch);
  }

  clear(): void {
    for (const column of this.#columns) column.clear();
  }

  /** Adds the row of a reading with the traffic read. `endedAt` is 0 while the session is open. */
  add({ subscriber, startedAt, at }: Reading, endedAt: EpochSeconds, traffic: TrafficModel): void {
    const bits = randomBits(this.#seed, purposes.reconnect, startedAt, subscriber, 1);
    const device = deviceOfSession(this.#home[subscriber]!, bits, this.#columns.length);
    const column = this.#columns[device]!;
    const unitsPerByte = this.#unitsPerByte[device]!;
    const row = column.reserve();
    const { batch } = column;
    batch.session[row] = idOfSession(subscriber, bits);
    batch.subscriber[row] = this.#directoryIndex[subscriber]!;
    batch.startedAt[row] = startedAt;
    batch.endedAt[row] = endedAt;
    batch.ageSeconds[row] = at - startedAt;
    batch.upCounter[row] = traffic.upBytes * unitsPerByte;
    batch.downCounter[row] = traffic.downBytes * unitsPerByte;
    batch.line[row] = row + 2;
  }
}
