import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { makeCertificate } from '../../test/certificate.ts';
import { createRedisProcess, type RedisProcess, type RedisProcessOptions } from '../../test/redis-process.ts';
import { describeWithRedis } from '../../test/requires.ts';
import { ErasureCall } from '../roles/erasure-call.ts';
import { ErasureWatch } from '../roles/erasure-watch.ts';
import { createLog } from '../telemetry/log.ts';
import { meetingKeys } from './meeting-keys.ts';
import { anomalyEvent, take } from './feed-contract.ts';
import { Lease } from './lease.ts';
import { connectToRedis } from './redis-connection.ts';
import { createRedisFeed } from './redis-feed.ts';

const log = createLog({ level: 'silent' });
const patience = { timeout: 20_000, interval: 20 };

describeWithRedis('Redis', (path) => {
  const processes: RedisProcess[] = [];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidewatch-redis-places-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((one) => one.remove()));
  });

  async function startRedis(options: RedisProcessOptions = {}): Promise<RedisProcess> {
    const redis = await createRedisProcess(path, options);
    processes.push(redis);
    await redis.start();
    return redis;
  }

  /** The feed carries a message, and scripts run. */
  async function expectToWork(url: string): Promise<void> {
    const feed = createRedisFeed({ url, prefix: 'place', log });
    const connection = connectToRedis(url, log);
    try {
      await feed.start();
      await vi.waitFor(() => expect(feed.fault()).toBeNull(), patience);
      const received = feed.subscribe('anomaly', { capacity: 10, overflow: 'close' });
      feed.publish('anomaly', [anomalyEvent(1)]);
      expect(await take(received, 1)).toEqual([anomalyEvent(1)]);
      const { detector, detectorToken } = meetingKeys('place');
      const lease = new Lease({ connection, holderKey: detector, tokenKey: detectorToken, leaseMs: 1000 });
      expect(await lease.acquire()).toBeGreaterThan(0);
      expect(await lease.acquire()).toBeNull();
      const { erasures, erasuresHeard } = meetingKeys('place');
      const keys = { erasures, erasuresHeard };
      const watch = new ErasureWatch({ connection, keys, hear: async () => undefined, leaseMs: 1000, log });
      watch.start();
      const history = { noteErasures: async () => undefined };
      const call = new ErasureCall({ connection, keys, history, erased: { erasuresOf: () => [] } });
      expect(await call.forget([], false)).toBe(1);
      expect(await feed.erase('anomaly', () => true)).toBe(1);
      await watch.stop();
    } finally {
      await feed.stop();
      connection.close();
    }
  }

  it('may be one server with a user of its ACL, who may no more than he needs', async () => {
    const rights = ['~{place}:*', '+@stream', '+@scripting', '+@string', '+@sortedset', '+@keyspace', '+@transaction'];
    const user = ['--user', 'tide', 'on', '>p@ss', ...rights, '+@connection', '-@dangerous', '+info', '+time'];
    const redis = await startRedis({ args: [...user, '--user', 'default', 'off'] });
    await expectToWork(redis.url.replace('redis://', 'redis://tide:p%40ss@'));
    const wrong = connectToRedis(redis.url.replace('redis://', 'redis://tide:wrong@'), log);
    wrong.open();
    await vi.waitFor(() => expect(wrong.fault()).toContain('WRONGPASS'), patience);
    wrong.close();
  }, 40_000);

  it('may be reached by TLS, with a certificate that this machine trusts', async () => {
    const [certificate, key] = makeCertificate(folder);
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
    const redis = await startRedis({ tls: true, args: [...files, '--tls-auth-clients', 'no'] });
    const url = redis.url.replace('redis://', 'rediss://');
    const untrusting = connectToRedis(url, log);
    untrusting.open();
    await vi.waitFor(() => expect(untrusting.fault()).toContain('self-signed certificate'), patience);
    untrusting.close();
    // Which authorities a process trusts is read when it starts.
    const program = `import { connectToRedis } from '${join(import.meta.dirname, 'redis-connection.ts')}';
const { client, close } = connectToRedis('${url}', { warn() {}, info() {} });
console.log(await client.ping());
close();`;
    const environment = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
    const answer = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', program], {
      env: environment,
    });
    expect(answer.toString()).toBe('PONG\n');
  }, 40_000);

  it('may be a Cluster, in which all of one installation lies on one node', async () => {
    const nodes = await Promise.all([1, 2].map(() => startRedis({ args: ['--cluster-enabled', 'yes'] })));
    const ask = (redis: RedisProcess, ...command: string[]): string =>
      execFileSync('redis-cli', ['-u', redis.url, ...command]).toString();
    ask(nodes[0]!, 'cluster', 'addslotsrange', '0', '8000');
    ask(nodes[1]!, 'cluster', 'addslotsrange', '8001', '16383');
    ask(nodes[0]!, 'cluster', 'meet', '127.0.0.1', new URL(nodes[1]!.url).port);
    await vi.waitFor(() => {
      for (const node of nodes) expect(ask(node, 'cluster', 'info')).toContain('cluster_state:ok');
    }, patience);
    const hosts = nodes.map(({ url }) => new URL(url).host).join(',');
    await expectToWork(`redis+cluster://${hosts}`);
  }, 60_000);

  it('may be watched over by Sentinels: when it is dead, another takes its place', async () => {
    const master = await startRedis();
    const port = new URL(master.url).port;
    const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', port] });
    const file = join(folder, 'sentinel.conf');
    const watch = `sentinel monitor main 127.0.0.1 ${port} 1\nsentinel down-after-milliseconds main 500\nsentinel failover-timeout main 3000\n`;
    await writeFile(file, watch);
    const sentinel = await startRedis({ sentinelFile: file });
    await vi.waitFor(
      () =>
        expect(execFileSync('redis-cli', ['-u', sentinel.url, 'sentinel', 'replicas', 'main']).toString()).toContain(
          new URL(replica.url).port,
        ),
      patience,
    );
    const url = `redis+sentinel://${new URL(sentinel.url).host}/main`;
    await expectToWork(url);
    await master.kill();
    await vi.waitFor(
      () =>
        expect(execFileSync('redis-cli', ['-u', replica.url, 'info', 'replication']).toString()).toContain(
          'role:master',
        ),
      patience,
    );
    const feed = createRedisFeed({ url, prefix: 'place', log });
    await feed.start();
    await vi.waitFor(() => expect(feed.fault()).toBeNull(), patience);
    const received = feed.subscribe('anomaly', { capacity: 10, overflow: 'close' });
    feed.publish('anomaly', [anomalyEvent(2)]);
    expect(await take(received, 1)).toEqual([anomalyEvent(2)]);
    await feed.stop();
  }, 60_000);
});
