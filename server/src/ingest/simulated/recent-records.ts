/** The records of the last few slots: a late snapshot is read when those after it have been made. */
import type { DeviceReading } from '../../domain/device.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { mostSlotsLate } from './arrivals.ts';
import { SlotRecords } from './slot-records.ts';

interface Kept {
  snapshotAt: EpochSeconds;
  readonly records: SlotRecords;
}

export class RecentRecords {
  readonly #kept: readonly Kept[];
  #next = 0;

  constructor(devices: readonly DeviceReading[], directoryIndex: Uint32Array) {
    this.#kept = Array.from({ length: mostSlotsLate + 1 }, () => ({
      snapshotAt: -1,
      records: new SlotRecords(devices, directoryIndex),
    }));
  }

  of(snapshotAt: EpochSeconds): SlotRecords | undefined {
    return this.#kept.find((kept) => kept.snapshotAt === snapshotAt)?.records;
  }

  /** Empty records for the slot, in place of the oldest. */
  begin(snapshotAt: EpochSeconds): SlotRecords {
    const kept = this.#kept[this.#next]!;
    this.#next = (this.#next + 1) % this.#kept.length;
    kept.snapshotAt = snapshotAt;
    kept.records.clear();
    return kept.records;
  }
}
