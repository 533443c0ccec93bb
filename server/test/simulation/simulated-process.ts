/** One simulated process: the real pipeline from the folder to the feed, on a disk and a clock that are not real. */
import { Journal } from '../../src/pipeline/journal.ts';
import { Pipeline } from '../../src/pipeline.ts';
import type { PipelineEvents } from '../../src/pipeline/pipeline-events.ts';
import type { DeviceReading } from '../../src/domain/device.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import { noSubscriberTable } from '../../src/ingest/subscriber-table.ts';
import { createFollow, type Follow } from '../../src/live/follow.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import type { StatusReader } from '../../src/telemetry/status.ts';
import type { Disk } from './disk.ts';
import { createCheckpointStore } from './disk-checkpoints.ts';
import { openDiskHistory } from './disk-history.ts';
import { createFolderSource, type Folder } from './folder-source.ts';
import type { Life } from './life.ts';

export interface ProcessOptions {
  readonly disk: Disk;
  readonly folder: Folder;
  readonly life: Life;
  readonly rule: Rule;
  readonly slotSeconds: number;
  readonly latenessSeconds: number;
  readonly devices: readonly DeviceReading[];
  readonly rowsPerCommit: number;
  /** See `DiskHistoryOptions`; the checkpoints fail as often. */
  readonly faultOneIn: number;
}

export interface SimulatedProcess {
  readonly follow: Follow;
  /** Resolves when all of the folder has been read and is in history. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** Heartbeats alone ask for it, and none comes in so short a time. */
const noStatus: StatusReader = {
  current() {
    throw new Error('The simulation has no status');
  },
};
const silent = new Proxy({} as PipelineEvents, { get: () => () => undefined });

/** Made at once, as a process begins: what the disk has is what it sees. */
export function startProcess(options: ProcessOptions): SimulatedProcess {
  const { life, folder, slotSeconds } = options;
  const directory = new SubscriberIndex();
  const suppressions = new SuppressionIndex();
  const feed = createMemoryFeed();
  const history = openDiskHistory({ ...options, directory });
  const journal = new Journal({ history, feed, suppressions });
  const source = createFolderSource({ folder, life, directory });
  const pipeline = new Pipeline({
    ...options,
    source,
    history,
    journal,
    feed,
    directory,
    subscriberTable: noSubscriberTable,
    checkpoints: createCheckpointStore(options),
    events: silent,
    slotSeconds,
    wait: () => life.step(),
    now: () => life.nowMs,
  });
  return {
    follow: createFollow({ feed, history, status: noStatus, retentionDays: Infinity, heartbeatMs: 86_400_000 }),
    async run() {
      await journal.begin();
      await pipeline.start();
      await source.finished;
    },
    async stop() {
      await pipeline.stop();
      await feed.stop();
    },
  };
}
