/** Lists the snapshot files of a folder, again and again, at a cost that does not grow with what was read long ago. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceReading } from '../../domain/device.ts';
import { fileKey } from '../../history/history.ts';
import type { UnlistedDevice } from '../unlisted-device.ts';
import { parseSnapshotFileName } from './file-name.ts';
import type { SnapshotFile } from './snapshot-file.ts';

export interface Listing {
  /** In no order; there may be several names for one snapshot. */
  readonly files: readonly SnapshotFile[];
  /** Devices that are not in the device table, in the order of their names. */
  readonly unlistedDevices: readonly UnlistedDevice[];
}

/** File systems keep times in steps of up to two seconds: a folder that changed just now may change again unseen. */
const coarsestTimeMs = 2000;
/** Not every file system keeps the time of a folder: it is listed this often in any case. */
const listedAnewAfterMs = 60_000;

export class SnapshotFolder {
  readonly #directory: string;
  readonly #devices: ReadonlyMap<string, DeviceReading>;
  /** What each name means; null when it is not of a snapshot, the name of the device when the table lacks it. */
  #names = new Map<string, SnapshotFile | string | null>();
  #listing: Listing = { files: [], unlistedDevices: [] };
  #state = '';
  #listedAtMs = 0;

  constructor(directory: string, devices: ReadonlyMap<string, DeviceReading>) {
    this.#directory = directory;
    this.#devices = devices;
  }

  /** Opens no file. Gives the same object while the folder has not changed. Throws when the folder can't be read. */
  async list(nowMs: number): Promise<Listing> {
    const { ino, mtimeNs, mtimeMs } = await stat(this.#directory, { bigint: true });
    const state = `${ino} ${mtimeNs}`;
    const ageMs = nowMs - this.#listedAtMs;
    if (state === this.#state && ageMs >= 0 && ageMs < listedAnewAfterMs) return this.#listing;
    this.#take(await readdir(this.#directory));
    this.#state = nowMs - Number(mtimeMs) > coarsestTimeMs ? state : '';
    this.#listedAtMs = nowMs;
    return this.#listing;
  }

  #take(names: readonly string[]): void {
    const known = this.#names;
    this.#names = new Map();
    const files: SnapshotFile[] = [];
    const unlisted: string[] = [];
    for (const name of names) {
      const meaning = known.get(name);
      const file = meaning === undefined ? this.#meaningOf(name) : meaning;
      this.#names.set(name, file);
      if (typeof file === 'string') unlisted.push(file);
      else if (file !== null) files.push(file);
    }
    const unlistedDevices = [...Map.groupBy(unlisted.toSorted(), (device) => device)].map(([device, { length }]) => ({
      device,
      files: length,
    }));
    this.#listing = { files, unlistedDevices };
  }

  #meaningOf(name: string): SnapshotFile | string | null {
    const parsed = parseSnapshotFileName(name);
    if (parsed === null) return null;
    const device = this.#devices.get(parsed.device);
    if (device === undefined) return parsed.device;
    const snapshotAt = parsed.snapshotAt - device.clockOffsetSeconds;
    const key = fileKey(device.name, snapshotAt);
    const { revision, gzip } = parsed;
    return { name, path: join(this.#directory, name), key, device, snapshotAt, revision, gzip };
  }
}
