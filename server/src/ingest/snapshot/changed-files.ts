/** Notices files that changed after they were read: they are not read again, so somebody has to hear of it. */
import { lookAt, stateOf, type FileState } from './file-state.ts';
import type { SnapshotFile } from './snapshot-file.ts';

/** What is older than this could hardly be corrected any more. */
const watchedSeconds = 2 * 3600;
const lookEveryMs = 60_000;

export class ChangedFiles {
  readonly #read = new Map<string, { readonly file: SnapshotFile; readonly state: string }>();
  #newestAt = -Infinity;
  #lookedAtMs: number;

  constructor(nowMs: number) {
    this.#lookedAtMs = nowMs;
  }

  wasRead(file: SnapshotFile, found: FileState): void {
    this.#read.set(file.name, { file, state: stateOf(found) });
    this.#newestAt = Math.max(this.#newestAt, file.snapshotAt);
  }

  /** Names of those that changed since they were read, each once; looks once a minute. */
  async changed(nowMs: number): Promise<string[]> {
    if (nowMs - this.#lookedAtMs < lookEveryMs) return [];
    this.#lookedAtMs = nowMs;
    const changed: string[] = [];
    for (const [name, { file, state }] of this.#read) {
      const found =
        file.snapshotAt < this.#newestAt - watchedSeconds ? null : await lookAt(file.path).catch(() => null);
      if (found !== null && stateOf(found) === state) continue;
      this.#read.delete(name);
      if (found !== null) changed.push(name);
    }
    return changed;
  }
}
