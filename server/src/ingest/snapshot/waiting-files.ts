/** Which files of the folder wait to be read, in order of time, and which are told of because they never will be as they are. */
import { fileKey, ofFileKey } from '../../history/history.ts';
import type { UnlistedDevice } from '../unlisted-device.ts';
import { byTimeThenDevice, type SnapshotFile } from './snapshot-file.ts';
import type { Listing, SnapshotFolder } from './snapshot-folder.ts';

/** A snapshot dated later than this after now is a clock gone wrong: it would close every slot up to its own. */
const maxAheadSeconds = 86_400;

export interface WaitingFilesOptions {
  readonly directory: string;
  readonly folder: SnapshotFolder;
  readonly now: () => number;
  /** Told of a file that can't be used, or a folder that can't be read. */
  readonly onFault: (name: string, fault: Error) => void;
  /** Told of all devices that files wait for, whenever they have changed. */
  readonly onUnlisted: (devices: readonly UnlistedDevice[]) => void;
}

export class WaitingFiles {
  readonly #options: WaitingFilesOptions;
  /** By key, the newest revision of each snapshot handed over, in this process or before. */
  readonly #done = new Map<string, number>();
  /** What has been told of each name: the folder is looked at every second, a fault is told once. */
  readonly #told = new Map<string, string>();
  #listing: Listing | null = null;
  #unlisted = '[]';
  /** Files of the listing that are not done. */
  #waiting: readonly SnapshotFile[] = [];

  constructor(options: WaitingFilesOptions, ingested: ReadonlySet<string>) {
    this.#options = options;
    for (const { device, snapshotAt, revision } of Array.from(ingested, ofFileKey))
      this.#setDone(fileKey(device, snapshotAt), revision);
  }

  async list(): Promise<readonly SnapshotFile[]> {
    const { directory, folder, now } = this.#options;
    try {
      const listing = await folder.list(now());
      this.#told.delete(directory);
      if (listing !== this.#listing) this.#take(listing);
    } catch (error) {
      this.tellOnce(directory, `can't be read: ${(error as Error).message}`);
      this.#listing = null;
      this.#waiting = [];
    }
    return this.#waiting.filter((file) => !this.isDone(file) && this.#isOfNow(file));
  }

  isDone({ key, revision }: SnapshotFile): boolean {
    return revision <= (this.#done.get(key) ?? -1);
  }

  done(file: SnapshotFile): void {
    this.#setDone(file.key, file.revision);
    this.#told.delete(file.name);
  }

  /** `fault` goes on from the name ("is not a regular file"). */
  tellOnce(name: string, fault: string): void {
    if (this.#told.get(name) === fault) return;
    this.#told.set(name, fault);
    this.#options.onFault(name, new Error(`${name} ${fault}`));
  }

  #setDone(key: string, revision: number): void {
    this.#done.set(key, Math.max(revision, this.#done.get(key) ?? 0));
  }

  #take(listing: Listing): void {
    this.#listing = listing;
    this.#waiting = listing.files.filter((file) => !this.isDone(file)).sort(byTimeThenDevice);
    const unlisted = JSON.stringify(listing.unlistedDevices);
    if (unlisted === this.#unlisted) return;
    this.#unlisted = unlisted;
    this.#options.onUnlisted(listing.unlistedDevices);
  }

  #isOfNow(file: SnapshotFile): boolean {
    if (file.snapshotAt <= this.#options.now() / 1000 + maxAheadSeconds) return true;
    this.tellOnce(file.name, 'is dated more than a day after now; it waits until its time has come');
    return false;
  }
}
