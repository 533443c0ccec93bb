/**
 * Makes samples of session records: here, and only here, units become bytes, counters become the traffic of a slot,
 * and a device's clock becomes the common one.
 */
import type { DropReason } from './dead-letter.ts';
import type { DeviceReading } from './device.ts';
import { SampleBlockBuilder } from './sample-block-builder.ts';
import type { SampleBlock } from './sample.ts';
import type { SessionBatch } from './session-batch.ts';
import type { CounterReading, SessionLedger } from './session-ledger.ts';
import { slotEndingAt, slotOfSnapshot } from './slot.ts';
import type { EpochSeconds } from './traffic.ts';

/** Told of every record that is not used: its line, the column at fault, why, and what it held. */
export type OnDrop = (line: number, column: string, reason: DropReason, given: number) => void;

const bitsPerByte = 8;

export class Normaliser {
  /** Records whose traffic counts, of the snapshot at hand. */
  accepted = 0;
  /** Counters read from sessions of cumulative devices, of the snapshot at hand. */
  counterReadings: CounterReading[] = [];
  readonly #slotSeconds: number;
  readonly #ledger: SessionLedger;
  readonly #current = new SampleBlockBuilder();
  /** Sessions that ended on the border to the slot before are reported one snapshot late. */
  readonly #earlier = new Map<EpochSeconds, SampleBlockBuilder>();
  #device!: DeviceReading;
  #snapshotAt = 0;
  #slotStart = 0;
  #earliestSlot = 0;
  #perByte = 1;
  /** Traffic of the record at hand, in the device's unit, and the seconds it belongs to. */
  #up = 0;
  #down = 0;
  #seconds = 0;

  constructor(slotSeconds: number, ledger: SessionLedger) {
    this.#slotSeconds = slotSeconds;
    this.#ledger = ledger;
  }

  /** Call before the first batch of a snapshot. Traffic of slots before `earliestSlot` comes too late to be used. */
  begin(device: DeviceReading, snapshotAt: EpochSeconds, earliestSlot: EpochSeconds): void {
    this.#device = device;
    this.#snapshotAt = snapshotAt;
    this.#slotStart = slotOfSnapshot(snapshotAt, this.#slotSeconds);
    this.#earliestSlot = earliestSlot;
    this.#perByte = device.unit === 'bits' ? bitsPerByte : 1;
    this.accepted = 0;
    this.counterReadings = [];
    this.#current.clear();
    this.#earlier.clear();
  }

  accept(batch: SessionBatch, onDrop: OnDrop): void {
    for (let row = 0; row < batch.count; row++) {
      const reason = this.#acceptRow(batch, row);
      if (reason === null) continue;
      const [column, given] = fieldAtFault(reason, batch, row);
      onDrop(batch.line[row]!, column, reason, given);
    }
  }

