/** What every process is made from, whichever role it has, and the parts that several roles make alike. */
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createBaselineReader } from './backtest/baseline-reader.ts';
import { Backtester } from './backtest/backtester.ts';
import { createCheckpointFile, type CheckpointStore } from './checkpoint/checkpoint-file.ts';
import type { Config } from './config.ts';
import type { DeviceReading } from './domain/device.ts';
import type { Rule } from './domain/rule.ts';
import { SubscriberIndex } from './domain/subscriber-index.ts';
import type { SuppressionIndex } from './domain/suppression-index.ts';
import { createHistory, type HistoryAccess } from './history/clickhouse-history.ts';
import type { History } from './history/history.ts';
import { createApi, type Api, type ApiOptions } from './http.ts';
import { IngestEdge } from './ingest/ingest-edge.ts';
import { KeyRing } from './ingest/push/key-ring.ts';
import { PushDesk } from './ingest/push/push-desk.ts';
import type { ReceivedSource } from './ingest/received/received-source.ts';
import { createReceived } from './ingest/source-of-config.ts';
import type { SubscriberTable } from './ingest/subscriber-table.ts';
import { Pipeline, type PipelineOptions } from './pipeline.ts';
import type { Logger } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { PushPorts } from './rest/push/push-route.ts';
import { ErasedSubscribers } from './privacy/erased-subscribers.ts';
import { refuseOtherNames } from './privacy/kept-names.ts';
import type { Pseudonyms } from './privacy/pseudonyms.ts';
import type { StartFiles } from './settings/start-files.ts';
import type { StatusReader } from './telemetry/status.ts';
import type { StatusTracker } from './telemetry/status-tracker.ts';

export interface Foundation {
  readonly config: Config;
  /** Real traffic and a simulation never share a folder, nor a database, nor a feed. */
  readonly kind: 'live' | 'simulated';
  readonly devices: readonly DeviceReading[];
  readonly rule: Rule;
  /** Of the names of subscribers, as all behind the edge knows them. */
  readonly directory: SubscriberIndex;
  readonly edge: IngestEdge;
  /** Who was erased, and of whom the edge lets nothing pass. */
  readonly erased: ErasedSubscribers;
  /** Null when subscribers stand under their numbers. */
  readonly pseudonyms: Pseudonyms | null;
  readonly subscriberTable: SubscriberTable;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export const waitUnlessAborted = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined);

/** Rows per commit: large enough for the engine, small enough that a start shows data within a second. */
const rowsPerCommit = 100_000;
const dashboardDir = fileURLToPath(new URL('../../web/build', import.meta.url));

export const folderOf = ({ config, kind }: Pick<Foundation, 'config' | 'kind'>): string => resolve(config.data, kind);

/** How subscribers are named, by a directory that begins anew. */
export function namesOf({
  pseudonyms,
}: Pick<StartFiles, 'pseudonyms'>): Pick<Foundation, 'directory' | 'edge' | 'erased' | 'pseudonyms'> {
  const directory = new SubscriberIndex();
  const erased = new ErasedSubscribers();
  const isIgnored = (name: string): boolean => erased.isIgnored(name);
  return { directory, pseudonyms, erased, edge: new IngestEdge({ directory, pseudonyms, isIgnored }) };
}

export function makeHistory(base: Foundation, access: HistoryAccess): History {
  const { config, kind, directory, log } = base;
  return createHistory({
    access,
    url: config['clickhouse-url'] ?? undefined,
    path: join(folderOf(base), 'history'),
    database: kind === 'live' ? 'tidewatch' : 'tidewatch_simulated',
    slotSeconds: config['slot-length'],
    rawRetentionDays: config['raw-retention'],
    hourlyRetentionDays: config['hourly-retention'],
    directory,
    log: log.child({ component: 'history' }),
  });
}

/** From history, which must be open: before anything of a subscriber is taken. */
export async function learnErased(
  { erased, log }: Pick<Foundation, 'erased' | 'log'>,
  history: Pick<History, 'erasures'>,
  secret: Uint8Array,
): Promise<void> {
  erased.begin(secret);
  erased.learn(await history.erasures());
  if (erased.unknown === 0) return;
  const advice = 'erase those anew who are to be ignored';
  log.warn({ erasures: erased.unknown }, `Erasures were noted under passwords or an instance of before: ${advice}`);
}

/** Opens it for a process that names subscribers. */
export const namedAlike = (
  history: History,
  base: Pick<Foundation, 'pseudonyms' | 'erased' | 'log'>,
  secretOf: (historyId: string) => Uint8Array,
) => ({
  async open(): Promise<void> {
    await history.open();
    try {
      await refuseOtherNames(history, base.pseudonyms);
      await learnErased(base, history, secretOf(await history.identity()));
    } catch (error) {
      await history.close();
      throw error;
    }
  },
  close: (): Promise<void> => history.close(),
});

export function makeReceived(
  { config, kind, devices, directory, edge }: Foundation,
  history: History,
  onFault: (fault: Error) => void,
): ReceivedSource | null {
  return createReceived({
    config,
    devices: kind === 'live' ? devices : null,
    directory,
    edge,
    history,
    wait: waitUnlessAborted,
    onFault,
  });
}

/** Null without keys: nothing is taken then. */
export function makePush(
  { config, devices, log }: Foundation,
  { pushKeys }: StartFiles,
  received: Pick<ReceivedSource, 'take'> | null,
  status: StatusReader,
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

export const checkpointsOf = (base: Pick<Foundation, 'config' | 'kind'>): CheckpointStore =>
  createCheckpointFile(join(folderOf(base), 'checkpoint'));

type PipelineParts = Pick<PipelineOptions, 'source' | 'history' | 'journal' | 'feed' | 'mirror'> & {
  readonly suppressions: SuppressionIndex;
  readonly status: StatusTracker;
};

export function makePipeline(base: Foundation, { suppressions, status, ...parts }: PipelineParts): Pipeline {
  const { config, devices, rule, directory, subscriberTable } = base;
  status.reportsOn(parts.source);
  return new Pipeline({
    ...parts,
    isSuppressed: (anomaly) => suppressions.wasSuppressed(anomaly, anomaly.detectedAt),
    rule,
    slotSeconds: config['slot-length'],
    latenessSeconds: config.lateness,
    closing: config['close-slots'],
    devices,
    directory,
    subscriberTable,
    checkpoints: checkpointsOf(base),
    rowsPerCommit,
    events: status,
    wait: waitUnlessAborted,
    now: () => performance.now(),
  });
}

export function makeBacktester(base: Foundation, history: History, status: StatusReader): Backtester {
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

type ApiParts = Pick<
  ApiOptions,
  'history' | 'feed' | 'status' | 'backtests' | 'triage' | 'suppressions' | 'push' | 'secret' | 'access' | 'auditing'
>;

export function makeApi(base: Foundation, parts: ApiParts): Api {
  const { config, devices, rule, pseudonyms, log, metrics } = base;
  const idByName = new Map(devices.map((device) => [device.name, device.id]));
  return createApi({
    ...parts,
    baseline: createBaselineReader(parts.history, rule, config['slot-length']),
    deviceIdOf: (name) => idByName.get(name) ?? null,
    deviceTable: devices,
    pseudonyms,
    following: { retentionDays: config['feed-retention'] },
    dashboardDir,
    allowedOrigins: config['allow-origin'] ?? [],
    trustedProxies: config['trusted-proxies'] ?? [],
    log: log.child({ component: 'api' }),
    metrics,
  });
}
