/** The source of snapshot files: reads what a folder holds in order of time, then looks for more. */
import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceReading } from '../../domain/device.ts';
import { createSessionBatch } from '../../domain/session-batch.ts';
import type { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { Source, SourceSink } from '../source.ts';
import type { DecodeContext } from './decode.ts';
import { openSnapshot } from './open-snapshot.ts';
import { RowOrder } from './row-order.ts';
import { CompletionCheck, listSnapshotFiles, type SnapshotFile } from './snapshot-files.ts';

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
  /** Files handed over or given up, in this process or before. */
  #done = new Set<string>();
  readonly #unknown = new Set<string>();
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
      this.#done.add(file.key);
      try {
        await sink.accept(await openSnapshot(file, this.#context(file.device), this.#options.maxFileBytes));
      } catch (error) {
        this.#options.onFault(file.name, error as Error);
      }
      sink.progress(++this.#handedOver, total);
    }
    // Also when the folder is empty: whoever waits for the source to catch up must hear of it.
    if (!this.#signal.aborted) await sink.caughtUp();
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
    try {
      const { files, ofUnknownDevice } = await listSnapshotFiles(this.#options.directory, this.#devices);
      for (const name of ofUnknownDevice) this.#reportUnknown(name);
      return files.filter((file) => !this.#done.has(file.key));
    } catch (error) {
      this.#options.onFault(this.#options.directory, error as Error);
      return [];
    }
  }

  #reportUnknown(name: string): void {
    if (this.#unknown.has(name)) return;
    this.#unknown.add(name);
    this.#options.onFault(
      name,
      new Error(`${name} is of a device that is not in the device table; it waits until the table has it`),
    );
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
