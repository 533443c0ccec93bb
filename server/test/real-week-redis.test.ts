/** The real week, where it is at hand, from files into the keys of Redis, and from there into a history of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRedisProcess } from './redis-process.ts';
import { describeWithRedis } from './requires.ts';
import { startApp, type RunningApp } from './running-app.ts';

const source = process.env['TIDEWATCH_REAL_WEEK'] ?? '';

interface Answer {
  ingest: { phase: string; accounting: { files: number; rows: number; accepted: number } };
  statistics: { subscriberCount: number; upBytes: string; downBytes: string };
}
const document =
  '{ ingest { phase accounting { files rows accepted } } statistics { subscriberCount upBytes downBytes } }';

async function mirrorIsWritten(app: RunningApp): Promise<void> {
  const waits = /^tidewatch_redis_mirror_keys_waiting 0$/m;
  const written = /^tidewatch_redis_mirror_keys_total\{outcome="written"\} (\d+)$/m;
  const isWritten = async (): Promise<boolean> => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    return waits.test(text) && Number(written.exec(text)?.[1] ?? 0) >= 1008;
  };
  // Each look costs the process that shall write.
  await expect.poll(isWritten, { timeout: 120_000, interval: 250 }).toBe(true);
}

describeWithRedis('the real week in Redis', (path) => {
  it('has the same traffic when it is read from the keys that it was mirrored to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidewatch-week-'));
    const redis = await createRedisProcess(path);
    await redis.start();
    execFileSync('tar', ['-xJf', join(source, 'telecom10k.tar.xz'), '-C', folder]);
    const start = (name: string, ...more: string[]): Promise<RunningApp> => {
      const retention = ['--raw-retention', '3650', '--hourly-retention', '3650'];
      const devices = ['--devices', join(source, 'psxattrs.csv')];
      return startApp([...more, ...devices, ...retention, '--data', join(folder, name)]);
    };
    const isLive = ({ ingest, statistics }: Answer): boolean => ingest.phase === 'LIVE' && statistics.upBytes !== '0';
    try {
      const first = await start('files', '--snapshots', join(folder, 'telecom10k'), '--redis-mirror', redis.url);
      const fromFiles = await first.until<Answer>(document, isLive);
      await mirrorIsWritten(first);
      await first.stop();
      const second = await start('keys', '--redis-keys', redis.url);
      const fromKeys = await second.until<Answer>(document, isLive);
      await second.stop();
      expect(fromKeys.statistics).toEqual(fromFiles.statistics);
      const { files, rows, accepted } = fromKeys.ingest.accounting;
      // Those of a subscriber on one device are one row, and the few who moved nothing have none.
      expect(rows).toBe(accepted);
      expect(files).toBe(fromFiles.ingest.accounting.files);
      expect(fromFiles.ingest.accounting.accepted - rows).toBeLessThan(7000);
    } finally {
      await redis.remove();
      await rm(folder, { recursive: true, force: true });
    }
  }, 240_000);
});
