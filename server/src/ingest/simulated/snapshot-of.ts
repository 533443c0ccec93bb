/** A snapshot of a simulated world as a source hands it over, without text or files. */
import type { SessionBatch } from '../../domain/session-batch.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { Snapshot } from '../source.ts';
import { snapshotFileName } from './snapshot-name.ts';
import type { World } from './world.ts';

/**
 * Makes its records only when read: a snapshot that waits in a queue holds nothing. `onRecords` sees them before anything
 * is made of them.
 */
export function snapshotOf(
  world: World,
  position: number,
  snapshotAt: EpochSeconds,
  onRecords?: (records: SessionBatch) => void,
): Snapshot {
  const device = world.options.devices[position]!;
  return {
    device,
    snapshotAt,
    file: snapshotFileName(device, snapshotAt),
    revision: 0,
    sizeBytes: 0,
    read(onBatch) {
      const records = world.recordsAt(snapshotAt)[position]!;
      onRecords?.(records);
      if (records.count > 0) onBatch(records);
      return records.count;
    },
  };
}
