import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { liveStatus } from '../../test/api-fixture.ts';
import { createRedisProcess, type RedisProcess } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import { connectToRedis, type RedisConnection } from '../live/redis-connection.ts';
import { createLog } from '../telemetry/log.ts';
import type { IngestStatus } from '../telemetry/status.ts';
import { noDetector, StatusSign, StatusWatch } from './status-board.ts';

const patience = { timeout: 15_000, interval: 50 };

describeWithRedis('the status of a detector at other processes', (path) => {
  let redis: RedisProcess;
  const connections: RedisConnection[] = [];
  beforeAll(async () => {
    redis = await createRedisProcess(path);
    await redis.start();
  });
  afterAll(async () => {
    for (const connection of connections) connection.close();
    await redis.remove();
  });

  it('is what it tells, and what history knows before it tells anything, after it is silent, and without Redis', async () => {
    const [here, there] = [1, 2].map(() => {
      const connection = connectToRedis(redis.url, createLog({ level: 'silent' }));
      connections.push(connection);
      connection.open();
      return connection;
    });
    await Promise.all([here!, there!].map(({ client }) => client.ping()));
    const watch = new StatusWatch({
      connection: there!,
      key: 'status',
      slotSeconds: 600,
      closedThrough: async () => 1200,
    });
    await watch.start();
    expect(watch.current()).toMatchObject({ phase: 'live', dataAsOf: 1200, fault: noDetector });
    let status: IngestStatus = { ...liveStatus, phase: 'opening', dataAsOf: null };
    const sign = new StatusSign({ connection: here!, key: 'status', status: { current: () => status } });
    sign.start();
    await vi.waitFor(
      () => expect(watch.current()).toMatchObject({ phase: 'rebuilding', dataAsOf: 1200, fault: null }),
      patience,
    );
    status = { ...liveStatus, dataAsOf: 1800 };
    await vi.waitFor(() => expect(watch.current()).toEqual(status), patience);
    sign.stop();
    await vi.waitFor(() => expect(watch.current()).toMatchObject({ dataAsOf: 1200, fault: noDetector }), patience);
    await redis.kill();
    await vi.waitFor(() => expect(watch.current().fault).toContain('Redis is not reachable'), patience);
    await watch.stop();
  }, 40_000);
});
