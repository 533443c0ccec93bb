/**
 * Ingests a folder in a process of its own and prints what history holds at the end. With a third argument, a seed,
 * it kills itself with SIGKILL at a moment drawn from the seed: before, in the middle of or after one of its commits.
 */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { createCheckpointFile } from '../../src/checkpoint/checkpoint-file.ts';
import { defaultRule } from '../../src/domain/rule.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import type { Commit, History } from '../../src/history/history.ts';
import { readDeviceTable } from '../../src/ingest/snapshot/device-table.ts';
import { createSnapshotDirectorySource } from '../../src/ingest/snapshot/snapshot-directory-source.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { Pipeline } from '../../src/pipeline.ts';
import type { PipelineEvents } from '../../src/pipeline-events.ts';
import { digest } from './digest.ts';

const [folder = '', data = '', seed] = process.argv.slice(2);
const slotSeconds = 600;
/** Small, so that there are many commits to be killed in. */
const rowsPerCommit = 700;

function killed(history: History, seedNumber: number): History {
  // Golden-ratio hashing spreads consecutive seeds over commits and moments.
  const draw = (n: number): number => (((seedNumber * 16 + n) * 0x9e3779b1) >>> 0) / 2 ** 32;
  const fatalCommit = 1 + Math.floor(draw(0) * 6);
  const delayMs = draw(1) * 60;
  let commits = 0;
  return {
    ...history,
    async commit(commit: Commit) {
      if (++commits === fatalCommit) {
        if (delayMs < 5) process.kill(process.pid, 'SIGKILL');
        setTimeout(() => process.kill(process.pid, 'SIGKILL'), delayMs);
      }
      await history.commit(commit);
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
const finished = Promise.withResolvers<void>();
const nothing = (): void => undefined;
const events: PipelineEvents = {
  restored: nothing,
  checkpointRefused: (_, sentence) => finished.reject(new Error(sentence)),
  checkpointWritten: nothing,
  checkpointFailed: finished.reject,
  rebuilding: nothing,
  rebuilt: nothing,
  progress: nothing,
  snapshotTaken: nothing,
  committed: nothing,
  caughtUp: finished.resolve,
  commitFailed: finished.reject,
  fileUnusable: nothing,
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
});
await history.open();
const pipeline = new Pipeline({
  source,
  history: seed === undefined ? history : killed(history, Number(seed)),
  feed: createMemoryFeed(),
  // Easily alarmed, so that there are anomalies to compare.
  rule: { ...defaultRule, minHistorySlots: 40, doubtSlots: 0, zOutside: 2 },
  slotSeconds,
  latenessSeconds: 1200,
  devices,
  directory,
  checkpoints: createCheckpointFile(join(data, 'checkpoint')),
  rowsPerCommit,
  events,
  wait: () => Promise.resolve(),
  now: () => performance.now(),
});
await pipeline.start();
await finished.promise;
process.stdout.write(JSON.stringify(await digest(history)));
await pipeline.stop();
await history.close();