  /** The samples of the snapshot: one block, and one more for each earlier slot that it told of. */
  finish(): SampleBlock[] {
    const blocks = [this.#current.build(this.#device.name, this.#slotStart, this.#snapshotAt)];
    for (const [slotStart, builder] of this.#earlier)
      blocks.push(builder.build(this.#device.name, slotStart, this.#snapshotAt));
    return blocks;
  }

  /** Null when the record was used. */
  #acceptRow(batch: SessionBatch, row: number): DropReason | null {
    if (batch.upCounter[row]! < 0 || batch.downCounter[row]! < 0) return 'negative-counter';
    const offset = this.#device.clockOffsetSeconds;
    const startedAt = batch.startedAt[row]! - offset;
    const ended = batch.endedAt[row]! !== 0;
    const takenAt = ended ? Math.min(batch.endedAt[row]! - offset, this.#snapshotAt) : this.#snapshotAt;
    if (startedAt > takenAt) return ended ? 'ends-before-start' : 'starts-after-snapshot';
    const slotStart = ended ? this.#slotOfEnded(takenAt) : this.#slotStart;
    if (slotStart < this.#earliestSlot) return 'too-late';
    const reason = this.#readTraffic(batch, row, startedAt, takenAt, slotStart);
    if (reason !== null) return reason;
    return this.#add(slotStart, batch.subscriber[row]!, batch.session[row]!, startedAt) ? null : 'repeated-row';
  }

  /** Never later than the snapshot's own slot, whose borders may be a few seconds off the snapshot's time. */
  #slotOfEnded(endedAt: EpochSeconds): EpochSeconds {
    return Math.min(slotEndingAt(endedAt, this.#slotSeconds), this.#slotStart);
  }

  /** Sets #up, #down and #seconds from the record's counters, by what the device's counters mean. */
  #readTraffic(
    batch: SessionBatch,
    row: number,
    startedAt: EpochSeconds,
    takenAt: EpochSeconds,
    slotStart: EpochSeconds,
  ): DropReason | null {
    this.#up = batch.upCounter[row]!;
    this.#down = batch.downCounter[row]!;
    const age = batch.ageSeconds[row]!;
    // Of an open session the whole slot up to its age; of an ended one what it had of the slot.
    const inSlot = batch.endedAt[row]! === 0 ? this.#slotSeconds : takenAt - slotStart;
    this.#seconds = Math.max(0, Math.min(age, inSlot, this.#slotSeconds));
    switch (this.#device.counters) {
      case 'interval':
        return null;
      case 'session-mean':
        if (age === 0) return this.#up + this.#down > 0 ? 'no-duration' : null;
        this.#up *= this.#seconds / age;
        this.#down *= this.#seconds / age;
        return null;
      case 'cumulative':
        return this.#readDifference(batch, row, startedAt, takenAt);
    }
  }

  #readDifference(batch: SessionBatch, row: number, startedAt: EpochSeconds, takenAt: EpochSeconds): DropReason | null {
    const reading = {
      device: this.#device.name,
      session: batch.session[row]!,
      startedAt,
      at: takenAt,
      up: this.#up,
      down: this.#down,
    };
    const difference = this.#ledger.advance(reading, this.#slotSeconds);
    if (difference === 'superseded-counter') return difference;
    this.counterReadings.push(reading);
    if (difference === 'no-earlier-counter') return difference;
    // After a gap the slot gets its share at the mean rate; the slots that were missed stay without an observation.
    const share = difference.seconds > this.#slotSeconds ? this.#slotSeconds / difference.seconds : 1;
    this.#up = difference.up * share;
    this.#down = difference.down * share;
    this.#seconds = Math.min(difference.seconds, this.#slotSeconds);
    return null;
  }

  #add(slotStart: EpochSeconds, subscriber: number, session: number, startedAt: EpochSeconds): boolean {
    const upBytes = Math.round(this.#up / this.#perByte);
    const downBytes = Math.round(this.#down / this.#perByte);
    const added = this.#builderOf(slotStart).add(
      subscriber,
      session,
      startedAt,
      this.#seconds,
      upBytes,
      downBytes,
      this.#slotSeconds,
    );
    if (added) this.accepted++;
    return added;
  }

  #builderOf(slotStart: EpochSeconds): SampleBlockBuilder {
    if (slotStart === this.#slotStart) return this.#current;
    let builder = this.#earlier.get(slotStart);
    if (builder === undefined) this.#earlier.set(slotStart, (builder = new SampleBlockBuilder()));
    return builder;
  }
}

/** The column that a dead letter points at, and what the record held there. */
function fieldAtFault(reason: DropReason, batch: SessionBatch, row: number): [column: string, given: number] {
  switch (reason) {
    case 'negative-counter':
      return batch.upCounter[row]! < 0 ? ['UpTx', batch.upCounter[row]!] : ['DownTx', batch.downCounter[row]!];
    case 'no-duration':
      return ['Duartion', batch.ageSeconds[row]!];
    case 'ends-before-start':
    case 'too-late':
      return ['EndSession', batch.endedAt[row]!];
    case 'starts-after-snapshot':
      return ['StartSession', batch.startedAt[row]!];
    default:
      return ['IdSession', batch.session[row]!];
  }
}
