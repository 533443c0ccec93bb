/** The composition root: every part is made and joined here, by hand. Nothing runs before `start`. */
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openAccess } from './access-of-config.ts';
import { AppLifecycle } from './app-lifecycle.ts';
import { Backtester } from './backtester.ts';
import { createBaselineReader } from './baseline-reader.ts';
import { createCheckpointFile } from './checkpoint/checkpoint-file.ts';
import type { Config } from './config.ts';
import type { DeviceReading } from './domain/device.ts';
import { ruleFor, type Rule } from './domain/rule.ts';
import { SubscriberIndex } from './domain/subscriber-index.ts';
import { SuppressionIndex } from './domain/suppression-index.ts';
import { createHistory } from './history/clickhouse-history.ts';
import type { History } from './history/history.ts';
import { createApi, type Api, type ApiOptions } from './http.ts';
import { simulatedDevices } from './ingest/simulated/simulated-devices.ts';
import { KeyRing } from './ingest/push/key-ring.ts';
import { PushDesk } from './ingest/push/push-desk.ts';
import type { ReceivedSource } from './ingest/received/received-source.ts';
import { createRadius, createReceived, createSource, simulatedSubscribers } from './ingest/source-of-config.ts';
import { noSubscriberTable, type SubscriberTable } from './ingest/subscriber-table.ts';
import { openInstance, type Instance, type World } from './instance.ts';
import { Journal } from './journal.ts';
import type { Feed, OnDropped } from './live/feed.ts';
import { createMemoryFeed } from './live/memory-feed.ts';
import { createRedisFeed } from './live/redis-feed.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createMirror } from './mirror/mirror-of-config.ts';
import type { RedisMirror } from './mirror/redis-mirror.ts';
import { Pipeline } from './pipeline.ts';
import type { ProgressOutput } from './progress-bar.ts';
import { ProgressReport } from './progress-report.ts';
import type { PushPorts } from './rest/push/push-route.ts';
import type { StartFiles } from './start-files.ts';
import { StatusTracker } from './status-tracker.ts';
import { TriageDesk } from './triage/triage-desk.ts';

export interface App {
  /** Resolves when the API answers; ingest goes on behind it. Gives null when a stop came first. Throws `CommandFault` when port or history can't be had. */
  start(): Promise<{ url: string } | null>;
  /** Stops everything in order; may be called at any time, also during the start, also twice. */
  stop(): Promise<void>;
  /** What lets somebody make the first account, once, where others than this machine can reach the server; null when it is not needed. */
  firstToken(): Promise<string | null>;
}

/** What every part is made from. */
interface Foundation {
  readonly config: Config;
  /** Real traffic and a simulation never share a folder, nor a database, nor a feed. */
  readonly kind: 'live' | 'simulated';
  readonly folder: string;
  readonly instance: Instance;
  readonly devices: readonly DeviceReading[];
  readonly rule: Rule;
  readonly directory: SubscriberIndex;
  readonly subscriberTable: SubscriberTable;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const waitUnlessAborted = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined);

/** Rows per commit: large enough for the engine, small enough that a start shows data within a second. */
const rowsPerCommit = 100_000;
const secondsPerDay = 86_400;
const dashboardDir = fileURLToPath(new URL('../../web/build', import.meta.url));

/** Throws `ConfigError` when the data folder does not fit the settings. */
export async function createApp(config: Config, files: StartFiles, messages: ProgressOutput): Promise<App> {
  const { devices, rule } = files;
  const kind = devices === null ? 'simulated' : 'live';
  const folder = resolve(config.data, kind);
  const instance = await openInstance(folder, worldOf(config, kind), simulationStart(config, Date.now()));
  const base: Foundation = {
    config,
    kind,
    folder,
    instance,
    devices: devices ?? simulatedDevices[config['simulated-world']],
    rule: ruleFor(config['slot-length'], rule),
    directory: new SubscriberIndex(),
    subscriberTable: files.subscriberTable ?? subscribersKnownIn(config, kind, instance),
    log: createLog({ level: config['log-level'] }),
    metrics: createMetrics(),
  };
  base.metrics.detectionRule.set({ version: base.rule.version }, 1);
  const history = makeHistory(base);
  const feed = makeFeed(base);
  const suppressions = new SuppressionIndex();
  const journal = new Journal({ history, feed, suppressions });
  const status = new StatusTracker(config['slot-length'], base.metrics, base.log, new ProgressReport(messages));
  const received = makeReceived(base, history, status);
  const mirror = createMirror({ ...base, history, wait: waitUnlessAborted });
  const pipeline = makePipeline(base, { history, journal, feed, suppressions, status, received, mirror });
  const radius = createRadius({
    config,
    clients: files.radiusClients,
    received,
    history,
    metrics: base.metrics,
    log: base.log.child({ component: 'radius' }),
  });
  const backtests = makeBacktester(base, history, status);
  const triage = new TriageDesk({ journal, history, newId: randomUUID, now: () => Math.floor(Date.now() / 1000) });
  const push = makePush(base, files, received, status);
  const secret = Buffer.from(instance.secret, 'base64');
  const { access, auditing, audit } = await openAccess({ ...base, secret, history });
  const api = makeApi(base, { history, feed, status, backtests, triage, suppressions, push, access, auditing });
  const { port, host } = config;
  const onIngestFailed = (error: Error): void => status.failed(error);
  const parts = { history, journal, audit, feed, api, pipeline, mirror, backtests, radius, port, host, onIngestFailed };
  const lifecycle = new AppLifecycle(parts);
  return {
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
    firstToken: () => access.login.drawFirstToken(),
  };
}

