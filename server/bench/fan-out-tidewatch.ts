/** Tidewatch's own API over a feed in memory, with a history that knows one device and every subscriber. */
import { SuppressionIndex } from '../src/domain/suppression-index.ts';
import { createApi } from '../src/http.ts';
import type { HistoryReader } from '../src/history/history.ts';
import type { Feed } from '../src/live/feed.ts';
import { createMemoryFeed } from '../src/live/memory-feed.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { TriageDesk } from '../src/triage/triage-desk.ts';
import { eventNumber } from './fan-out-question.ts';
import type { FanOutServer } from './fan-out-server.ts';

const seen = { firstSeen: 0, lastSeen: 0, device: '62.0' };
const history = {
  subscribers: (ids: readonly string[]) =>
    Promise.resolve(new Map(ids.map((subscriber) => [subscriber, { ...seen, subscriber }]))),
  devices: () => Promise.resolve([{ ...seen, subscribers: 1 }]),
  feedExtent: () => Promise.resolve({ closedEnd: 0, entries: 0, newest: null }),
} as unknown as HistoryReader;

export async function startTidewatch(clients: number): Promise<FanOutServer> {
  const feed = createMemoryFeed();
  let listeners = 0;
  const subscribe: Feed['subscribe'] = (...wanted) => {
    listeners += 1;
    return feed.subscribe(...wanted);
  };
  const status = {
    phase: 'live',
    source: 'a measurement',
    simulated: true,
    dataAsOf: null,
    slotSeconds: 600,
    done: 0,
    total: 0,
    unreadableFiles: 0,
    unlistedDevices: [],
    fault: null,
  } as const;
  const none = (): never => {
    throw new Error('The measurement does not ask for this');
  };
  const api = createApi({
    history,
    feed: { ...feed, subscribe },
    status: { current: () => status },
    baseline: { points: none } as never,
    backtests: { ask: none },
    triage: new TriageDesk({ journal: { act: none }, history, newId: none, now: none }),
    suppressions: new SuppressionIndex(),
    deviceIdOf: () => null,
    secret: Buffer.alloc(32),
    dashboardDir: import.meta.dirname,
    allowedOrigins: [],
    log: createLog({ level: 'silent' }),
    metrics: createMetrics(),
    limits: { connections: clients },
  });
  const { port } = await api.start(0, '127.0.0.1');
  return {
    port,
    listeners: () => listeners,
    publish: (from, to) =>
      feed.publish(
        'anomaly',
        Array.from({ length: to - from }, (_, index) => eventNumber(from + index)),
      ),
    stop: () => api.stop(),
  };
}
