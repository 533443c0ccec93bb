/** The source of snapshot files: reads what a folder holds in order of time, then looks for more. */
import type { DeviceReading } from '../../domain/device.ts';
import type { SubscriberIndex } from '../../domain/subscriber-index.ts';
import type { Source } from '../source.ts';
import type { UnlistedDevice } from '../unlisted-device.ts';
import { DirectoryReader } from './directory-reader.ts';

export interface SnapshotDirectoryOptions {
  readonly directory: string;
  readonly devices: readonly DeviceReading[];
  readonly subscribers: SubscriberIndex;
  /** How often the folder is looked at, milliseconds; sooner where the system tells of a new name in it. */
  readonly pollIntervalMs: number;
  /** A file is complete when it was left alone for this long; milliseconds. */
  readonly settledAfterMs: number;
  readonly maxFileBytes: number;
  /** True: hand over what is there, complete or not, and end (`finished` resolves). */
  readonly once: boolean;
  readonly now: () => number;
  /** Told of a file that can't be used, or a folder that can't be read; never ends the source. */
  readonly onFault: (file: string, fault: Error) => void;
  /** Told of all devices that files wait for because the table lacks them, whenever they have changed. */
  readonly onUnlisted: (devices: readonly UnlistedDevice[]) => void;
}

export interface SnapshotDirectorySource extends Source {
  /** Resolves when the source has ended by itself (`once`) or was stopped. */
  readonly finished: Promise<void>;
}

export function createSnapshotDirectorySource(options: SnapshotDirectoryOptions): SnapshotDirectorySource {
  const stopping = new AbortController();
  const ended = Promise.withResolvers<void>();
  let started = false;
  return {
    description: `snapshot files in ${options.directory}`,
    simulated: false,
    finished: ended.promise,
    start(sink, { ingested }) {
      started = true;
      new DirectoryReader(options, ingested, stopping.signal).run(sink).then(ended.resolve, ended.reject);
    },
    async stop() {
      stopping.abort();
      if (started) await ended.promise;
    },
  };
}
