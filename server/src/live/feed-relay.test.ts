import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSeededHistory, type SeededHistory } from '../../test/api-fixture.ts';
import { anomalyOf, commitOf, eventOf, slotSeconds } from '../../test/history-commits.ts';
import { createRedisProcess, type RedisProcess } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import { createLog } from '../telemetry/log.ts';
import { FeedRelay } from './feed-relay.ts';
import { connectToRedis, type RedisConnection } from './redis-connection.ts';
import { createStreams } from './redis-streams.ts';

const log = createLog({ level: 'silent' });

describeWithRedis('the relay of the feed', (path) => {
  let redis: RedisProcess;
  let admin: Redis;
  let seeded: SeededHistory;
  let end: number;
  const connections: RedisConnection[] = [];
  const streams = createStreams('relay');
  beforeAll(async () => {
    redis = await createRedisProcess(path);
    await redis.start();
    admin = new Redis(redis.url);
    admin.on('error', () => undefined);
    seeded = await openSeededHistory();
    end = seeded.lastSlot + slotSeconds;
  });
  afterAll(async () => {
    admin.disconnect();
    for (const connection of connections) connection.close();
    await seeded.remove();
    await redis.remove();
  });

  async function createRelay(): Promise<FeedRelay> {
    const connection = connectToRedis(redis.url, log);
    connections.push(connection);
    await connection.client.ping();
    return new FeedRelay({ connection, streams, history: seeded.history, log });
  }
  /** Commits a slot with so many events, and tells nobody. */
  async function commit(events: number): Promise<void> {
    const made = Array.from({ length: events }, (_, n) =>
      eventOf('updated', end + slotSeconds, n, anomalyOf({ id: `a${n}` })),
    );
    await seeded.history.commit(commitOf({ closedThrough: end, events: made }));
    end += slotSeconds;
  }
  const idsInRedis = async (): Promise<string[]> =>
    (await admin.xrange(streams.anomaly.key, '-', '+')).map(([id]) => id);
  const idsInHistory = async (since: number): Promise<string[]> =>
    (await seeded.history.feedEntries({ at: since, ordinal: 0 }, 10_000)).map(streams.anomaly.idOf);

  it('fills a Redis that has nothing with the last day of the data', async () => {
    await (await createRelay()).publish();
    const expected = await idsInHistory(end - 86_400);
    expect(expected.length).toBeGreaterThan(20);
    expect(await idsInRedis()).toEqual(expected);
  });

  it('tells what was committed since, also by one who died before he told it, once however many relays there are', async () => {
    const relays = await Promise.all([createRelay(), createRelay()]);
    for (const events of [3, 0, 1500]) await commit(events);
    await Promise.all(relays.map((relay) => relay.publish()));
    for (const relay of relays) await relay.publish();
    const told = await idsInRedis();
    expect(told.slice(-1503)).toEqual((await idsInHistory(0)).slice(-1503));
    expect(new Set(told).size).toBe(told.length);
  });

  it('leaves to the next what it can not tell now', async () => {
    const relay = await createRelay();
    await redis.kill();
    await commit(2);
    await relay.publish();
    await redis.start();
    await (await createRelay()).publish();
    expect((await idsInRedis()).slice(-2)).toEqual((await idsInHistory(0)).slice(-2));
  });
});
