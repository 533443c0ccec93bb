import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { createRedisProcess, type RedisProcess } from './redis-process.ts';
import { describeWithRedis } from './requires.ts';
import { startApp, startAppOn, type RunningApp } from './running-app.ts';
import { createSnapshotFolder, firstSlot, type SnapshotFolder } from './snapshot-folder.ts';

interface Answer {
  ingest: {
    phase: string;
    dataAsOf: string | null;
    unreadableFiles: number;
    unlistedDevices: { device: string; files: number }[];
    accounting: {
      files: number;
      rows: number;
      accepted: number;
      late: number;
      dropped: { reason: string; rows: number }[];
    };
  };
}
const ingest =
  '{ ingest { phase dataAsOf unreadableFiles unlistedDevices { device files } accounting { files rows accepted late dropped { reason rows } } } }';
const asOf =
  (time: string) =>
  ({ ingest: { dataAsOf } }: Answer): boolean =>
    dataAsOf === `2024-01-01T${time}:00Z`;

interface SeedRow {
  IdPSX: number;
  IdSubscriber: number;
  UpTx: number;
  DownTx: number;
  Start1hPeriod: number;
  Start10mPeriod: number;
}

/** As the seed's collector writes them. */
const rowAt = (slot: number, IdPSX: number, IdSubscriber: number, UpTx: number, DownTx: number): SeedRow => {
  const start = firstSlot + slot * 600;
  return {
    IdPSX,
    IdSubscriber,
    UpTx,
    DownTx,
    Start1hPeriod: (start - (start % 3600)) * 1000,
    Start10mPeriod: start * 1000,
  };
};

