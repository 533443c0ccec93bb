import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createRedisProcess, type RedisProcess } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import { FenceTaken } from '../history/fence.ts';
import { Lease } from '../live/lease.ts';
import { connectToRedis, type RedisConnection } from '../live/redis-connection.ts';
import { createLog } from '../telemetry/log.ts';
import { LeaseKeeper, type LeaseKeeperOptions } from './lease-keeper.ts';

const log = createLog({ level: 'silent' });
const leaseMs = 600;
const patience = { timeout: 10_000, interval: 10 };

describeWithRedis('the lease of a work', (path) => {
  let redis: RedisProcess;
  let admin: Redis;
  let prefix = '';
  let tests = 0;
  const keepers: LeaseKeeper[] = [];
  const connections: RedisConnection[] = [];
  /** Tokens of the works that are under way, and of all that ever began. */
  const working = new Set<number>();
  const began: number[] = [];

  beforeAll(async () => {
    redis = await createRedisProcess(path);
  });
  afterAll(() => redis.remove());
  beforeEach(async () => {
    await redis.start();
    admin = new Redis(redis.url, { lazyConnect: true });
    admin.on('error', () => undefined);
    prefix = `lease${tests++}`;
    began.length = 0;
  });
  afterEach(async () => {
    await Promise.all(keepers.splice(0).map((keeper) => keeper.stop()));
    for (const connection of connections.splice(0)) connection.close();
    admin.disconnect();
    expect([...working]).toEqual([]);
    await redis.kill();
  });

  function keep(options: Partial<LeaseKeeperOptions> = {}): LeaseKeeper {
    const connection = connectToRedis(redis.url, log);
    connections.push(connection);
    const keeper = new LeaseKeeper({
      lease: new Lease({ connection, holderKey: `${prefix}:holder`, tokenKey: `${prefix}:token`, leaseMs }),
      leaseMs,
      what: 'to test',
      async begin(token) {
        began.push(token);
        working.add(token);
        return { failed: new Promise(() => undefined), stop: async () => void working.delete(token) };
      },
      log,
      wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
      now: () => performance.now(),
      ...options,
    });
    keepers.push(keeper);
    keeper.start();
    return keeper;
  }
  const worksWith = (token: number): Promise<void> => vi.waitFor(() => expect([...working]).toEqual([token]), patience);

  it('is held by one of several, as long as it lives', async () => {
    for (let n = 0; n < 3; n++) keep();
    await worksWith(1);
    // Until the one who holds it has renewed it some times.
    let renewed = 0;
    for (let before = leaseMs; renewed < 6;) {
      const left = await admin.pttl(`${prefix}:holder`);
      if (left > before) renewed++;
      before = left;
    }
    expect(began).toEqual([1]);
  });

  it('goes at once to another with a higher token when its holder stops', async () => {
    const first = keep();
    await worksWith(1);
    keep();
    await first.stop();
    expect(first.token).toBeNull();
    await worksWith(2);
  });

  it('ends the work when another has it', async () => {
    keep();
    await worksWith(1);
    await admin.set(`${prefix}:holder`, 99, 'PX', 1000);
    await vi.waitFor(() => expect(working.size).toBe(0), patience);
    await worksWith(2);
  });

  it('ends the work when Redis is silent for longer than it lasts, and begins again when Redis is back', async () => {
    keep();
    await worksWith(1);
    await redis.kill();
    await vi.waitFor(() => expect(working.size).toBe(0), patience);
    await redis.start();
    await vi.waitFor(() => expect([...working][0]).toBeGreaterThan(1), patience);
  });

  it('is given up when the work fails, and gets a token above all that history has seen', async () => {
    let fails = true;
    const begin = vi.fn<LeaseKeeperOptions['begin']>(async (token) => {
      if (fails) {
        fails = false;
        throw new FenceTaken(token, 41);
      }
      began.push(token);
      return { failed: new Promise(() => undefined), stop: async () => undefined };
    });
    keep({ begin });
    await vi.waitFor(() => expect(began).toEqual([42]), patience);
  });

  it('is begun again after a fault of the work', async () => {
    let stops = 0;
    const begin = async (token: number) => {
      began.push(token);
      const failed =
        began.length === 1 ? Promise.resolve(new Error('history is gone')) : new Promise<Error>(() => undefined);
      return { failed, stop: async () => void stops++ };
    };
    const keeper = keep({ begin });
    await vi.waitFor(() => expect(keeper.fault).toBe('history is gone'), patience);
    await vi.waitFor(() => expect(began).toEqual([1, 2]), patience);
    expect([stops, keeper.fault]).toEqual([1, null]);
  });
});
