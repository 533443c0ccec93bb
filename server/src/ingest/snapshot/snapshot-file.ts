/** A snapshot file, as far as its name tells. */
import type { DeviceReading } from '../../domain/device.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';

export interface SnapshotFile {
  readonly name: string;
  readonly path: string;
  /** The same for every name of the same snapshot. */
  readonly key: string;
  readonly device: DeviceReading;
  /** On the common clock. */
  readonly snapshotAt: EpochSeconds;
  readonly gzip: boolean;
}

/** Sorts by time, then device; of several names for one snapshot the first in the alphabet comes first. */
export function byTimeThenDevice(a: SnapshotFile, b: SnapshotFile): number {
  if (a.snapshotAt !== b.snapshotAt) return a.snapshotAt - b.snapshotAt;
  return compare(a.device.name, b.device.name) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
