/** The composition root: every part is made and joined here, by hand. Nothing runs before `start`. */
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppLifecycle } from './app-lifecycle.ts';
import { createBaselineReader } from './baseline-reader.ts';
import type { Config } from './config.ts';
import type { DeviceReading } from './domain/device.ts';
import { ruleFor } from './domain/rule.ts';
import { SubscriberIndex } from './domain/subscriber-index.ts';
import { createHistory } from './history/clickhouse-history.ts';
import type { History } from './history/history.ts';
import { createApi, type Api } from './http.ts';
import { simulatedDevices } from './ingest/simulated/simulated-devices.ts';
import { createSource } from './ingest/source-of-config.ts';
import { openInstance, type Instance, type World } from './instance.ts';
import type { Feed, OnDropped } from './live/feed.ts';
import { createMemoryFeed } from './live/memory-feed.ts';
import { createRedisFeed } from './live/redis-feed.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Pipeline } from './pipeline.ts';
import type { ProgressOutput } from './progress-bar.ts';
import { ProgressReport } from './progress-report.ts';
import { StatusTracker } from './status-tracker.ts';

export interface App {
  /** Resolves when the API answers; ingest goes on behind it. Gives null when a stop came first. Throws `CommandFault` when port or history can't be had. */
  start(): Promise<{ url: string } | null>;
  /** Stops everything in order; may be called at any time, also during the start, also twice. */
  stop(): Promise<void>;
}

/** What every part is made from. */
interface Foundation {
  readonly config: Config;
  /** Real traffic and a simulation never share a folder, nor a database, nor a feed. */
  readonly kind: 'live' | 'simulated';
  readonly folder: string;
  readonly instance: Instance;
  readonly devices: readonly DeviceReading[];
  readonly directory: SubscriberIndex;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Rows per commit: large enough for the engine, small enough that a start shows data within a second. */
const rowsPerCommit = 100_000;
const secondsPerDay = 86_400;
const dashboardDir = fileURLToPath(new URL('../../web/build', import.meta.url));

/** `devices` is the device table, or null for the simulated ISP. Throws `ConfigError` when the data folder does not fit the settings. */
export async function createApp(
  config: Config,
  devices: readonly DeviceReading[] | null,
  messages: ProgressOutput,
): Promise<App> {
  const kind = devices === null ? 'simulated' : 'live';
  const folder = resolve(config.data, kind);
  const base: Foundation = {
    config,
    kind,
    folder,
    instance: await openInstance(folder, worldOf(config, kind), simulationStart(config, Date.now())),
    devices: devices ?? simulatedDevices[config['simulated-world']],
    directory: new SubscriberIndex(),
    log: createLog({ level: config['log-level'] }),
    metrics: createMetrics(),
  };
  const history = makeHistory(base);
  const feed = makeFeed(base);
  const status = new StatusTracker(config['slot-length'], base.metrics, base.log, new ProgressReport(messages));
  const pipeline = makePipeline(base, history, feed, status);
  const api = makeApi(base, history, feed, status);
  const { port, host } = config;
  const onIngestFailed = (error: Error): void => status.failed(error);
  return new AppLifecycle({ history, feed, api, pipeline, port, host, onIngestFailed });
}

function worldOf(config: Config, kind: Foundation['kind']): World {
  const simulation = {
    world: config['simulated-world'],
    seed: config['simulated-seed'],
    subscribers: config['simulated-subscribers'],
  };
  return { slotSeconds: config['slot-length'], simulation: kind === 'simulated' ? simulation : null };
}

/** The first slot of a simulated ISP made now: so long ago that its history ends at the present. */
function simulationStart(config: Config, nowMs: number): number {
  const now = Math.floor(nowMs / 1000);
  return now - (now % config['slot-length']) - config['simulated-days'] * secondsPerDay;
}

function makeHistory({ config, kind, folder, directory, log }: Foundation): History {
  return createHistory({
    url: config['clickhouse-url'] ?? undefined,
    path: join(folder, 'history'),
    database: kind === 'live' ? 'tidewatch' : 'tidewatch_simulated',
    slotSeconds: config['slot-length'],
    rawRetentionDays: config['raw-retention'],
    hourlyRetentionDays: config['hourly-retention'],
    directory,
    log: log.child({ component: 'history' }),
  });
}

function makeFeed({ config, kind, instance, metrics, log }: Foundation): Feed {
  const onDropped: OnDropped = (topic, messages, place) => metrics.feedMessagesDropped.inc({ topic, place }, messages);
  const url = config['redis-url'];
  if (url === null) return createMemoryFeed({ onDropped });
  // Ids in Redis only grow: another simulation, with its own time, has streams of its own.
  const prefix = kind === 'live' ? 'tidewatch:live' : `tidewatch:simulated:${instance.simulatedFrom}`;
  return createRedisFeed({ url, prefix, onDropped, log: log.child({ component: 'feed' }) });
}

function makePipeline(base: Foundation, history: History, feed: Feed, status: StatusTracker): Pipeline {
  const { config, kind, instance, devices, directory } = base;
  const source = createSource({
    config,
    devices: kind === 'live' ? devices : null,
    simulatedFrom: instance.simulatedFrom,
    directory,
    onUnusable: (file, fault) => status.fileUnusable(file, fault),
    onEnded: (fault) => status.failed(fault),
  });
  status.reportsOn(source);
  return new Pipeline({
    source,
    history,
    feed,
    rule: ruleFor(config['slot-length']),
    slotSeconds: config['slot-length'],
    latenessSeconds: config.lateness,
    devices,
    directory,
    rowsPerCommit,
    events: status,
    wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
    now: () => performance.now(),
  });
}

function makeApi(base: Foundation, history: History, feed: Feed, status: StatusTracker): Api {
  const { config, devices, instance, log, metrics } = base;
  const idByName = new Map(devices.map((device) => [device.name, device.id]));
  return createApi({
    history,
    feed,
    status,
    baseline: createBaselineReader(history, ruleFor(config['slot-length']), config['slot-length']),
    deviceIdOf: (name) => idByName.get(name) ?? null,
    deviceTable: devices,
    secret: Buffer.from(instance.secret, 'base64'),
    dashboardDir,
    allowedOrigins: config['allow-origin'] ?? [],
    log: log.child({ component: 'api' }),
    metrics,
  });
}
