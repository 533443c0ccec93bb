/** Finds the snapshot files of a folder: which there are, in which order, and which of them are complete. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceReading } from '../../domain/device.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';
import { fileKey } from '../../history/history.ts';
import { parseSnapshotFileName } from './file-name.ts';

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

export interface Listing {
  /** In order of time, then device; of several names for one snapshot only the first. */
  readonly files: readonly SnapshotFile[];
  /** Files of a device that is not in the device table. */
  readonly ofUnknownDevice: readonly string[];
}

/** Lists the folder without opening any file. Names that are not of snapshots are none of our business. */
export async function listSnapshotFiles(
  directory: string,
  devices: ReadonlyMap<string, DeviceReading>,
): Promise<Listing> {
  const files = new Map<string, SnapshotFile>();
  const ofUnknownDevice: string[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const parsed = parseSnapshotFileName(name);
    if (parsed === null) continue;
    const device = devices.get(parsed.device);
    if (device === undefined) {
      ofUnknownDevice.push(name);
      continue;
    }
    const snapshotAt = parsed.snapshotAt - device.clockOffsetSeconds;
    const key = fileKey(device.name, snapshotAt);
    if (!files.has(key))
      files.set(key, { name, path: join(directory, name), key, device, snapshotAt, gzip: parsed.gzip });
  }
  return { files: [...files.values()].sort(byTimeThenDevice), ofUnknownDevice };
}

function byTimeThenDevice(a: SnapshotFile, b: SnapshotFile): number {
  return a.snapshotAt - b.snapshotAt || (a.device.name < b.device.name ? -1 : 1);
}

/** Changes whenever the file is written to. */
export async function stateOf(file: SnapshotFile): Promise<string> {
  const { size, mtimeMs } = await stat(file.path);
  return `${size} ${mtimeMs}`;
}

/** Tells whether a file is complete: nobody has written to it for a while, by its own time or by what was seen of it. */
export class CompletionCheck {
  readonly #settledAfterMs: number;
  readonly #seen = new Map<string, { readonly state: string; readonly sinceMs: number }>();

  constructor(settledAfterMs: number) {
    this.#settledAfterMs = settledAfterMs;
  }

  /** A file that was renamed in keeps the time it was written, and is complete at first sight. */
  async isComplete(file: SnapshotFile, nowMs: number): Promise<boolean> {
    const { size, mtimeMs } = await stat(file.path);
    const state = `${size} ${mtimeMs}`;
    const seen = this.#seen.get(file.key);
    const sinceMs = seen?.state === state ? seen.sinceMs : nowMs;
    // The second way is for a file system whose clock runs ahead of ours.
    if (nowMs - mtimeMs >= this.#settledAfterMs || nowMs - sinceMs >= this.#settledAfterMs) {
      this.#seen.delete(file.key);
      return true;
    }
    this.#seen.set(file.key, { state, sinceMs });
    return false;
  }
}
