/** Tidewatch itself: decode, normalise, slots and detection of every file, as in a replay. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneCohort } from '../src/domain/cohort-directory.ts';
import { Detector } from '../src/domain/detector.ts';
import { defaultRule } from '../src/domain/rule.ts';
import { createSessionBatch } from '../src/domain/session-batch.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { decodeSnapshot } from '../src/ingest/snapshot/decode.ts';
import { parseSnapshotFileName } from '../src/ingest/snapshot/file-name.ts';
import { RowOrder } from '../src/ingest/snapshot/row-order.ts';
import { Replay } from '../src/replay/replay.ts';
import { benchDevices } from './generated-snapshots.ts';

/** Gives the number of data rows. */
export async function tidewatchRule(folder: string): Promise<number> {
  const subscribers = new SubscriberIndex();
  const replay = new Replay({
    rule: defaultRule,
    slotSeconds: 600,
    latenessSeconds: 1200,
    devices: benchDevices,
    subscribers,
    cohorts: oneCohort,
    onProgress: () => undefined,
  });
  const batch = createSessionBatch(4096);
  const orders = new Map(benchDevices.map((device) => [device.name, new RowOrder()]));
  const byTime = readdirSync(folder)
    .map((name) => ({ name, ...parseSnapshotFileName(name)! }))
    .sort((a, b) => a.snapshotAt - b.snapshotAt);
  for (const { name, device: deviceName, snapshotAt } of byTime) {
    const content = readFileSync(join(folder, name));
    const device = benchDevices.find((one) => one.name === deviceName)!;
    const context = { subscribers, order: orders.get(deviceName)!, batch };
    await replay.accept({
      device,
      snapshotAt,
      file: name,
      revision: 0,
      sizeBytes: content.length,
      read: (onBatch, onDeadLetter) => decodeSnapshot(content, name, device, context, { onBatch, onDeadLetter }),
    });
  }
  replay.finish();
  if (replay.account.accepted !== replay.account.rows) throw new Error('Every generated row must be accepted');
  return replay.account.rows;
}

/** Bytes of typed arrays that each subscriber costs in the detector and the directory, with ids of 8 characters. */
export function stateBytesPerSubscriber(): number {
  const subscribers = 1_000_000;
  const before = process.memoryUsage().arrayBuffers;
  const directory = new SubscriberIndex();
  for (let n = 0; n < subscribers; n++) directory.indexOf(String(10_000_000 + n));
  return (process.memoryUsage().arrayBuffers - before) / subscribers + Detector.bytesPerSubscriber;
}