describeWithRedis('keys of Redis', (path) => {
  let redis: RedisProcess;
  let client: Redis;
  let folder: SnapshotFolder;
  let data: string;
  let app: RunningApp | null;

  beforeAll(async () => {
    redis = await createRedisProcess(path);
  });
  afterAll(() => redis.remove());
  beforeEach(async () => {
    await redis.start();
    client = new Redis(redis.url);
    client.on('error', () => undefined);
    await client.flushall();
    folder = await createSnapshotFolder();
    data = await mkdtemp(join(tmpdir(), 'tidewatch-keys-'));
    app = null;
  });
  afterEach(async () => {
    await app?.stop();
    client.disconnect();
    await redis.kill();
    await folder.remove();
    await rm(data, { recursive: true, force: true });
  });

  const startOnKeys = async (...more: string[]): Promise<RunningApp> => {
    app = await startApp(['--redis-keys', redis.url, '--devices', folder.deviceTable, '--data', data, ...more]);
    return app;
  };

  async function trafficOf(subscriber: string): Promise<Record<string, string>> {
    const { subscriber: found } = await app!.query<{
      subscriber: { traffic: { start: string; upBytes: string; downBytes: string }[] } | null;
    }>(
      `{ subscriber(number: "${subscriber}") { traffic(timeRange: { from: "2024-01-01T00:00:00Z", to: "2024-01-02T00:00:00Z" }) { start upBytes downBytes } } }`,
    );
    return Object.fromEntries(
      (found?.traffic ?? []).map(({ start, upBytes, downBytes }) => [start.slice(11, 16), `${upBytes}/${downBytes}`]),
    );
  }

  const hourRows = (device: 3 | 4, subscriber: number, hour: number): SeedRow[] =>
    Array.from({ length: 6 }, (_, slot) => rowAt(hour * 6 + slot, device, subscriber, 100 + slot, 1000));

  async function writeHour(hour: number): Promise<void> {
    const time = `2024-01-01 ${String(hour).padStart(2, '0')}:00:00`;
    await client.set(`3 ${time}`, JSON.stringify(hourRows(3, 4114, hour)));
    await client.set(`4 ${time}`, JSON.stringify(hourRows(4, 7560, hour)));
  }

  it('are read in order of time, whatever else is in there, and what can not be used is told', async () => {
    for (const hour of [2, 0, 1]) await writeHour(hour);
    await client.set('3 2024-01-01 03:30:00', 'no hour');
    await client.set('9 2024-01-01 00:00:00', '[]');
    await client.set('3 2024-01-01 05:00:00', '{"not":"rows"}');
    await client.rpush('4 2024-01-01 05:00:00', 'a list');
    await client.set('3 2024-13-45 00:00:00', '[]');
    await startOnKeys();
    const { ingest: status } = await app!.until<Answer>(ingest, asOf('03:00'));
    expect(status).toMatchObject({ unreadableFiles: 2, unlistedDevices: [{ device: 'Id 9', files: 1 }] });
    expect(status.accounting).toEqual({ files: 36, rows: 36, accepted: 36, late: 0, dropped: [] });
    expect(await trafficOf('4114')).toMatchObject({ '00:00': '100/1000', '02:50': '105/1000' });
  });

  it.each([
    ['where Redis tells of them', 'K$', '3600000'],
    ['where it has to be looked for them', '', '20'],
  ])('are followed as they grow and change, %s', async (_, events, interval) => {
    await client.config('SET', 'notify-keyspace-events', events);
    await writeHour(0);
    await startOnKeys('--redis-keys-interval', interval);
    await app!.until<Answer>(ingest, asOf('01:00'));
    for (let slot = 6; slot < 9; slot++) {
      for (const [device, subscriber] of [
        [3, 4114],
        [4, 7560],
      ] as const) {
        const rows = Array.from({ length: slot - 5 }, (__, n) => rowAt(6 + n, device, subscriber, 1, 2));
        await client.set(`${device} 2024-01-01 01:00:00`, JSON.stringify(rows));
      }
    }
    await app!.until<Answer>(ingest, asOf('01:30'));
    expect(await trafficOf('7560')).toMatchObject({ '01:00': '1/2', '01:20': '1/2' });
    const corrected = [rowAt(6, 3, 4114, 1, 2), rowAt(7, 3, 4114, 1, 2), rowAt(8, 3, 4114, 777, 2)];
    await client.set('3 2024-01-01 01:00:00', JSON.stringify(corrected));
    await app!.until<Answer>(ingest, ({ ingest: { accounting } }) => accounting.late === 1 && accounting.files === 18);
    expect(await trafficOf('4114')).toMatchObject({ '01:10': '1/2', '01:20': '777/2' });
  });

  it('have each row accounted for, and each row that can not be used kept aside with its place', async () => {
    await writeHour(0);
    const rows: unknown[] = hourRows(3, 4114, 0);
    rows.push({ ...rowAt(5, 3, 1, -4, 9) }, 'nonsense', { ...rowAt(5, 4, 2, 1, 1) }, { ...rowAt(99, 3, 2, 1, 1) });
    await client.set('3 2024-01-01 00:00:00', JSON.stringify(rows));
    await startOnKeys();
    await app!.until<Answer>(ingest, asOf('01:00'));
    const { ingest: account } = await app!.query<Answer & { ingest: { deadLetters: { edges: { node: unknown }[] } } }>(
      '{ ingest { accounting { rows accepted dropped { reason rows } } deadLetters { edges { node { file line column reason } } } } }',
    );
    expect(account.accounting).toMatchObject({ rows: 16, accepted: 12 });
    const file = '3 2024-01-01 00:00:00';
    expect(account.deadLetters.edges.map(({ node }) => node)).toEqual([
      { file, line: 7, column: 'UpTx', reason: 'NEGATIVE_COUNTER' },
      { file, line: 8, column: '', reason: 'WRONG_COLUMN_COUNT' },
      { file, line: 9, column: 'IdPSX', reason: 'DEVICE_MISMATCH' },
      { file, line: 10, column: 'Start10mPeriod', reason: 'BAD_DATE' },
    ]);
  });

  it('with counters that grow give their differences', async () => {
    const rows = [100, 150, 400, 30, 60, 90].map((up, slot) => rowAt(slot, 3, 4114, up, 2 * up));
    await client.set('3 2024-01-01 00:00:00', JSON.stringify(rows));
    await startOnKeys('--redis-keys-counters', 'cumulative', '--lateness', '0');
    await app!.until<Answer>(ingest, asOf('01:00'));
    // The first has nothing to be compared with; the fall is a session that began anew.
    expect(await trafficOf('4114')).toEqual({
      '00:10': '50/100',
      '00:20': '250/500',
      '00:30': '30/60',
      '00:40': '30/60',
      '00:50': '30/60',
    });
  });

  it('are not read twice after a restart', async () => {
    await writeHour(0);
    await startOnKeys();
    await app!.until<Answer>(ingest, asOf('01:00'));
    await app!.stop();
    await writeHour(1);
    await startOnKeys();
    const { ingest: status } = await app!.until<Answer>(ingest, asOf('02:00'));
    expect(status.accounting).toMatchObject({ files: 24, rows: 24, late: 0, dropped: [] });
  });

  it('are mirrored as they were read from files, with what came late, and forgotten after a while', async () => {
    const mirrored = async (key: string): Promise<SeedRow[]> =>
      JSON.parse((await client.get(key)) ?? '[]') as SeedRow[];
    app = await startAppOn(folder, data, '--redis-mirror', redis.url, '--redis-mirror-ttl', '2');
    for (let slot = 0; slot < 8; slot++) {
      await folder.write('62.0', slot, { '4114': [1, 2], '0815': [3, 4], '5': [0, 0] });
      await folder.write('69.0', slot, { '7560': [5, 6] });
    }
    await app.until<Answer>(ingest, asOf('01:20'));
    const hour = '3 2024-01-01 00:00:00';
    while ((await mirrored('4 2024-01-01 01:00:00')).length < 2);
    expect((await mirrored(hour)).slice(0, 2)).toEqual([
      { ...rowAt(0, 3, 0, 1800, 2400), IdSubscriber: '0815' },
      rowAt(0, 3, 4114, 600, 1200),
    ]);
    expect(await mirrored(hour)).toHaveLength(12);
    expect(await client.ttl(hour)).toBeGreaterThan(86_400);
    await folder.write('62.0', 7, { '4114': [9, 9] }, [], 1);
    const isCorrected = (row: SeedRow): boolean => row.UpTx === 5400;
    while (!(await mirrored('3 2024-01-01 01:00:00')).some(isCorrected));
    // Of somebody who is erased nothing is left, and of all others everything.
    const isHis = ({ IdSubscriber }: SeedRow): boolean => IdSubscriber === 4114;
    const others = (await mirrored(hour)).filter((row) => !isHis(row));
    const erasure = await fetch(`${app.url}/access/subscriber-erasure`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ number: '4114', reason: 'he asked for it' }),
    });
    expect(erasure.status).toBe(200);
    for (const key of [hour, '3 2024-01-01 01:00:00']) while ((await mirrored(key)).some(isHis));
    expect(await mirrored(hour)).toEqual(others);
    expect(await client.ttl(hour)).toBeGreaterThan(86_400);
  });

  it('that were mirrored are read by another as the traffic that they came from', async () => {
    app = await startAppOn(folder, data, '--redis-mirror', redis.url);
    for (let slot = 0; slot < 12; slot++) {
      await folder.write('62.0', slot, { '4114': [slot + 1, 2] });
      await folder.write('69.0', slot, { '4114': [3, slot + 4], '7560': [5, 6] });
    }
    await app.until<Answer>(ingest, asOf('02:00'));
    const sent = [await trafficOf('4114'), await trafficOf('7560')];
    while (JSON.parse((await client.get('4 2024-01-01 01:00:00')) ?? '[]').length < 12);
    await app.stop();
    await rm(data, { recursive: true });
    await startOnKeys();
    await app.until<Answer>(ingest, asOf('02:00'));
    expect([await trafficOf('4114'), await trafficOf('7560')]).toEqual(sent);
  });

  it('keep nobody waiting while Redis is away, and are read and written once it is there', async () => {
    await redis.kill();
    app = await startAppOn(
      folder,
      data,
      '--redis-mirror',
      redis.url,
      '--redis-keys',
      `${redis.url}/1`,
      '--redis-keys-interval',
      '20',
    );
    for (let slot = 0; slot < 6; slot++) {
      await folder.write('62.0', slot, { '4114': [1, 2] });
      await folder.write('69.0', slot, { '7560': [1, 2] });
    }
    await app.until<Answer>(ingest, asOf('01:00'));
    await redis.start();
    while ((await client.get('3 2024-01-01 00:00:00')) === null);
    await client.select(1);
    for (let slot = 6; slot < 8; slot++)
      for (const device of [3, 4] as const)
        await client.set(`${device} 2024-01-01 01:00:00`, JSON.stringify([6, 7].map((n) => rowAt(n, device, 8, 1, 1))));
    await app.until<Answer>(ingest, asOf('01:20'));
    expect(await trafficOf('8')).toMatchObject({ '01:10': '2/2' });
  });
});
