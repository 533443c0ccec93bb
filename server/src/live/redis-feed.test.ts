import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisProcess, type RedisProcess } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import { createLog } from '../telemetry/log.ts';
import { cursorOf, type FeedPlace } from '../domain/feed-entry.ts';
import { anomalyEvent, describeFeedContract, take } from './feed-contract.ts';
import type { Feed } from './feed.ts';
import { createRedisFeed, type RedisFeedOptions } from './redis-feed.ts';

const log = createLog({ level: 'silent' });
const roomy = { capacity: 10_000, overflow: 'close' } as const;
const idsOf = (entries: readonly FeedPlace[]): string[] => entries.map(cursorOf);
const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => anomalyEvent(from + index));

describeWithRedis('the feed in Redis', (path) => {
  let redis: RedisProcess;
  let nextPrefix = 0;
  const feeds: Feed[] = [];

  beforeAll(async () => {
    redis = await createRedisProcess(path);
  });
  afterAll(() => redis.remove());
  beforeEach(() => redis.start());
  afterEach(async () => {
    for (const feed of feeds.splice(0)) await feed.stop();
    await redis.kill();
  });

  const create = (options: Partial<RedisFeedOptions> = {}): Feed => {
    const feed = createRedisFeed({ url: redis.url, prefix: `test${nextPrefix++}`, log, ...options });
    feeds.push(feed);
    return feed;
  };
  const connected = (feed: Feed): Promise<void> =>
    vi.waitFor(() => expect(feed.fault()).toBeNull(), { timeout: 10_000, interval: 5 });

  describe('as every feed', () => {
    describeFeedContract(() => {
      const feed = create();
      return { feed, ready: () => connected(feed) };
    });
  });

  it('carries messages from one process to another', async () => {
    const prefix = 'among';
    const [writer, reader] = [create({ prefix }), create({ prefix })];
    await Promise.all([writer.start(), reader.start()]);
    await Promise.all([connected(writer), connected(reader)]);
    const received = reader.subscribe('anomaly', roomy);
    await becomesLive(writer, reader);
    writer.publish('anomaly', events(10, 30));
    expect(await take(received, 21)).toEqual([anomalyEvent(0), ...events(10, 30)]);
  });

  it('takes out what is chosen, however much lies there, and puts none of it back', async () => {
    const prefix = 'erased';
    const feed = create({ prefix });
    await feed.start();
    const received = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', events(0, 1200));
    await take(received, 1200);
    const isChosen = ({ ordinal }: FeedPlace): boolean => ordinal % 2 === 1;
    expect(await feed.erase('anomaly', isChosen)).toBe(600);
    feed.publish('anomaly', events(1100, 1201));
    expect(await take(received, 1)).toEqual([anomalyEvent(1200)]);
    const client = new Redis(redis.url);
    expect(await client.xlen(`{${prefix}}:anomalies`)).toBe(601);
    client.disconnect();
    await redis.kill();
    await vi.waitFor(() => expect(feed.fault()).not.toBeNull());
    await expect(feed.erase('anomaly', isChosen)).rejects.toThrow('Redis is not reachable');
  });

  it('delivers a message that is published again only once', async () => {
    let dropped = 0;
    const feed = create({ onDropped: (_topic, messages) => (dropped += messages) });
    await feed.start();
    const received = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', events(0, 30));
    feed.publish('anomaly', events(10, 30));
    feed.publish('anomaly', [anomalyEvent(30)]);
    expect(idsOf(await take(received, 31))).toEqual(idsOf(events(0, 31)));
    await feed.stop();
    expect(dropped).toBe(0);
  });

  it('says once that Redis is ahead of what is published, and counts how much is lost by that', async () => {
    const prefix = 'ahead';
    const before = create({ prefix });
    await before.start();
    const received = before.subscribe('anomaly', roomy);
    before.publish('anomaly', events(50, 60));
    await take(received, 10);
    // As after a history was removed and replayed from its beginning.
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const refused: [string, number, string][] = [];
    const again = create({
      prefix,
      log: createLog({ level: 'warn', destination }),
      onDropped: (...drop) => refused.push(drop),
    });
    await again.start();
    await connected(again);
    for (let n = 0; n < 60; n += 20) again.publish('anomaly', events(n, n + 20));
    again.publish('anomaly', [anomalyEvent(60)]);
    expect(await take(received, 1)).toEqual([anomalyEvent(60)]);
    // The ten that Redis has were told before.
    await vi.waitFor(() => expect(refused).toHaveLength(50));
    expect(new Set(refused.map(String))).toEqual(new Set(['anomaly,1,redis']));
    expect(lines.filter((line) => line.includes('later messages'))).toHaveLength(1);
  });

  it('goes on after every break of the connection without a gap or a double', async () => {
    const feed = create();
    await feed.start();
    const received = feed.subscribe('anomaly', roomy);
    const admin = new Redis(redis.url);
    for (let round = 0; round < 20; round++) {
      feed.publish('anomaly', events(round * 50, round * 50 + 25));
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      feed.publish('anomaly', events(round * 50 + 25, round * 50 + 50));
    }
    expect(idsOf(await take(received, 1000))).toEqual(idsOf(events(0, 1000)));
    admin.disconnect();
  });

  it('starts without Redis, keeps what is published, and delivers it when Redis comes', async () => {
    await redis.kill();
    const feed = create();
    await feed.start();
    const received = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', events(0, 100));
    await vi.waitFor(() => expect(feed.fault()).toMatch(/not reachable.*ECONNREFUSED/));
    await redis.start();
    expect(idsOf(await take(received, 100))).toEqual(idsOf(events(0, 100)));
    expect(feed.fault()).toBeNull();
  });

  it('goes on after Redis crashed and came back', async () => {
    const feed = create();
    await feed.start();
    const received = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', events(0, 50));
    await take(received, 50);
    await redis.kill();
    feed.publish('anomaly', events(50, 100));
    await redis.start();
    expect(idsOf(await take(received, 50))).toEqual(idsOf(events(50, 100)));
  });

  it('drops the oldest messages and counts them when more wait for Redis than it may keep', async () => {
    await redis.kill();
    let dropped = 0;
    const feed = create({ outboxCapacity: 10, onDropped: (_topic, messages) => (dropped += messages) });
    await feed.start();
    const received = feed.subscribe('anomaly', roomy);
    feed.publish('anomaly', events(0, 25));
    expect(dropped).toBe(15);
    await redis.start();
    expect(idsOf(await take(received, 10))).toEqual(idsOf(events(15, 25)));
  });

  it('stops while a Redis that was there is away', async () => {
    const feed = create();
    await feed.start();
    await connected(feed);
    await redis.kill();
    await vi.waitFor(() => expect(feed.fault()).toMatch(/not reachable/));
    await feed.stop();
    expect(await feed.subscribe('anomaly', roomy).next()).toEqual({ done: true, value: undefined });
  });

  it('stops while Redis is away', async () => {
    await redis.kill();
    const feed = create();
    await feed.start();
    feed.publish('anomaly', events(0, 5));
    await feed.stop();
    expect(await feed.subscribe('anomaly', roomy).next()).toEqual({ done: true, value: undefined });
  });
});

/** The reader begins at the end of the stream, so a first message that it saw tells that it follows. */
async function becomesLive(writer: Feed, reader: Feed): Promise<void> {
  const first = reader.subscribe('anomaly', roomy);
  writer.publish('anomaly', [anomalyEvent(0)]);
  await take(first, 1);
  await first.return?.();
}
