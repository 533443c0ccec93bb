/** Reads the snapshot files of a folder in order of time and hands them over, round after round. */
import type { DeviceReading } from '../../domain/device.ts';
import { createSessionBatch } from '../../domain/session-batch.ts';
import type { SourceSink } from '../source.ts';
import { ChangedFiles } from './changed-files.ts';
import { CompletionCheck } from './completion-check.ts';
import type { DecodeContext } from './decode.ts';
import { checkPlace, lookAt, stateOf, type FileState } from './file-state.ts';
import { FolderWatch } from './folder-watch.ts';
import { HoldBack } from './hold-back.ts';
import { openSnapshot } from './open-snapshot.ts';
import { RowOrder } from './row-order.ts';
import type { SnapshotDirectoryOptions } from './snapshot-directory-source.ts';
import type { SnapshotFile } from './snapshot-file.ts';
import { SnapshotFolder } from './snapshot-folder.ts';
import { WaitingFiles } from './waiting-files.ts';

const batchRows = 4096;

export class DirectoryReader {
  readonly #options: SnapshotDirectoryOptions;
  readonly #signal: AbortSignal;
  readonly #waiting: WaitingFiles;
  readonly #contexts = new Map<string, DecodeContext>();
  readonly #completion: CompletionCheck;
  readonly #holdBack = new HoldBack();
  readonly #changed: ChangedFiles;
  readonly #batch = createSessionBatch(batchRows);
  /** Names of files that could not be used, with the state they were in: they are tried again when they change. */
  readonly #failed = new Map<string, string>();
  #handedOver = 0;

  constructor(options: SnapshotDirectoryOptions, ingested: ReadonlySet<string>, signal: AbortSignal) {
    const { directory, devices, settledAfterMs } = options;
    this.#options = options;
    this.#signal = signal;
    this.#completion = new CompletionCheck(settledAfterMs);
    this.#changed = new ChangedFiles(options.now());
    const folder = new SnapshotFolder(directory, new Map(devices.map((device) => [device.name, device])));
    this.#waiting = new WaitingFiles({ ...options, folder }, ingested);
  }

  /** Resolves when aborted, or after the first round when the options say `once`. */
  async run(sink: SourceSink): Promise<void> {
    if (this.#options.once) return this.#round(sink, await this.#waiting.list());
    const watch = new FolderWatch(this.#options.directory);
    try {
      while (!this.#signal.aborted) {
        watch.begin(performance.now());
        await this.#round(sink, await this.#waiting.list());
        await this.#tellOfChanges();
        await watch.wait(this.#options.pollIntervalMs, this.#signal);
      }
    } finally {
      watch.close();
    }
  }

  /** Hands the files over in order up to the first that is still written to, so that time order holds. */
  async #round(sink: SourceSink, files: readonly SnapshotFile[]): Promise<void> {
    const handedOverBefore = this.#handedOver;
    let left = files.length;
    let held = false;
    for (const file of files) {
      const turn = await this.#turnOf(file);
      if (this.#signal.aborted) return;
      if (turn === 'wait') {
        held = true;
        break;
      }
      left--;
      if (turn !== 'pass') await this.#handOver(sink, file, turn);
      if (this.#handedOver > handedOverBefore) sink.progress(this.#handedOver, this.#handedOver + left);
    }
    if (!held) this.#holdBack.release();
    // Also when the folder is empty: whoever waits for the source to catch up must hear of it.
    if (!this.#signal.aborted) await sink.caughtUp();
  }

  /** Its state when it is to be read now; `pass` when not in this round; `wait` when it holds back all after it. */
  async #turnOf(file: SnapshotFile): Promise<FileState | 'pass' | 'wait'> {
    // Another name of the same snapshot may have been read in this round.
    if (this.#waiting.isDone(file)) return 'pass';
    const found = await this.#lookAt(file);
    if (found === null || this.#failed.get(file.name) === stateOf(found)) return 'pass';
    const nowMs = this.#options.now();
    if (this.#options.once || this.#completion.isComplete(file.name, found, nowMs)) return found;
    return this.#holdBack.holds(file.name, nowMs) ? 'wait' : 'pass';
  }

  async #lookAt(file: SnapshotFile): Promise<FileState | null> {
    try {
      const found = await lookAt(file.path);
      if (found !== null) await checkPlace(file.path, this.#options.directory);
      return found;
    } catch (error) {
      this.#waiting.tellOnce(file.name, (error as Error).message);
      return null;
    }
  }

  async #handOver(sink: SourceSink, file: SnapshotFile, found: FileState): Promise<void> {
    this.#handedOver++;
    this.#holdBack.forget(file.name);
    try {
      await sink.accept(await openSnapshot(file, this.#context(file.device), this.#options.maxFileBytes));
      this.#waiting.done(file);
      this.#changed.wasRead(file, found);
      this.#failed.delete(file.name);
    } catch (error) {
      this.#failed.set(file.name, stateOf(found));
      this.#options.onFault(file.name, error as Error);
    }
  }

  async #tellOfChanges(): Promise<void> {
    const remedy = 'a correction needs a name of its own, ending in .r1.csv';
    for (const name of await this.#changed.changed(this.#options.now()))
      this.#waiting.tellOnce(name, `was changed after it was read, and is not read again: ${remedy}`);
  }

  #context(device: DeviceReading): DecodeContext {
    let context = this.#contexts.get(device.name);
    if (context === undefined) {
      context = { subscribers: this.#options.subscribers, order: new RowOrder(), batch: this.#batch };
      this.#contexts.set(device.name, context);
    }
    return context;
  }
}
