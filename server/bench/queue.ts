/**
 * `npm run bench -- queue`: session records on their way through Redis, from the files at a collector to the read side of a
 * detector. A redis-server of its own, with the append-only file, takes all of them first; then they are taken out.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import type { Snapshot, SourceSink } from '../src/ingest/source.ts';
import { createSnapshotDirectorySource } from '../src/ingest/snapshot/snapshot-directory-source.ts';
import { connectToRedis, type RedisConnection } from '../src/live/redis-connection.ts';
import { meetingKeys } from '../src/live/meeting-keys.ts';
import { DroppedRows } from '../src/pipeline/dropped-rows.ts';
import { holdSnapshot } from '../src/pipeline/held-snapshot.ts';
import { ErasedSubscribers } from '../src/privacy/erased-subscribers.ts';
import { ErasedRows } from '../src/reports/erased-rows.ts';
import { ReportQueue } from '../src/reports/report-queue.ts';
import { ReportSink } from '../src/reports/report-sink.ts';
import { createReportSource } from '../src/reports/report-source.ts';
import { createLog } from '../src/telemetry/log.ts';
import { redisServer } from '../test/programs.ts';
import { createRedisProcess } from '../test/redis-process.ts';
import { benchDevices, generateSnapshots } from './generated-snapshots.ts';

const keys = meetingKeys('bench');
const token = 1;
const limitBytes = 2 ** 33;
const fsyncs = ['everysec', 'always'];
const fail = (fault: Error): never => {
  throw fault;
};
const waitNever = (): Promise<void> => fail(new Error('The queue is full, or Redis is away'));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Side {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly redisCpuSeconds: number;
}

export async function queue(given: string[]): Promise<void> {
  const options = {
    subscribers: { type: 'string', default: '200000' },
    slots: { type: 'string', default: '6' },
  } as const;
  const { subscribers, slots } = parseArgs({ args: given, options }).values;
  if (redisServer.path === null) throw new Error(`There is no redis-server: ${redisServer.remedy}`);
  const parent = mkdtempSync(join(tmpdir(), 'tidewatch-queue-'));
  try {
    const folder = generateSnapshots(parent, { subscribers: Number(subscribers), slots: Number(slots) });
    const records = Number(subscribers) * Number(slots);
    say(
      `\n${records.toLocaleString('en')} session records in ${readdirSync(folder).length} reports, redis-server with an append-only file\n`,
    );
    say(
      '| appendfsync | side | session records a second | CPU of Tidewatch, µs a record | CPU of Redis, µs a record | bytes a record |',
    );
    say('| --- | --- | --- | --- | --- | --- |');
    for (const fsync of fsyncs) await measure(fsync, redisServer.path, folder, records);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function measure(fsync: string, redisPath: string, folder: string, records: number): Promise<void> {
  const redis = await createRedisProcess(redisPath, { args: ['--appendfsync', fsync] });
  await redis.start();
  const connect = (): RedisConnection => connectToRedis(redis.url, createLog({ level: 'silent' }));
  const connection = connect();
  try {
    await connection.client.set(keys.detector, token);
    const reports = new ReportQueue({ connection, keys, limitBytes });
    const collected = await timed('collector: files are decoded, packed and put in', connection, () =>
      collect(reports, folder),
    );
    const { bytes } = await reports.waiting();
    const detected = await timed('detector: reports are read, unpacked and taken out', connection, () =>
      detect(reports, connect(), records),
    );
    for (const { name, seconds, cpuSeconds, redisCpuSeconds } of [collected, detected]) {
      const micros = [cpuSeconds, redisCpuSeconds].map((cpu) => ((cpu / records) * 1e6).toFixed(2));
      const cells = [
        fsync,
        name,
        Math.round(records / seconds).toLocaleString('en'),
        ...micros,
        (bytes / records).toFixed(1),
      ];
      say(`| ${cells.join(' | ')} |`);
    }
  } finally {
    connection.close();
    await redis.remove();
  }
}

async function collect(reports: ReportQueue, directory: string): Promise<void> {
  const subscribers = new SubscriberIndex();
  const sink = new ReportSink({
    queue: reports,
    directory: subscribers,
    onAppended: () => undefined,
    onForgotten: () => fail(new Error('Redis has forgotten reports')),
    wait: waitNever,
  });
  const source = createSnapshotDirectorySource({
    directory,
    devices: benchDevices,
    subscribers,
    pollIntervalMs: 1000,
    settledAfterMs: 0,
    maxFileBytes: 2 ** 30,
    once: true,
    now: Date.now,
    onFault: (_, fault) => fail(fault),
    onUnlisted: () => undefined,
  });
  source.start(sink, { closedThrough: null, ingested: new Set() });
  await source.finished;
}

/** Until nothing waits any more: what was read has been unpacked to batches and acknowledged. */
async function detect(reports: ReportQueue, blocking: RedisConnection, records: number): Promise<void> {
  const directory = new SubscriberIndex();
  const source = createReportSource({
    queue: reports,
    blocking,
    directory,
    erasedRows: new ErasedRows(directory, new ErasedSubscribers()),
    token,
    onUnusable: (_, fault) => fail(fault),
    onFault: fail,
    wait: waitNever,
  });
  const done = Promise.withResolvers<void>();
  let read = 0;
  const sink: SourceSink = {
    async accept(snapshot: Snapshot) {
      const { batches, device, snapshotAt, revision } = holdSnapshot(snapshot, new DroppedRows());
      for (const { count } of batches) read += count;
      source.acknowledge?.([{ ...receipt, device, snapshotAt, revision }]);
      if (read === records) done.resolve();
    },
    caughtUp: async () => undefined,
    progress: () => undefined,
  };
  source.start(sink, { closedThrough: null, ingested: new Set() });
  await done.promise;
  await source.stop();
  while ((await reports.waiting()).reports > 0) await new Promise(setImmediate);
}

/** What of the account of a report nobody reads here. */
const receipt = { file: '', sizeBytes: 0, rows: 0, accepted: 0, late: 0, estimated: 0, dropped: {} };

async function timed(name: string, { client }: RedisConnection, work: () => Promise<void>): Promise<Side> {
  const redisCpu = async (): Promise<number> => {
    const info = await client.info('cpu');
    return ['user', 'sys'].reduce(
      (sum, kind) => sum + Number(new RegExp(`^used_cpu_${kind}:(\\S+)`, 'm').exec(info)![1]),
      0,
    );
  };
  const redisBefore = await redisCpu();
  const before = process.cpuUsage();
  const begunMs = performance.now();
  await work();
  const seconds = (performance.now() - begunMs) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { name, seconds, cpuSeconds: (user + system) / 1e6, redisCpuSeconds: (await redisCpu()) - redisBefore };
}
