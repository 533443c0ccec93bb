/** A running API over a real history that has something of everything, for tests from outside. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createBaselineReader } from '../src/backtest/baseline-reader.ts';
import {
  deviceAnomalyKinds,
  severities,
  subscriberAnomalyKinds,
  type Anomaly,
  type AnomalyEvent,
} from '../src/domain/anomaly.ts';
import type { DeadLetter } from '../src/domain/dead-letter.ts';
import { defaultRule } from '../src/domain/rule.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { SuppressionIndex } from '../src/domain/suppression-index.ts';
import { createHistory } from '../src/history/clickhouse-history.ts';
import type { Commit, History, HistoryReader } from '../src/history/history.ts';
import { createApi, type Api, type ApiOptions } from '../src/http.ts';
import { Journal } from '../src/pipeline/journal.ts';
import type { Feed } from '../src/live/feed.ts';
import { createMemoryFeed } from '../src/live/memory-feed.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createMetrics, type Metrics } from '../src/telemetry/metrics.ts';
import type { IngestStatus } from '../src/telemetry/status.ts';
import { TriageDesk } from '../src/triage/triage-desk.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, randomCommits, slotSeconds } from './history-commits.ts';
import { HistoryModel } from './history-model.ts';
import { seededRandom } from './random.ts';

export const secret = Buffer.from('a secret of more than 16 bytes');

export interface SeededHistory {
  readonly history: History;
  readonly directory: SubscriberIndex;
  readonly model: HistoryModel;
  /** As they stand after their newest event; newest detection first, then id. */
  readonly anomalies: readonly Anomaly[];
  readonly events: readonly AnomalyEvent[];
  readonly deadLetters: readonly DeadLetter[];
  readonly lastSlot: number;
  /** Closes the history and opens it again, as a restart would. */
  reopen(): Promise<void>;
  remove(): Promise<void>;
}

/** One history may be open in a process at a time. */
export async function openSeededHistory(): Promise<SeededHistory> {
  const path = await mkdtemp(join(tmpdir(), 'tidewatch-api-'));
  const directory = new SubscriberIndex();
  const log = createLog({ level: 'silent' });
  const retention = { rawRetentionDays: 36_500, hourlyRetentionDays: 36_500 };
  const history = createHistory({ path, slotSeconds, ...retention, directory, log });
  await history.open();

  const commits = randomCommits(directory, 7, 20);
  const model = new HistoryModel(directory, commits);
  const lastSlot = (commits.at(-1)?.closedThrough ?? firstSlot) + slotSeconds;
  const events = seededEvents(model.subscribers().map(({ subscriber }) => subscriber));
  const deadLetters = seededDeadLetters();
  const last: Commit = commitOf({ closedThrough: lastSlot, events, deadLetters });
  for (const commit of [...commits, last]) await history.commit(commit);

  const newest = new Map(events.map(({ anomaly }) => [anomaly.id, anomaly]));
  const anomalies = [...newest.values()].sort((a, b) => b.detectedAt - a.detectedAt || (a.id < b.id ? -1 : 1));
  const remove = async (): Promise<void> => {
    await history.close();
    await rm(path, { recursive: true, force: true });
  };
  const reopen = async (): Promise<void> => {
    await history.close();
    await history.open();
  };
  return { history, directory, model, anomalies, events, deadLetters, lastSlot, reopen, remove };
}