/** Without a table: a simulated ISP knows the plans of its subscribers, of real ones nothing is known. */
function subscribersKnownIn(config: Config, kind: Foundation['kind'], { simulatedFrom }: Instance): SubscriberTable {
  return kind === 'simulated' ? simulatedSubscribers(config, simulatedFrom) : noSubscriberTable;
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

interface PipelineParts {
  readonly history: History;
  readonly journal: Journal;
  readonly feed: Feed;
  readonly suppressions: SuppressionIndex;
  readonly status: StatusTracker;
  readonly received: ReceivedSource | null;
  readonly mirror: RedisMirror | null;
}

function makeReceived({ config, kind, devices, directory }: Foundation, history: History, status: StatusTracker) {
  return createReceived({
    config,
    devices: kind === 'live' ? devices : null,
    directory,
    history,
    wait: waitUnlessAborted,
    onFault: (fault) => status.receivedNotHandedOver(fault),
  });
}

function makePipeline(base: Foundation, parts: PipelineParts): Pipeline {
  const { suppressions, status, received, ...written } = parts;
  const { config, kind, folder, instance, devices, rule, directory, subscriberTable } = base;
  const source = createSource({
    config,
    devices: kind === 'live' ? devices : null,
    simulatedFrom: instance.simulatedFrom,
    directory,
    received,
    onUnusable: (file, fault) => status.fileUnusable(file, fault),
    onUnlisted: (from, unlisted) => status.devicesUnlisted(from, unlisted),
    redisKeys: { metrics: base.metrics, log: base.log.child({ component: 'redis-keys' }), wait: waitUnlessAborted },
    onEnded: (fault) => status.failed(fault),
  });
  status.reportsOn(source);
  return new Pipeline({
    source,
    ...written,
    isSuppressed: (anomaly) => suppressions.wasSuppressed(anomaly, anomaly.detectedAt),
    rule,
    slotSeconds: config['slot-length'],
    latenessSeconds: config.lateness,
    closing: config['close-slots'],
    devices,
    directory,
    subscriberTable,
    checkpoints: createCheckpointFile(join(folder, 'checkpoint')),
    rowsPerCommit,
    events: status,
    wait: waitUnlessAborted,
    now: () => performance.now(),
  });
}

function makeBacktester(base: Foundation, history: History, status: StatusTracker): Backtester {
  const { config, rule, directory, subscriberTable, log } = base;
  return new Backtester({
    history,
    directory,
    cohorts: subscriberTable.cohorts,
    slotSeconds: config['slot-length'],
    status,
    rule,
    log: log.child({ component: 'backtest' }),
    now: () => performance.now(),
  });
}

/** Null without keys: nothing is taken then. */
function makePush(
  { config, devices, log }: Foundation,
  { pushKeys }: StartFiles,
  received: ReceivedSource | null,
  status: StatusTracker,
): PushPorts | null {
  const path = config['push-keys'];
  if (path === null || pushKeys === null || received === null) return null;
  const onFault = (fault: Error): void =>
    log.error(
      { component: 'api', file: path, reason: fault.message },
      'The file of keys can not be used; the keys before stay good',
    );
  return {
    desk: new PushDesk({
      received,
      devices,
      slotSeconds: config['slot-length'],
      latenessSeconds: config.lateness,
      status,
      now: () => Date.now() / 1000,
    }),
    keys: new KeyRing({ path, keys: pushKeys, now: Date.now, onFault }),
  };
}

type ApiParts = Pick<
  ApiOptions,
  'history' | 'feed' | 'status' | 'backtests' | 'triage' | 'suppressions' | 'push' | 'access' | 'auditing'
>;

function makeApi(base: Foundation, parts: ApiParts): Api {
  const { config, devices, rule, instance, log, metrics } = base;
  const idByName = new Map(devices.map((device) => [device.name, device.id]));
  return createApi({
    ...parts,
    baseline: createBaselineReader(parts.history, rule, config['slot-length']),
    deviceIdOf: (name) => idByName.get(name) ?? null,
    deviceTable: devices,
    following: { retentionDays: config['feed-retention'] },
    secret: Buffer.from(instance.secret, 'base64'),
    dashboardDir,
    allowedOrigins: config['allow-origin'] ?? [],
    log: log.child({ component: 'api' }),
    metrics,
  });
}
