import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRedisProcess, type RedisProcess } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import type { Turn } from '../pipeline/journal.ts';
import { createLog } from '../telemetry/log.ts';
import { connectToRedis, type RedisConnection } from './redis-connection.ts';
import { createRedisTurn } from './redis-turn.ts';

const log = createLog({ level: 'silent' });

describeWithRedis('the turn of several processes', (path) => {
  let redis: RedisProcess;
  let admin: Redis;
  let turns = 0;
  const connections: RedisConnection[] = [];
  beforeAll(async () => {
    redis = await createRedisProcess(path);
    await redis.start();
    admin = new Redis(redis.url);
    admin.on('error', () => undefined);
  });
  afterAll(async () => {
    admin.disconnect();
    for (const connection of connections) connection.close();
    await redis.remove();
  });

  /** Two processes with one turn. */
  async function createTurns(patienceMs = 5000): Promise<{ key: string; one: Turn; two: Turn }> {
    const key = `turn${turns++}`;
    const [one, two] = await Promise.all(
      [1, 2].map(async () => {
        const connection = connectToRedis(redis.url, log);
        connections.push(connection);
        await connection.client.ping();
        return createRedisTurn({ connection, turnKey: key, wantedKey: `${key}:wanted`, patienceMs });
      }),
    );
    return { key, one: one!, two: two! };
  }

  it('lets one work at a time', async () => {
    const { one, two } = await createTurns();
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await admin.ping();
      working--;
    };
    await Promise.all([one, two, one, two, one].map((turn) => turn('commit', work)));
    expect(most).toBe(1);
  });

  it('lets an act go before the next commit, however close commits follow each other', async () => {
    const { one, two } = await createTurns();
    let commits = 0;
    const acted = new AbortController();
    const committing = (async () => {
      while (!acted.signal.aborted) await one('commit', async () => void (commits++, await admin.ping()));
    })();
    await two('act', async () => acted.abort());
    await committing;
    expect(commits).toBeGreaterThan(0);
  });

  it('is given back when the work fails, and passes the fault on', async () => {
    const { key, one, two } = await createTurns();
    await expect(one('act', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await two('commit', () => Promise.resolve('done'))).toBe('done');
    expect(await admin.pttl(key)).toBeLessThan(5000);
  });

  it('is not waited for longer than one can be asked to', async () => {
    const { key, one } = await createTurns(100);
    await admin.set(key, 'somebody', 'PX', 60_000);
    await expect(one('act', () => Promise.resolve())).rejects.toThrow('Others write to history for too long');
  });

  it('of one who died runs out', async () => {
    const { key, one } = await createTurns();
    await admin.set(key, 'somebody', 'PX', 200);
    expect(await one('commit', () => Promise.resolve('done'))).toBe('done');
  });

  it('can not be had without Redis, and says so at once', async () => {
    const connection = connectToRedis('redis://127.0.0.1:1', log);
    connections.push(connection);
    const turn = createRedisTurn({ connection, turnKey: 'a', wantedKey: 'b' });
    await expect(turn('act', () => Promise.resolve())).rejects.toThrow('Redis is not reachable');
  });
});