/** 130 anomalies, several detected at the same moment, two thirds of them closed again, a few of devices, a few held back. */
function seededEvents(subscribers: readonly string[]): AnomalyEvent[] {
  const random = seededRandom(11);
  const events: AnomalyEvent[] = [];
  for (let n = 0; n < 130; n++) {
    const openedAt = firstSlot + slotSeconds * random.below(24);
    const isOfDevice = n % 11 === 5;
    const opened = anomalyOf({
      id: `anomaly${(n * 7919) % 1000}`,
      subscriber: isOfDevice ? null : random.pick(subscribers),
      device: random.pick(['62.0', '66.1']),
      kind: random.pick(isOfDevice ? deviceAnomalyKinds : subscriberAnomalyKinds),
      comparison: isOfDevice ? null : { cohort: 'on plan P3', shareBelow: 0.9985 },
      alerted: isOfDevice || n % 7 !== 0,
      severity: random.pick(severities),
      openedAt,
      detectedAt: openedAt + 3 * slotSeconds,
    });
    events.push(eventOf('opened', opened.detectedAt, n, opened));
    if (n % 3 === 0) continue;
    const closedAt = opened.detectedAt + slotSeconds;
    events.push(eventOf('closed', closedAt + 3 * slotSeconds, n, { ...opened, closedAt, slots: 4 }));
  }
  return events;
}

function seededDeadLetters(): DeadLetter[] {
  return Array.from({ length: 60 }, (_, n) => ({
    file: `psx_62.0_${n % 4}.csv`,
    line: 2 + Math.floor(n / 4),
    column: 'UpTx',
    reason: 'bad-number',
    given: `row ${n}`,
  }));
}

export interface TestApi {
  readonly url: string;
  readonly api: Api;
  readonly feed: Feed;
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** What was logged, one JSON line each. */
  readonly logged: string[];
  /** How often each method of history was called since it was last emptied. */
  readonly calls: Map<string, number>;
  /** The result of one operation over HTTP. */
  graphql(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    extensions?: Readonly<Record<string, unknown>>,
  ): Promise<GraphqlResult>;
  stop(): Promise<void>;
}

export interface GraphqlResult {
  // The tests look at answers of every shape.
  readonly data: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export const liveStatus: IngestStatus = {
  phase: 'live',
  source: 'a test',
  simulated: true,
  dataAsOf: firstSlot,
  slotSeconds,
  done: 3,
  total: 4,
  unreadableFiles: 0,
  unlistedDevices: [],
  fault: null,
};

/** The clock of the machine, as far as acts are concerned. */
export const actsMadeAt = 1_800_000_000;

const noBacktests: ApiOptions['backtests'] = {
  ask() {
    throw new Error('This test has no backtests');
  },
};

/** Listens on this machine, on a free port unless told which. */
export async function startApi(
  history: HistoryReader,
  options: Partial<ApiOptions> = {},
  wantedPort = 0,
): Promise<TestApi> {
  const logged: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  });
  const feed = options.feed ?? createMemoryFeed();
  const metrics = createMetrics();
  const calls = new Map<string, number>();
  const suppressions = new SuppressionIndex();
  // Who hands over a part of a history does not write to it.
  const journal = new Journal({ history: history as History, feed, suppressions });
  if ('appendActs' in history) await journal.begin();
  const api = createApi({
    history: countingCalls(history, calls),
    feed,
    status: { current: () => liveStatus },
    baseline: createBaselineReader(history, defaultRule, slotSeconds),
    backtests: noBacktests,
    triage: new TriageDesk({ journal, history, newId: randomUUID, now: () => actsMadeAt }),
    suppressions,
    deviceIdOf: (name) => ['66.1', '66.2', '66.3', '62.0', '69.0', '65.0'].indexOf(name),
    secret,
    dashboardDir: join(tmpdir(), 'tidewatch-no-dashboard'),
    // A machine that runs many tests is slow, which is nothing that they are about.
    timeLimits: { answerMs: 120_000 },
    allowedOrigins: [],
    log: createLog({ level: 'debug', destination }),
    metrics,
    ...options,
  });
  const { port } = await api.start(wantedPort, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    api,
    feed,
    journal,
    metrics,
    logged,
    calls,
    async graphql(query, variables = {}, extensions) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ query, variables, extensions });
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      return (await response.json()) as GraphqlResult;
    },
    async stop() {
      await api.stop();
      await feed.stop();
    },
  };
}

function countingCalls(history: HistoryReader, calls: Map<string, number>): HistoryReader {
  return new Proxy(history, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]): unknown => {
        calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
        return Reflect.apply(method, target, args);
      };
    },
  });
}
