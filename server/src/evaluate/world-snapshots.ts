/** A simulated world's snapshots as a source would hand them over, without text, files or timers. */
import type { SessionBatch } from '../domain/session-batch.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { snapshotFileName } from '../ingest/simulated/snapshot-name.ts';
import type { World } from '../ingest/simulated/world.ts';
import type { Snapshot } from '../ingest/source.ts';

/** What arrives at `at`. `onRecords` sees the records of each before anything is made of them. */
export function snapshotsAt(
  world: World,
  at: EpochSeconds,
  onRecords: (snapshotAt: EpochSeconds, records: SessionBatch) => void,
): Snapshot[] {
  return world.arrivalsAt(at).map(({ position, snapshotAt }) => {
    const device = world.options.devices[position]!;
    return {
      device,
      snapshotAt,
      file: snapshotFileName(device, snapshotAt),
      sizeBytes: 0,
      read(onBatch) {
        const records = world.recordsAt(snapshotAt)[position]!;
        onRecords(snapshotAt, records);
        if (records.count > 0) onBatch(records);
        return records.count;
      },
    };
  });
}
