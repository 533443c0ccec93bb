/** Tidewatch's own API over any history, with nothing read in and nothing logged. */
import { createBaselineReader } from '../../src/backtest/baseline-reader.ts';
import { defaultRule } from '../../src/domain/rule.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import type { HistoryReader } from '../../src/history/history.ts';
import { createApi, type ApiOptions } from '../../src/http.ts';
import { createMemoryFeed } from '../../src/live/memory-feed.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { TriageDesk } from '../../src/triage/triage-desk.ts';
import { deviceCount, deviceName, slotSeconds } from './dimensions.ts';

export interface BenchApi {
  readonly port: number;
  /** What says who asks. */
  readonly headers?: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Open to whoever reaches it, unless `more` says who may come in. */
export async function startBenchApi(
  history: HistoryReader,
  dataAsOf: number,
  more: Pick<ApiOptions, 'access' | 'auditing' | 'costLimit'> = {},
): Promise<BenchApi> {
  const feed = createMemoryFeed();
  const status = {
    phase: 'live',
    source: 'a measurement',
    simulated: true,
    dataAsOf,
    slotSeconds,
    done: 0,
    total: 0,
    unreadableFiles: 0,
    unlistedDevices: [],
    fault: null,
  } as const;
  const names = Array.from({ length: deviceCount }, (_, n) => deviceName(n));
  const none = (): never => {
    throw new Error('The measurement does not ask for this');
  };
  const api = createApi({
    history,
    feed,
    status: { current: () => status },
    baseline: createBaselineReader(history, defaultRule, slotSeconds),
    backtests: { ask: none },
    triage: new TriageDesk({ journal: { act: none }, history, newId: none, now: none }),
    suppressions: new SuppressionIndex(),
    deviceIdOf: (name) => names.indexOf(name),
    secret: Buffer.alloc(32, 'a secret for measuring'),
    dashboardDir: import.meta.dirname,
    allowedOrigins: [],
    log: createLog({ level: 'silent' }),
    metrics: createMetrics(),
    ...more,
  });
  const { port } = await api.start(0, '127.0.0.1');
  return {
    port,
    async stop() {
      await api.stop();
      await feed.stop();
    },
  };
}
