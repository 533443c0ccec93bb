/** The port of a source: hands over session records of one device and one snapshot at a time, in time order. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { DeadLetter, IngestedFile } from '../domain/dead-letter.ts';
import type { SessionBatch } from '../domain/session-batch.ts';
import type { DeviceReading } from '../domain/device.ts';

/** One snapshot of one device, decoded piece by piece so that a large one never has to be held as rows. */
export interface Snapshot {
  readonly device: DeviceReading;
  readonly snapshotAt: EpochSeconds;
  /** 0; a higher one corrects what was told of the same device and moment before. */
  readonly revision: number;
  /** Name to show and to keep in the account ("psx_62.0_2024-01-01 00:10:00.csv"). */
  readonly file: string;
  readonly sizeBytes: number;
  /** Of the rows, those whose traffic is a share of a gap in what the device told; none when it is not given. */
  readonly estimated?: number;
  /** Decodes, calling `onBatch` with a batch that is reused between calls; gives the number of data rows, good or bad. */
  read(onBatch: (batch: SessionBatch) => void, onDeadLetter: (letter: DeadLetter) => void): number;
}

export interface SourceSink {
  /** Resolves when the pipeline has room for the next one (backpressure). Snapshots come ordered by time. */
  accept(snapshot: Snapshot): Promise<void>;
  /** Nothing more is known to be waiting: what has been handed over should be written and shown now. */
  caughtUp(): Promise<void>;
  /** Work known and done, in snapshots, for the progress bar. `total` grows as more is found. */
  progress(done: number, total: number): void;
}

export interface Source {
  /** "snapshot files in DIR" or "simulated ISP". */
  readonly description: string;
  readonly simulated: boolean;
  /**
   * Begins to hand over, in order of time, the snapshots that are not in `ingested`; returns at once. A source that
   * makes its snapshots itself goes on after `closedThrough`; one that finds them hands over late ones too.
   * A fault of one file is reported and skipped; it never ends the source.
   */
  start(sink: SourceSink, resume: { closedThrough: EpochSeconds | null; ingested: ReadonlySet<string> }): void;
  /** History has these: a source that keeps what it handed over may let go of it. */
  acknowledge?(files: readonly IngestedFile[]): void;
  /** Resolves when nothing more will be handed over. */
  stop(): Promise<void>;
}
