/** The source of snapshot files: reads what a folder holds in order of time, then looks for more. */
import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceReading } from '../../domain/device.ts';
import { createSessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { Source, SourceSink } from '../source.ts';
import type { DecodeContext } from './decode.ts';
import { openSnapshot } from './open-snapshot.ts';
import { RowOrder } from './row-order.ts';
import { CompletionCheck, listSnapshotFiles, stateOf, type SnapshotFile } from './snapshot-files.ts';

export interface SnapshotDirectoryOptions {
  readonly directory: string;
  readonly devices: readonly DeviceReading[];
  readonly subscribers: SubscriberIndex;
  /** How often the folder is looked at; milliseconds. Polling works on every file system, and ten-minute files can wait a second. */
  readonly pollIntervalMs: number;
  /** A file is complete when it was left alone for this long; milliseconds. */
  readonly settledAfterMs: number;
  readonly maxFileBytes: number;
  /** True: hand over what is there, complete or not, and end (`finished` resolves). */
  readonly once: boolean;
  readonly now: () => number;
  /** Told of a file that can't be used, or a folder that can't be read; never ends the source. */
  readonly onFault: (file: string, fault: Error) => void;
}

export interface SnapshotDirectorySource extends Source {
  /** Resolves when the source has ended by itself (`once`) or was stopped. */
  readonly finished: Promise<void>;
}

const batchRows = 4096;
/** A snapshot dated later than this after now is a clock gone wrong: it would close every slot up to its own. */
const maxAheadSeconds = 86_400;

export function createSnapshotDirectorySource(options: SnapshotDirectoryOptions): SnapshotDirectorySource {
  const stopping = new AbortController();
  const ended = Promise.withResolvers<void>();
  const reader = new DirectoryReader(options, stopping.signal);
  let started = false;
  return {
    description: `snapshot files in ${options.directory}`,
    simulated: false,
    finished: ended.promise,
    start(sink, { ingested }) {
      started = true;
      reader.run(sink, ingested).then(ended.resolve, ended.reject);
    },
    async stop() {
      stopping.abort();
      if (started) await ended.promise;
    },
  };
}

class DirectoryReader {
  readonly #options: SnapshotDirectoryOptions;
  readonly #signal: AbortSignal;
  readonly #devices: ReadonlyMap<string, DeviceReading>;
  readonly #contexts = new Map<string, DecodeContext>();
  readonly #completion: CompletionCheck;
  readonly #batch = createSessionBatch(batchRows);
  /** Files handed over, in this process or before. */
  #done = new Set<string>();
  /** Files that could not be used, with the state they were in: they are tried again when they change. */
  readonly #failed = new Map<string, string>();
  /** Names whose fault has been told: the folder is listed every second, a fault is told once. */
  readonly #told = new Set<string>();
  #handedOver = 0;

  constructor(options: SnapshotDirectoryOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#completion = new CompletionCheck(options.settledAfterMs);
    this.#devices = new Map(options.devices.map((device) => [device.name, device]));
  }

  async run(sink: SourceSink, ingested: ReadonlySet<string>): Promise<void> {
    this.#done = new Set(ingested);
    while (!this.#signal.aborted) {
      await this.#handOver(sink, await this.#waiting());
      if (this.#options.once) return;
      await wait(this.#options.pollIntervalMs, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }

  /** Hands the files over in order up to the first that is not complete, so that time order holds. */
  async #handOver(sink: SourceSink, files: readonly SnapshotFile[]): Promise<void> {
    const total = this.#handedOver + files.length;
    for (const file of files) {
      if (this.#signal.aborted || !(await this.#isComplete(file))) break;
      await this.#handOverOne(sink, file);
      sink.progress(++this.#handedOver, total);
    }
    // Also when the folder is empty: whoever waits for the source to catch up must hear of it.
    if (!this.#signal.aborted) await sink.caughtUp();
  }

  async #handOverOne(sink: SourceSink, file: SnapshotFile): Promise<void> {
    const state = await stateOf(file).catch(() => '');
    try {
      await sink.accept(await openSnapshot(file, this.#context(file.device), this.#options.maxFileBytes));
      this.#done.add(file.key);
      this.#failed.delete(file.key);
    } catch (error) {
      this.#failed.set(file.key, state);
      this.#options.onFault(file.name, error as Error);
    }
  }

  async #isComplete(file: SnapshotFile): Promise<boolean> {
    if (this.#options.once) return true;
    try {
      return await this.#completion.isComplete(file, this.#options.now());
    } catch {
      // Gone between the listing and now: the next listing will tell.
      return false;
    }
  }

  async #waiting(): Promise<SnapshotFile[]> {
    const { directory } = this.#options;
    try {
      const { files, ofUnknownDevice } = await listSnapshotFiles(directory, this.#devices);
      this.#told.delete(directory);
      for (const name of ofUnknownDevice)
        this.#tellOnce(name, 'is of a device that is not in the device table; it waits until the table has it');
      const waiting: SnapshotFile[] = [];
      for (const file of files) if (await this.#isWaiting(file)) waiting.push(file);
      return waiting;
    } catch (error) {
      this.#tellOnce(directory, `can't be read: ${(error as Error).message}`);
      return [];
    }
  }

  async #isWaiting(file: SnapshotFile): Promise<boolean> {
    if (this.#done.has(file.key)) return false;
    if (file.snapshotAt > this.#options.now() / 1000 + maxAheadSeconds) {
      this.#tellOnce(file.name, 'is dated more than a day after now; it waits until its time has come');
      return false;
    }
    const failedIn = this.#failed.get(file.key);
    return failedIn === undefined || failedIn !== (await stateOf(file).catch(() => failedIn));
  }

  #tellOnce(name: string, fault: string): void {
    if (this.#told.has(name)) return;
    this.#told.add(name);
    this.#options.onFault(name, new Error(`${name} ${fault}`));
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
