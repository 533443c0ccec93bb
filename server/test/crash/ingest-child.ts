/**
 * Ingests a folder in a process of its own and prints what history holds at the end, the state of the detector, and the
 * slot of the checkpoint that it went on from. With a third argument, a seed, it kills itself with SIGKILL at a moment
 * drawn from the seed: before, in the middle of or after one of its commits, or of its checkpoints when the seed is even.
 */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { createCheckpointFile, type CheckpointStore } from '../../src/checkpoint/checkpoint-file.ts';
import { ruleFor } from '../../src/domain/rule.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import type { Commit, History } from '../../src/history/history.ts';
import { readDeviceTable } from '../../src/ingest/snapshot/device-table.ts';
import { createSnapshotDirectorySource } from '../../src/ingest/snapshot/snapshot-directory-source.ts';
import { readSubscriberTable } from '../../src/ingest/subscriber-table.ts';
import { Journal } from '../../src/pipeline/journal.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { Pipeline } from '../../src/pipeline.ts';
import type { PipelineEvents } from '../../src/pipeline/pipeline-events.ts';
import { alarmedWithinHours, quickRule } from '../quick-rule.ts';
import { stateBySubscriber } from './detector-state.ts';
import { digest } from './digest.ts';

const [folder = '', data = '', seed] = process.argv.slice(2);
const slotSeconds = 600;
/** Small, so that there are many commits to be killed in. */
const rowsPerCommit = 700;

/** Golden-ratio hashing spreads consecutive seeds over writes and moments. */
function draw(n: number): number {
  return (((Number(seed) * 16 + n) * 0x9e3779b1) >>> 0) / 2 ** 32;
}

/** To be called before each write: kills the process at a moment around the one drawn of the first six. */
function killer(longestMs: number): () => void {
  const fatal = 1 + Math.floor(draw(0) * 6);
  const delayMs = draw(1) * longestMs;
  let writes = 0;
  return () => {
    if (++writes !== fatal) return;
    if (delayMs < longestMs / 12) process.kill(process.pid, 'SIGKILL');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), delayMs);
  };
}

const inCheckpoint = Number(seed) % 2 === 0;

function killedInCommit(history: History): History {
  const kill = killer(60);
  return {
    ...history,
    async commit(commit: Commit) {
      kill();
      await history.commit(commit);
    },
  };
}

function killedInCheckpoint(store: CheckpointStore): CheckpointStore {
  // A checkpoint of forty subscribers is written within some milliseconds.
  const kill = killer(12);
  return {
    ...store,
    async write(checkpoint) {
      kill();
      return store.write(checkpoint);
    },
  };
}

const directory = new SubscriberIndex();
const devices = readDeviceTable(await readFile(join(folder, 'psxattrs.csv'), 'utf8'), 'session-mean');
const quiet = { info: () => undefined, warn: () => undefined };
const history = createHistory({
  path: join(data, 'history'),
  slotSeconds,
  rawRetentionDays: 3650,
  hourlyRetentionDays: 3650,
  directory,
  log: quiet,
});
const checkpoints = createCheckpointFile(join(data, 'checkpoint'));
const finished = Promise.withResolvers<void>();
let restoredFrom: number | null = null;
const nothing = (): void => undefined;
const events: PipelineEvents = {
  restored: (closedThrough) => (restoredFrom = closedThrough),
  checkpointRefused: (_, sentence) => finished.reject(new Error(sentence)),
  checkpointWritten: nothing,
  checkpointFailed: finished.reject,
  rebuilding: nothing,
  rebuilt: nothing,
  progress: nothing,
  snapshotTaken: nothing,
  slotJudged: nothing,
  rowsWaiting: nothing,
  committed: nothing,
  caughtUp: finished.resolve,
  commitFailed: finished.reject,
  fileUnusable: nothing,
  devicesUnlisted: nothing,
  snapshotCorrected: nothing,
};
const source = createSnapshotDirectorySource({
  directory: folder,
  devices,
  subscribers: directory,
  pollIntervalMs: 60_000,
  settledAfterMs: 0,
  maxFileBytes: 2 ** 30,
  once: false,
  now: Date.now,
  onFault: (_, fault) => finished.reject(fault),
  onUnlisted: nothing,
});
await history.open();
const feed = createMemoryFeed();
const written = seed === undefined || inCheckpoint ? history : killedInCommit(history);
const pipeline = new Pipeline({
  source,
  history: written,
  journal: new Journal({ history: written, feed, suppressions: new SuppressionIndex() }),
  feed,
  rule: ruleFor(slotSeconds, { ...quickRule, ...alarmedWithinHours }),
  slotSeconds,
  latenessSeconds: 1200,
  devices,
  directory,
  subscriberTable: readSubscriberTable(await readFile(join(folder, 'subscribers.csv'), 'utf8')),
  checkpoints: seed !== undefined && inCheckpoint ? killedInCheckpoint(checkpoints) : checkpoints,
  rowsPerCommit,
  events,
  wait: () => Promise.resolve(),
  // A thousand times as fast as the clock, so that there are many checkpoints to be killed in.
  now: () => performance.now() * 1000,
});
await pipeline.start();
await finished.promise;
const held = await digest(history);
await pipeline.stop();
await history.close();
const checkpoint = await checkpoints.read();
process.stdout.write(JSON.stringify({ restoredFrom, held, detector: checkpoint && stateBySubscriber(checkpoint) }));
