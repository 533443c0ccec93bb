/** Writes a simulated world to a directory: snapshot files, device table, subscribers and truth. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SubscriberDirectory } from '../../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { createWorld } from './create-world.ts';
import { deviceTableText } from './device-table-text.ts';
import { createSnapshotEncoder } from './snapshot-encoder.ts';
import { snapshotFileName } from './snapshot-name.ts';
import { subscriberTableText } from './subscriber-table-text.ts';
import { truthOf } from './truth.ts';
import type { Truth } from './truth.ts';
import type { WorldOptions } from './world.ts';

export interface WriteWorldOptions {
  readonly world: WorldOptions;
  readonly days: number;
  /** Existing directory. */
  readonly directory: string;
  readonly gzip: boolean;
  /** Underscores for the colons in file names, which Windows refuses. */
  readonly windowsNames: boolean;
}

export interface WrittenWorld {
  readonly files: number;
  readonly rows: number;
  /** As they are on disk. */
  readonly bytes: number;
  readonly truth: Truth;
}

/** Rejects when a file can't be written; what was written until then stays. */
export async function writeWorld(
  options: WriteWorldOptions,
  subscribers: SubscriberDirectory,
  onDay: (day: number, slotsWritten: number) => void,
): Promise<WrittenWorld> {
  const { devices, startedAt, slotSeconds } = options.world;
  const world = createWorld(options.world, subscribers);
  const truth = truthOf(world, options.days);
  await writeFile(join(options.directory, 'psxattrs.csv'), deviceTableText(devices));
  await writeFile(join(options.directory, 'subscribers.csv'), subscriberTableText(world));
  await writeFile(join(options.directory, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);

  const encoders = devices.map((device) => createSnapshotEncoder(device, subscribers));
  const written = { files: 0, rows: 0, bytes: 0 };

  async function writeSnapshot(position: number, snapshotAt: EpochSeconds): Promise<void> {
    const batch = world.recordsAt(snapshotAt)[position]!;
    const text = encoders[position]!.encode(batch);
    const content = options.gzip ? gzipSync(text) : text;
    const name = snapshotFileName(devices[position]!, snapshotAt) + (options.gzip ? '.gz' : '');
    written.files++;
    written.rows += batch.count;
    written.bytes += content.length;
    await writeFile(join(options.directory, options.windowsNames ? name.replaceAll(':', '_') : name), content);
  }

  /** Late ones are simply written, since a file does not tell when it came; before the others, for an encoder has one at a time. */
  async function writeArrivals(at: EpochSeconds): Promise<void> {
    const onTime: Promise<void>[] = [];
    for (const { position, snapshotAt } of world.arrivalsAt(at)) {
      if (snapshotAt === at) onTime.push(writeSnapshot(position, at));
      else if (snapshotAt > startedAt) await writeSnapshot(position, snapshotAt);
    }
    await Promise.all(onTime);
  }

  const slotsPerDay = 86_400 / slotSeconds;
  for (let slot = 1; slot <= options.days * slotsPerDay; slot++) {
    await writeArrivals(startedAt + slot * slotSeconds);
    if (slot % slotsPerDay === 0) onDay(slot / slotsPerDay, slot);
  }
  return { ...written, truth };
}
