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
import { slotOfSnapshot } from './slot.ts';
import type { EpochSeconds } from './traffic.ts';

/** Told of every record that is not used: its line, the column at fault, why, and what it held. */
export type OnDrop = (line: number, column: string, reason: DropReason, given: number) => void;

const bitsPerByte = 8;
/** 100 Gbit/s: no subscriber moves more, and no sum over a network of such overflows. */
export const maxBytesPerSecond = 12.5e9;
/** Snapshots further apart than this have one missing between them; nearer ones are a clock that jitters. */
const maxSlotsBetweenSnapshots = 1.5;

export class Normaliser {
  /** Records whose traffic counts, of the snapshot at hand. */
  accepted = 0;
  /** Of these, records that told of a slot before the snapshot's own. */
  acceptedEarlier = 0;
  /** Counters read from sessions of cumulative devices, of the snapshot at hand. */
  counterReadings: CounterReading[] = [];
  readonly #slotSeconds: number;
  readonly #ledger: SessionLedger;
  readonly #current = new SampleBlockBuilder();
  /** Sessions that ended on the border to the slot before are reported one snapshot late. */
  readonly #earlier = new Map<EpochSeconds, SampleBlockBuilder>();
  #device!: DeviceReading;
  #snapshotAt = 0;
  /** What came before this moment was told by the snapshot before. */
  #since = 0;
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

  /**
   * Call before the first batch of a snapshot. `previousSnapshotAt` is the device's newest one before, or null: what
   * both tell of the same time counts once. Traffic of slots before `earliestSlot` comes too late to be used.
   */
  begin(
    device: DeviceReading,
    snapshotAt: EpochSeconds,
    previousSnapshotAt: EpochSeconds | null,
    earliestSlot: EpochSeconds,
  ): void {
    const elapsed = snapshotAt - (previousSnapshotAt ?? -Infinity);
    const follows = elapsed > 0 && elapsed <= maxSlotsBetweenSnapshots * this.#slotSeconds;
    this.#device = device;
    this.#snapshotAt = snapshotAt;
    this.#since = follows ? snapshotAt - elapsed : snapshotAt - this.#slotSeconds;
    this.#slotStart = slotOfSnapshot(snapshotAt, this.#slotSeconds);
    this.#earliestSlot = earliestSlot;
    this.#perByte = device.unit === 'bits' ? bitsPerByte : 1;
    this.accepted = 0;
    this.acceptedEarlier = 0;
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
    if (startedAt < 0) return 'implausible-time';
    if (startedAt > takenAt) return ended ? 'ends-before-start' : 'starts-after-snapshot';
    const slotsBack = this.#slotsBack(takenAt);
    const slotStart = this.#slotStart - slotsBack * this.#slotSeconds;
    if (slotStart < this.#earliestSlot) return 'too-late';
    const seconds = takenAt - this.#since + slotsBack * this.#slotSeconds;
    this.#seconds = Math.min(batch.ageSeconds[row]!, seconds, this.#slotSeconds);
    const reason = this.#readTraffic(batch, row, startedAt, takenAt);
    if (reason !== null) return reason;
    return this.#add(slotStart, batch.subscriber[row]!, batch.session[row]!, startedAt) ? null : 'repeated-row';
  }

  /** How many slots before the snapshot's own a session ended. One that ended at the very moment of the snapshot before missed it. */
  #slotsBack(takenAt: EpochSeconds): number {
    return takenAt > this.#since ? 0 : Math.floor((this.#since - takenAt) / this.#slotSeconds) + 1;
  }

  /** Sets #up and #down from the record's counters, by what the device's counters mean; cumulative ones set #seconds too. */
  #readTraffic(batch: SessionBatch, row: number, startedAt: EpochSeconds, takenAt: EpochSeconds): DropReason | null {
    this.#up = batch.upCounter[row]!;
    this.#down = batch.downCounter[row]!;
    switch (this.#device.counters) {
      case 'interval':
        break;
      case 'session-mean': {
        const age = batch.ageSeconds[row]!;
        if (age === 0 && this.#up + this.#down > 0) return 'no-duration';
        const share = age === 0 ? 0 : this.#seconds / age;
        this.#up *= share;
        this.#down *= share;
        break;
      }
      case 'cumulative': {
        const reason = this.#readDifference(batch, row, startedAt, takenAt);
        if (reason !== null) return reason;
      }
    }
    return (this.#up + this.#down) / this.#perByte > maxBytesPerSecond * this.#slotSeconds ? 'implausible-rate' : null;
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
    const afterGap = difference.seconds > maxSlotsBetweenSnapshots * this.#slotSeconds;
    const share = afterGap ? this.#slotSeconds / difference.seconds : 1;
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
    if (!added) return false;
    this.accepted++;
    if (slotStart !== this.#slotStart) this.acceptedEarlier++;
    return true;
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
      return ['EndSession', batch.endedAt[row]!];
    case 'too-late':
      return batch.endedAt[row] === 0 ? ['', 0] : ['EndSession', batch.endedAt[row]!];
    case 'implausible-rate':
      return batch.upCounter[row]! > batch.downCounter[row]!
        ? ['UpTx', batch.upCounter[row]!]
        : ['DownTx', batch.downCounter[row]!];
    case 'implausible-time':
    case 'starts-after-snapshot':
      return ['StartSession', batch.startedAt[row]!];
    default:
      return ['IdSession', batch.session[row]!];
  }
}
