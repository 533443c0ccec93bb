import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { snapshotOf } from '../../test/odd-snapshot.ts';
import { createRedisProcess, type RedisProcess } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { SourceSink } from '../ingest/source.ts';
import { connectToRedis, type RedisConnection } from '../live/redis-connection.ts';
import { createLog } from '../telemetry/log.ts';
import { meetingKeys } from '../live/meeting-keys.ts';
import { ErasedSubscribers } from '../privacy/erased-subscribers.ts';
import { ErasedRows } from './erased-rows.ts';
import { packReport } from './packed-report.ts';
import { ReportQueue } from './report-queue.ts';
import { ReportSink } from './report-sink.ts';
import { createReportSource } from './report-source.ts';

const log = createLog({ level: 'silent' });

describeWithRedis('the queue of reports', (path) => {
  let redis: RedisProcess;
  let admin: Redis;
  let prefixes = 0;
  let keys = meetingKeys('none');
  const connections: RedisConnection[] = [];
  const directory = new SubscriberIndex();
  const never = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    redis = await createRedisProcess(path);
  });
  afterAll(() => redis.remove());
  beforeEach(async () => {
    await redis.start();
    admin = new Redis(redis.url);
    // One test kills it.
    admin.on('error', () => undefined);
    keys = meetingKeys(`reports${prefixes++}`);
  });
  afterEach(async () => {
    admin.disconnect();
    for (const connection of connections.splice(0)) connection.close();
    await redis.kill();
  });

  const connect = (): RedisConnection => {
    const connection = connectToRedis(redis.url, log);
    connections.push(connection);
    return connection;
  };
  const queueOf = (limitBytes = 1e6): ReportQueue => new ReportQueue({ connection: connect(), keys, limitBytes });
  const packed = (at: number): Buffer => packReport(snapshotOf(['a', 'b'], directory, at), directory);

  function collect(queue: ReportQueue, token = 1, erased = new ErasedSubscribers()) {
    const taken: number[] = [];
    /** Of the sessions of each report. */
    const subscribers: string[][] = [];
    const sink: SourceSink = {
      async accept(snapshot) {
        taken.push(snapshot.snapshotAt);
        const found: string[] = [];
        snapshot.read(
          ({ subscriber, count }) => found.push(...Array.from(subscriber.subarray(0, count), (n) => directory.idOf(n))),
          () => undefined,
        );
        subscribers.push(found);
      },
      caughtUp: never,
      progress: () => undefined,
    };
    const faults: string[] = [];
    const onUnusable = (report: string): void => void faults.push(report);
    const onFault = ({ message }: Error): void => void faults.push(message);
    const source = createReportSource({
      queue,
      blocking: connect(),
      directory,
      erasedRows: new ErasedRows(directory, erased),
      token,
      onUnusable,
      onFault,
      wait: never,
    });
    const begin = (...ingested: string[]): void =>
      source.start(sink, { closedThrough: null, ingested: new Set(ingested) });
    return { taken, subscribers, faults, source, begin };
  }

  it('takes each report once, whoever puts it in and however often, also after Redis crashed', async () => {
    const [one, two] = [queueOf(), queueOf()];
    const outcomes = await Promise.all(
      [600, 1200, 600].flatMap((at) =>
        [one, two].map((queue) => queue.append({ device: '62.0', snapshotAt: at, revision: 0 }, packed(at))),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(2);
    await redis.kill();
    await redis.start();
    expect(await one.append({ device: '62.0', snapshotAt: 600, revision: 0 }, packed(600))).toBe('known');
    expect(await two.known()).toEqual(['62.0@600', '62.0@1200']);
    expect((await one.waiting()).reports).toBe(2);
    // A newer revision of a report is another one.
    expect(await two.append({ device: '62.0', snapshotAt: 600, revision: 1 }, packed(600))).toBe('taken');
  });

  it('takes none beyond its limit, until the detector has taken some out', async () => {
    const queue = queueOf(packed(600).length);
    const append = (at: number) => queue.append({ device: '62.0', snapshotAt: at, revision: 0 }, packed(at));
    expect([await append(600), await append(1200)]).toEqual(['taken', 'full']);
    await admin.set(keys.detector, 7);
    const [first] = await queue.read('0-0', connect());
    expect(await queue.remove([{ id: first!.id, bytes: first!.packed.length }], 7)).toBe(true);
    expect(await queue.waiting()).toEqual({ reports: 0, bytes: 0 });
    expect(await append(1200)).toBe('taken');
  });

  it('lets nothing be taken out by a detector whose place another has', async () => {
    const queue = queueOf();
    await queue.append({ device: '62.0', snapshotAt: 600, revision: 0 }, packed(600));
    await admin.set(keys.detector, 8);
    const [first] = await queue.read('0-0', connect());
    expect(await queue.remove([{ id: first!.id, bytes: first!.packed.length }], 7)).toBe(false);
    expect((await queue.waiting()).reports).toBe(1);
  });

  it('keeps what was handed over until history has it, and gives it to the next detector', async () => {
    const queue = queueOf();
    for (const at of [600, 1200, 1800]) await queue.append({ device: '62.0', snapshotAt: at, revision: 0 }, packed(at));
    await admin.set(keys.detector, 1);
    const first = collect(queue);
    first.begin();
    await vi.waitFor(() => expect(first.taken).toEqual([600, 1200, 1800]));
    first.source.acknowledge?.([{ device: '62.0', snapshotAt: 600, revision: 0 } as never]);
    await vi.waitFor(async () => expect((await queue.waiting()).reports).toBe(2));
    await first.source.stop();
    const second = collect(queue);
    second.begin('62.0@1200');
    await vi.waitFor(() => expect(second.taken).toEqual([1800]));
    // What history has is taken out, though its detector died before it could.
    await vi.waitFor(async () => expect((await queue.waiting()).reports).toBe(1));
    await second.source.stop();
    expect([...first.faults, ...second.faults]).toEqual([]);
  });

  it('gives reports that waited without who was erased since, later ones with him, and none with who is ignored', async () => {
    const queue = queueOf();
    const append = (at: number) =>
      queue.append(
        { device: '62.0', snapshotAt: at, revision: 0 },
        packReport(snapshotOf(['erased', 'ignored', 'c'], directory, at), directory),
      );
    await append(600);
    const [seconds, microseconds] = (await admin.time()).map(Number);
    const atMs = seconds! * 1000 + Math.ceil(microseconds! / 1000);
    const erased = new ErasedSubscribers();
    erased.begin(Buffer.alloc(32));
    erased.learn([...erased.erasuresOf(['erased'], false, atMs), ...erased.erasuresOf(['ignored'], true, atMs)]);
    // Of the next millisecond, at least.
    await vi.waitFor(async () => expect(Number((await admin.time())[1])).not.toBe(microseconds), { interval: 5 });
    await append(1200);
    const { subscribers, source, begin } = collect(queue, 1, erased);
    begin();
    await vi.waitFor(() => expect(subscribers).toEqual([['c'], ['erased', 'c']]));
    await source.stop();
  });

  it('gets past a report that can not be read, and says so', async () => {
    const queue = queueOf();
    await queue.append({ device: '62.0', snapshotAt: 600, revision: 0 }, Buffer.from('garbage'));
    await queue.append({ device: '62.0', snapshotAt: 1200, revision: 0 }, packed(1200));
    await admin.set(keys.detector, 1);
    const { taken, faults, source, begin } = collect(queue);
    begin();
    await vi.waitFor(() => expect(taken).toEqual([1200]));
    await vi.waitFor(async () => expect((await queue.waiting()).reports).toBe(1));
    expect(faults).toEqual([expect.stringContaining('report ')]);
    await source.stop();
  });

  const sinkOf = (queue: ReportQueue, wait: (signal: AbortSignal) => Promise<void>) => {
    const outcomes: string[] = [];
    const onAppended = (outcome: string): void => void outcomes.push(outcome);
    const onForgotten = (): void => void outcomes.push('to be read again');
    const sink = new ReportSink({ queue, directory, onAppended, onForgotten, wait: (_, signal) => wait(signal) });
    return { sink, outcomes };
  };

  it('makes the source of a collector wait while it is full, and gives up when the collector stops', async () => {
    const queue = queueOf(1);
    const { sink, outcomes } = sinkOf(
      queue,
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    );
    await sink.accept(snapshotOf(['a'], directory, 600));
    const waiting = sink.accept(snapshotOf(['a'], directory, 1200));
    await vi.waitFor(() => expect(outcomes).toEqual(['taken', 'full']));
    expect(sink.obstacle).toContain('--queue-limit');
    sink.stop();
    await waiting;
    expect(await queue.known()).toEqual(['62.0@600']);
  });

  it('leaves room in the memory of Redis for what it takes to empty the queue, whatever its own limit', async () => {
    const queue = queueOf(1e9);
    await queue.append({ device: '62.0', snapshotAt: 600, revision: 0 }, packed(600));
    const [, used] = /used_memory:(\d+)/.exec(await admin.info('memory'))!;
    const mostBytes = Number(used) + 2_000_000;
    await admin.config('SET', 'maxmemory', mostBytes);
    const filling = Buffer.alloc(50_000);
    let at = 1200;
    const append = () => queue.append({ device: '62.0', snapshotAt: at, revision: 0 }, filling);
    while ((await append()) === 'taken') at += 600;
    expect(await append()).toBe('full');
    // Redis itself would still take it.
    expect(await admin.set('a lease', filling)).toBe('OK');
    await admin.config('SET', 'maxmemory', 0);
    expect(await append()).toBe('taken');
  });

  it('makes the source wait while Redis refuses what it is given, says why, and takes it when Redis does', async () => {
    const queue = queueOf();
    // As one that another has taken the place of.
    await admin.replicaof('127.0.0.1', 1);
    let waits = 0;
    const { sink, outcomes } = sinkOf(queue, async () => {
      expect(sink.obstacle).toMatch(/Redis takes no reports: READONLY/);
      if (++waits === 3) await admin.replicaof('NO', 'ONE');
    });
    await sink.accept(snapshotOf(['a'], directory, 600));
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'taken']);
    expect(sink.obstacle).toBeNull();
  });

  it('says once that Redis has lost what was given, whichever of the collectors gave it last', async () => {
    const [one, two] = [queueOf(), queueOf()];
    const append = (queue: ReportQueue, at: number) =>
      queue.append({ device: '62.0', snapshotAt: at, revision: 0 }, packed(at));
    expect([await append(one, 600), await append(two, 600)]).toEqual(['taken', 'known']);
    expect([await one.hasForgotten(), await two.hasForgotten()]).toEqual([false, false]);
    await admin.flushall();
    expect([await one.hasForgotten(), await one.hasForgotten()]).toEqual([true, false]);
    expect(await append(one, 1200)).toBe('taken');
    expect([await append(two, 1200), await append(two, 1200)]).toEqual(['forgotten', 'known']);
    const { sink, outcomes } = sinkOf(one, never);
    await admin.flushall();
    await sink.accept(snapshotOf(['a'], directory, 1800));
    expect(outcomes).toEqual(['forgotten', 'to be read again', 'taken']);
  });

  it('says so, too, when Redis loses what it had when it was asked, before anything else is given', async () => {
    const [one, two] = [queueOf(), queueOf()];
    await one.append({ device: '62.0', snapshotAt: 600, revision: 0 }, packed(600));
    expect(await two.known()).toEqual(['62.0@600']);
    expect(await two.hasForgotten()).toBe(false);
    await admin.flushall();
    expect(await two.append({ device: '62.0', snapshotAt: 1200, revision: 0 }, packed(1200))).toBe('forgotten');
    expect(await two.known()).toEqual([]);
    expect(await two.append({ device: '62.0', snapshotAt: 1200, revision: 0 }, packed(1200))).toBe('taken');
    await two.known();
    await admin.flushall();
    expect([await two.hasForgotten(), await two.hasForgotten()]).toEqual([true, false]);
  });

  it('keeps a report that was lost and given anew until history has it, also for a detector that knows it', async () => {
    const queue = queueOf();
    const append = (at: number) => queue.append({ device: '62.0', snapshotAt: at, revision: 0 }, packed(at));
    await append(600);
    const { taken, source, begin } = collect(queue);
    begin();
    await vi.waitFor(() => expect(taken).toEqual([600]));
    await admin.flushall();
    await admin.set(keys.detector, 1);
    // As by a Redis whose clock is behind: entries come to lie before those that were read.
    await admin.xadd(keys.reports, '5-5', 'report', packed(1200));
    expect(await append(600)).toBe('forgotten');
    expect(await append(600)).toBe('taken');
    await vi.waitFor(() => expect(taken).toEqual([600, 1200]), { timeout: 10_000 });
    expect((await queue.waiting()).reports).toBe(2);
    source.acknowledge?.([600, 1200].map((snapshotAt) => ({ device: '62.0', snapshotAt, revision: 0 })) as never);
    await vi.waitFor(async () => expect((await queue.waiting()).reports).toBe(0));
    await source.stop();
  });

  it('waits while Redis is away, and puts in then what was given', async () => {
    await redis.kill();
    const queue = queueOf();
    const appended = queue.append({ device: '62.0', snapshotAt: 600, revision: 0 }, packed(600));
    await vi.waitFor(() => expect(queue.fault()).toContain('ECONNREFUSED'));
    await redis.start();
    expect(await appended).toBe('taken');
  });
});
