/** The composition root: every part is made and joined here, by hand. Nothing runs before `start`. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { createBaselineReader } from './baseline-reader.ts';
import type { Config } from './config.ts';
import type { DeviceReading } from './domain/device.ts';
import { defaultRule } from './domain/rule.ts';
import { SubscriberIndex } from './domain/subscriber-index.ts';
import { createHistory } from './history/clickhouse-history.ts';
import { createApi } from './http.ts';
import { createSimulatedSource } from './ingest/simulated/simulated-source.ts';
import { simulatedDevices } from './ingest/simulated/simulated-devices.ts';
import { createSnapshotDirectorySource } from './ingest/snapshot/snapshot-directory-source.ts';
import type { Source } from './ingest/source.ts';
import { openInstance, type Instance } from './instance.ts';
import type { Feed } from './live/feed.ts';
import { createMemoryFeed } from './live/memory-feed.ts';
import { createRedisFeed } from './live/redis-feed.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Pipeline } from './pipeline.ts';
import type { ProgressOutput } from './progress-bar.ts';
import { ProgressReport } from './progress-report.ts';
import { StatusTracker } from './status-tracker.ts';

export interface App {
  /** Resolves when the API answers; ingest goes on behind it. */
  start(): Promise<{ url: string }>;
  /** Stops everything in order; may be called at any time, also twice. */
  stop(): Promise<void>;
}

/** Samples per insert: large enough for the engine, small enough that a start shows data within a second. */
const samplesPerCommit = 100_000;
const secondsPerDay = 86_400;
const dashboardDir = fileURLToPath(new URL('../../web/build', import.meta.url));

/** `devices` is the device table, or null for the simulated ISP. Throws `ConfigError` when the data folder does not fit the settings. */
export async function createApp(
  config: Config,
  devices: readonly DeviceReading[] | null,
  messages: ProgressOutput,
): Promise<App> {
  // Real traffic and a simulation never share a folder, nor a database.
  const kind = devices === null ? 'simulated' : 'live';
  const folder = resolve(config.data, kind);
  const slotSeconds = config['slot-length'];
  const instance = await openInstance(folder, slotSeconds, simulationStart(config, Date.now()));
  const log = createLog({ level: config['log-level'] });
  const metrics = createMetrics();
  const directory = new SubscriberIndex();
  const table = devices ?? simulatedDevices;
  const source = createSource(
    config,
    instance,
    devices,
    directory,
    (file, fault) => status.fileUnusable(file, fault),
    (fault) => status.failed(fault),
  );
  const status: StatusTracker = new StatusTracker(
    source,
    slotSeconds,
    metrics,
    log.child({ component: 'ingest' }),
    new ProgressReport(messages),
  );
  const history = createHistory({
    url: config['clickhouse-url'] ?? undefined,
    path: join(folder, 'history'),
    database: kind === 'live' ? 'tidewatch' : 'tidewatch_simulated',
    slotSeconds,
    rawRetentionDays: config['raw-retention'],
    hourlyRetentionDays: config['hourly-retention'],
    directory,
    log: log.child({ component: 'history' }),
  });
  const feed = createFeed(config, kind, metrics, log.child({ component: 'feed' }));
  const pipeline = new Pipeline({
    source,
    history,
    feed,
    rule: defaultRule,
    slotSeconds,
    latenessSeconds: config.lateness,
    devices: table,
    directory,
    samplesPerCommit,
    events: status,
    wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
    now: () => performance.now(),
  });
  const idByName = new Map(table.map((device) => [device.name, device.id]));
  const api = createApi({
    history,
    feed,
    status,
    baseline: createBaselineReader(history, defaultRule, slotSeconds),
    deviceIdOf: (name) => idByName.get(name) ?? null,
    deviceTable: table,
    secret: Buffer.from(instance.secret, 'base64'),
    dashboardDir,
    allowedOrigins: config['allow-origin'] ?? [],
    log: log.child({ component: 'api' }),
    metrics,
  });
  let ingesting: Promise<void> = Promise.resolve();
  return {
    async start() {
      await history.open();
      await feed.start();
      const { port } = await api.start(config.port, config.host);
      ingesting = pipeline.start().catch((error: Error) => status.failed(error));
      return { url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}` };
    },
    async stop() {
      await api.stop();
      await ingesting;
      await pipeline.stop();
      await feed.stop();
      await history.close();
    },
  };
}

/** The first slot of a simulated ISP made now: so long ago that its history ends at the present. */
function simulationStart(config: Config, nowMs: number): number {
  const now = Math.floor(nowMs / 1000);
  return now - (now % config['slot-length']) - config['simulated-days'] * secondsPerDay;
}

function createSource(
  config: Config,
  instance: Instance,
  devices: readonly DeviceReading[] | null,
  directory: SubscriberIndex,
  onUnusable: (file: string, fault: Error) => void,
  onEnded: (fault: Error) => void,
): Source {
  if (devices === null || config.snapshots === null) {
    return createSimulatedSource({
      world: {
        seed: config['simulated-seed'],
        subscribers: config['simulated-subscribers'],
        startedAt: instance.simulatedFrom,
        slotSeconds: instance.slotSeconds,
        devices: simulatedDevices,
        attacksPerDay: 6,
        lookAlikesPerDay: 3,
        quietDays: 2,
      },
      backfillDays: config['simulated-days'],
      slotIntervalMs: config['simulated-slot-interval'],
      directory,
      onFault: (fault) => onEnded(fault as Error),
    });
  }
  return createSnapshotDirectorySource({
    directory: resolve(config.snapshots),
    devices,
    subscribers: directory,
    pollIntervalMs: config['poll-interval'],
    settledAfterMs: config['settled-after'],
    maxFileBytes: config['max-file-size'],
    once: false,
    now: Date.now,
    onFault: onUnusable,
  });
}

function createFeed(config: Config, kind: string, metrics: Metrics, log: Logger): Feed {
  const onDropped = (topic: string, messages: number): void =>
    metrics.feedMessagesDropped.inc({ topic, place: 'listener' }, messages);
  const url = config['redis-url'];
  return url === null
    ? createMemoryFeed({ onDropped })
    : createRedisFeed({ url, prefix: `tidewatch:${kind}`, onDropped, log });
}
