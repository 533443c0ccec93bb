/** A snapshot file, as far as its name tells. */
import type { DeviceReading } from '../../domain/device.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';

export interface SnapshotFile {
  readonly name: string;
  readonly path: string;
  /** The same for every name, and every revision, of the same snapshot. */
  readonly key: string;
  readonly device: DeviceReading;
  /** On the common clock. */
  readonly snapshotAt: EpochSeconds;
  readonly revision: number;
  readonly gzip: boolean;
}

/** Sorts by time, then device; of one snapshot the newest revision comes first, of several names for it the first in the alphabet. */
export function byTimeThenDevice(a: SnapshotFile, b: SnapshotFile): number {
  if (a.snapshotAt !== b.snapshotAt) return a.snapshotAt - b.snapshotAt;
  return compare(a.device.name, b.device.name) || b.revision - a.revision || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
