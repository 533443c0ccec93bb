/** A running API that takes pushed rows into a real history, at a moment that stands still. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceReading } from '../src/domain/device.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { createHistory } from '../src/history/clickhouse-history.ts';
import type { History } from '../src/history/history.ts';
import { KeyRing } from '../src/ingest/push/key-ring.ts';
import { PushDesk } from '../src/ingest/push/push-desk.ts';
import { readPushKeys } from '../src/ingest/push/push-keys.ts';
import { createReceivedSource, type ReceivedSource } from '../src/ingest/received/received-source.ts';
import type { Snapshot } from '../src/ingest/source.ts';
import type { PushPorts } from '../src/rest/push/push-route.ts';
import { liveStatus, startApi, type TestApi } from './api-fixture.ts';
import { slotSeconds } from './history-commits.ts';

/** On a border between slots. */
export const pushedAt = Date.UTC(2027, 0, 1, 12) / 1000;
export const slotStart = pushedAt - slotSeconds;

export const pushedDevice: DeviceReading = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '%d-%m-%Y %H:%M:%S',
  clockOffsetSeconds: 0,
};

/** A line of a file of keys, and the key. */
export function drawKey(name: string, scopes: string): { line: string; secret: string } {
  const secret = randomBytes(32).toString('hex');
  return { line: `${name} ${scopes} ${createHash('sha256').update(secret).digest('hex')}\n`, secret };
}

export interface Sent {
  readonly path?: string;
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const sample = { device: '62.0', subscriber: '7560', slotStart, upBytes: 5, downBytes: 7 };

/** A sample as JSON, with the key that is good for the path, unless it says otherwise. */
export function requestOf(sent: Sent, secrets: PushApi['secrets']): [path: string, init: RequestInit] {
  const { path = '/ingest/samples', body = JSON.stringify([sample]), type = 'application/json', headers = {} } = sent;
  const secret = path.startsWith('/ingest/samples') ? secrets.samples : secrets.sessions;
  const all = { authorization: `Bearer ${secret}`, 'content-type': type, ...headers };
  return [path, { method: 'POST', headers: all, body: body as BodyInit }];
}

export interface PushApi extends TestApi {
  readonly history: History;
  readonly received: ReceivedSource;
  /** What was handed over. */
  readonly snapshots: readonly Snapshot[];
  /** By scope: "samples", "sessions". */
  readonly secrets: Readonly<Record<'samples' | 'sessions', string>>;
  /** Hands over all that is due when so many seconds have passed since `pushedAt`. */
  pass(seconds: number): Promise<void>;
  /** Another API that takes rows for the same history, within other limits. */
  startAnother(limits: NonNullable<PushPorts['limits']>): Promise<TestApi>;
  stopTaking(): Promise<void>;
  remove(): Promise<void>;
}

export async function startPushApi(): Promise<PushApi> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-push-'));
  const directory = new SubscriberIndex();
  const retention = { rawRetentionDays: 30, hourlyRetentionDays: 400 };
  const log = { warn: () => undefined };
  const history = createHistory({ path: join(folder, 'history'), slotSeconds, ...retention, directory, log });
  await history.open();
  const clock = drivenClock();
  const received = createReceivedSource({
    history,
    devices: [pushedDevice],
    subscribers: directory,
    slotSeconds,
    waitSeconds: { sample: 120, session: 0, accounting: 120 },
    quietSeconds: 5,
    gatherMs: 0,
    mostWaiting: 100_000,
    pollIntervalMs: 1000,
    ...clock.ports,
  });
  const snapshots: Snapshot[] = [];
  const sink = {
    accept: async (snapshot: Snapshot) => void snapshots.push(snapshot),
    caughtUp: async () => undefined,
    progress: () => undefined,
  };
  received.start(sink, { closedThrough: null, ingested: new Set() });
  await clock.idle();
  const keys = { samples: drawKey('north', 'samples'), sessions: drawKey('south', 'sessions') };
  const path = join(folder, 'push-keys');
  const text = keys.samples.line + keys.sessions.line;
  await writeFile(path, text);
  const onFault = (fault: Error): never => {
    throw fault;
  };
  const push: PushPorts = {
    desk: new PushDesk({
      received,
      devices: [pushedDevice],
      slotSeconds,
      latenessSeconds: 1200,
      status: { current: () => ({ ...liveStatus, dataAsOf: slotStart - slotSeconds }) },
      now: () => pushedAt,
    }),
    keys: new KeyRing({ path, keys: readPushKeys(text), now: Date.now, onFault }),
  };
  const api = await startApi(history, { push, allowedOrigins: ['https://noc.example.net'] });
  const stopTaking = async (): Promise<void> => {
    const stopped = received.stop();
    clock.wake();
    await stopped;
  };
  return {
    ...api,
    history,
    received,
    snapshots,
    secrets: { samples: keys.samples.secret, sessions: keys.sessions.secret },
    pass: (seconds) => clock.pass(seconds),
    startAnother: (limits) => startApi(history, { push: { ...push, limits } }),
    stopTaking,
    async remove() {
      await api.stop();
      await stopTaking();
      await history.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Time that passes when it is told to; what waits meanwhile is idle. */
function drivenClock() {
  let now = pushedAt;
  let poll = Promise.withResolvers<void>();
  let idle = Promise.withResolvers<void>();
  const pass = async (seconds: number): Promise<void> => {
    now = pushedAt + seconds;
    idle = Promise.withResolvers();
    poll.resolve();
    await idle.promise;
  };
  return {
    ports: {
      now: () => now,
      wait: (_: number, signal: AbortSignal) => {
        if (signal.aborted) return Promise.resolve();
        poll = Promise.withResolvers();
        idle.resolve();
        return poll.promise;
      },
      onFault: idle.reject,
    },
    idle: () => idle.promise,
    pass,
    wake: () => poll.resolve(),
  };
}
