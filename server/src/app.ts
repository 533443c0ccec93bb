/** The composition root: every part is made and joined here, by hand. Nothing runs before `start`. */
import { randomUUID } from 'node:crypto';
import { openAccess } from './access-of-config.ts';
import { AppLifecycle } from './app-lifecycle.ts';
import type { Config } from './config.ts';
import { ruleFor } from './domain/rule.ts';
import { SuppressionIndex } from './domain/suppression-index.ts';
import {
  folderOf,
  namesOf,
  makeApi,
  makeBacktester,
  makeHistory,
  makePipeline,
  makePush,
  makeReceived,
  namedAlike,
  waitUnlessAborted,
  type Foundation,
} from './foundation.ts';
import { simulatedDevices } from './ingest/simulated/simulated-devices.ts';
import type { ReceivedSource } from './ingest/received/received-source.ts';
import { createRadius, createSource, simulatedSubscribers } from './ingest/source-of-config.ts';
import type { Source } from './ingest/source.ts';
import { noSubscriberTable } from './ingest/subscriber-table.ts';
import { openInstance, type Instance, type World } from './settings/instance.ts';
import { Journal } from './pipeline/journal.ts';
import type { Feed, OnDropped } from './live/feed.ts';
import { createMemoryFeed } from './live/memory-feed.ts';
import { createRedisFeed } from './live/redis-feed.ts';
import { createLog } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createForgetting } from './privacy/forgetting.ts';
import { createMirror } from './mirror/mirror-of-config.ts';
import type { ProgressOutput } from './telemetry/progress-bar.ts';
import { ProgressReport } from './telemetry/progress-report.ts';
import { createCollector } from './roles/collect.ts';
import { createDetector } from './roles/detect.ts';
import { createApiProcess } from './roles/serve.ts';
import type { StartFiles } from './settings/start-files.ts';
import { StatusTracker } from './telemetry/status-tracker.ts';
import { TriageDesk } from './triage/triage-desk.ts';

export interface App {
  /** Resolves when it answers; what it does goes on behind that. Gives null when a stop came first. Throws `CommandFault` when port or history can't be had. */
  start(): Promise<{ url: string } | null>;
  /** Stops everything in order; may be called at any time, also during the start, also twice. */
  stop(): Promise<void>;
  /** What lets somebody make the first account, once, where others than this machine can reach the server; null when it is not needed. */
  firstToken(): Promise<string | null>;
}

const secondsPerDay = 86_400;

/** Throws `ConfigError` when the data folder does not fit the settings. */
export async function createApp(config: Config, files: StartFiles, messages: ProgressOutput): Promise<App> {
  const kind = files.devices === null ? 'simulated' : 'live';
  const simulation = kind === 'simulated' ? simulationOf(config) : null;
  const made = {
    config,
    kind,
    devices: files.devices ?? simulatedDevices[config['simulated-world']],
    rule: ruleFor(config['slot-length'], files.rule),
    ...namesOf(files),
    log: createLog({ level: config['log-level'] }),
    metrics: createMetrics(),
  } as const;
  made.metrics.detectionRule.set({ version: made.rule.version }, 1);
  if (config.role !== 'all') {
    const base = { ...made, subscriberTable: files.subscriberTable ?? noSubscriberTable };
    if (config.role === 'collect') return createCollector(base, files);
    return config.role === 'detect' ? createDetector(base) : createApiProcess(base);
  }
  const world: World = { slotSeconds: config['slot-length'], simulation };
  const instance = await openInstance(folderOf(made), world, simulationStart(config, Date.now()));
  // Without a table: a simulated ISP knows the plans of its subscribers, of real ones nothing is known.
  const known =
    kind === 'simulated' ? simulatedSubscribers(config, instance.simulatedFrom, files.pseudonyms) : noSubscriberTable;
  return createWhole({ ...made, subscriberTable: files.subscriberTable ?? known }, files, instance, messages);
}

/** Everything in this process. */
async function createWhole(
  base: Foundation,
  files: StartFiles,
  instance: Instance,
  messages: ProgressOutput,
): Promise<App> {
  const { config, log, metrics } = base;
  const secret = Buffer.from(instance.secret, 'base64');
  const history = makeHistory(base, 'alone');
  const feed = makeFeed(base, instance);
  const suppressions = new SuppressionIndex();
  const journal = new Journal({ history, feed, suppressions });
  const status = new StatusTracker(config['slot-length'], metrics, log, new ProgressReport(messages));
  const received = makeReceived(base, history, (fault) => status.receivedNotHandedOver(fault));
  const mirror = createMirror({ ...base, history, wait: waitUnlessAborted });
  const source = makeSource(base, instance, received, status);
  const pipeline = makePipeline(base, { source, history, journal, feed, mirror, suppressions, status });
  const radius = createRadius({
    config,
    clients: files.radiusClients,
    received,
    history,
    metrics,
    log: log.child({ component: 'radius' }),
  });
  const backtests = makeBacktester(base, history, status);
  const triage = new TriageDesk({ journal, history, newId: randomUUID, now: () => Math.floor(Date.now() / 1000) });
  const push = makePush(base, files, received, status);
  const forgetting = createForgetting({ ...base, history, pipeline, suppressions, mirror });
  const { access, auditing, audit } = await openAccess({
    ...base,
    folder: folderOf(base),
    secret,
    history,
    feed,
    forgetting,
  });
  const answers = { history, feed, status, backtests, triage, suppressions, push, access, auditing, secret };
  const api = makeApi(base, answers);
  const { port, host } = config;
  const onIngestFailed = (error: Error): void => status.failed(error);
  const opened = namedAlike(history, base, () => secret);
  const parts = { journal, audit, feed, api, pipeline, mirror, backtests, radius, port, host, onIngestFailed };
  const lifecycle = new AppLifecycle({ ...parts, history: opened });
  return {
    start: () => lifecycle.start(),
    stop: () => lifecycle.stop(),
    firstToken: () => access.login.drawFirstToken(),
  };
}

function simulationOf(config: Config): World['simulation'] {
  return {
    world: config['simulated-world'],
    seed: config['simulated-seed'],
    subscribers: config['simulated-subscribers'],
  };
}

/** The first slot of a simulated ISP made now: so long ago that its history ends at the present. */
function simulationStart(config: Config, nowMs: number): number {
  const now = Math.floor(nowMs / 1000);
  return now - (now % config['slot-length']) - config['simulated-days'] * secondsPerDay;
}

function makeFeed({ config, kind, metrics, log }: Foundation, instance: Instance): Feed {
  const onDropped: OnDropped = (topic, messages, place) => metrics.feedMessagesDropped.inc({ topic, place }, messages);
  const url = config['redis-url'];
  if (url === null) return createMemoryFeed({ onDropped });
  // Ids in Redis only grow: another simulation, with its own time, has streams of its own.
  const prefix = kind === 'live' ? 'tidewatch:live' : `tidewatch:simulated:${instance.simulatedFrom}`;
  return createRedisFeed({ url, prefix, onDropped, log: log.child({ component: 'feed' }) });
}

function makeSource(
  { config, kind, devices, edge, metrics, log }: Foundation,
  { simulatedFrom }: Instance,
  received: ReceivedSource | null,
  status: StatusTracker,
): Source {
  return createSource({
    config,
    devices: kind === 'live' ? devices : null,
    simulatedFrom,
    edge,
    received,
    onUnusable: (file, fault) => status.fileUnusable(file, fault),
    onUnlisted: (from, unlisted) => status.devicesUnlisted(from, unlisted),
    redisKeys: { metrics, log: log.child({ component: 'redis-keys' }), wait: waitUnlessAborted },
    onEnded: (fault) => status.failed(fault),
  });
}
