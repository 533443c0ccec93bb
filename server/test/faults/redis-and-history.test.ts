import { spawnSync } from 'node:child_process';
import { open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cursorOf } from '../../src/domain/feed-entry.ts';
import type { History } from '../../src/history/history.ts';
import { endOf } from '../../src/live/backlog.ts';
import { digest } from '../crash/digest.ts';
import { seededRandom } from '../random.ts';
import { describeWithRedis } from '../requires.ts';
import {
  createArrivingFiles,
  feedOf,
  openHistory,
  untilHistoryHas,
  type ArrivingFiles,
} from '../roles/arriving-files.ts';
import { listenToFeed, type FeedListener } from '../roles/feed-listener.ts';
import { createInstallation, type Installation, type RoleProcess } from '../roles/installation.ts';
import { rounds, tellFigure } from './rounds.ts';

const patience = { timeout: 60_000, interval: 50 };
const redisKills = rounds({ quick: 3, whole: 20 });
const powerCuts = rounds({ quick: 3, whole: 30 });
const historyKills = rounds({ quick: 3, whole: 12 });
const filesEach = rounds({ quick: 40, whole: 10 });

describeWithRedis('an installation whose Redis and ClickHouse fail', (redisPath) => {
  const random = seededRandom(20_240_607);
  let files: ArrivingFiles;
  let installation: Installation;
  let detector: RoleProcess;
  let collector: RoleProcess;
  let server: RoleProcess;
  let history: History;
  let listener: FeedListener;

  beforeAll(async () => {
    files = await createArrivingFiles();
    installation = await createInstallation(redisPath, ...files.common, '--lease', '2');
    [detector, collector, server] = await Promise.all([
      installation.start('detect'),
      installation.start('collect', ...files.source),
      installation.start('serve'),
    ]);
    history = await openHistory({ url: installation.clickHouse.url, path: '', access: 'beside' });
    await files.arriveUpTo(100);
    await untilHistoryHas(history, files);
    await vi.waitFor(async () => expect(await history.closedThrough()).not.toBeNull(), patience);
    listener = listenToFeed(() => [server.url], cursorOf(await endOf(history)));
  }, 300_000);

  afterAll(async () => {
    await listener.stop();
    await history.close();
    await installation.remove();
    await files.remove();
  });

  /** A file more every few milliseconds while it happens, and a moment before it does. */
  async function amidArriving(happens: () => Promise<void>): Promise<void> {
    const end = files.arrived + filesEach;
    await files.arriveUpTo(end - filesEach + 1 + random.below(filesEach - 1));
    await vi.waitFor(async () => expect(await collector.metric('tidewatch_reports_waiting')).not.toBeNaN(), patience);
    await Promise.all([files.arriveUpTo(end), happens()]);
  }

  const readyAgain = (...processes: RoleProcess[]): Promise<void> =>
    vi.waitFor(async () => {
      for (const one of processes) expect(await one.readiness()).toMatchObject({ ready: true });
    }, patience);

  /** A file of Redis' append-only log: its newest part, or the list of its parts. */
  async function logFile(ending: '.incr.aof' | '.manifest'): Promise<string> {
    const folder = join(installation.redis.folder, 'appendonlydir');
    return join(
      folder,
      (await readdir(folder)).find((one) => one.endsWith(ending))!,
    );
  }

  /** The newest part of the append-only file, shorter by up to so many bytes, as after a power cut. */
  async function cutOffLog(mostBytes: number): Promise<number> {
    const path = await logFile('.incr.aof');
    const { size } = await stat(path);
    const cut = Math.min(size, 1 + random.below(mostBytes));
    const file = await open(path, 'r+');
    await file.truncate(size - cut);
    await file.close();
    return cut;
  }

  /** In the middle of it one bit is another, where a command begins; gives how many bytes are after it. */
  async function flipBitInLog(): Promise<number> {
    const path = await logFile('.incr.aof');
    const log = await readFile(path);
    const at = log.indexOf('\r\n*3\r\n', Math.floor(log.length / 2)) + 2;
    expect(at).toBeGreaterThan(2);
    log[at]! ^= 1;
    await writeFile(path, log);
    return log.length - at;
  }

  it('goes on after each kill -9 of Redis', async () => {
    let slowestMs = { noticed: 0, recovered: 0 };
    for (let n = 0; n < redisKills; n++) {
      await amidArriving(async () => {
        const killedMs = performance.now();
        await installation.redis.kill();
        await vi.waitFor(async () => expect((await collector.readiness()).ready).toBe(false), patience);
        const noticedMs = performance.now();
        await installation.redis.start();
        await readyAgain(collector, detector, server);
        slowestMs = {
          noticed: Math.max(slowestMs.noticed, noticedMs - killedMs),
          recovered: Math.max(slowestMs.recovered, performance.now() - noticedMs),
        };
      });
    }
    await untilHistoryHas(history, files);
    tellFigure(
      `${redisKills} kills of Redis`,
      `not ready within ${slowestMs.noticed.toFixed(0)} ms, ready again within ${(slowestMs.recovered / 1000).toFixed(1)} s`,
    );
  }, 600_000);

  it('reads again what a Redis has lost that was cut off from power, however much', async () => {
    let lost = 0;
    for (let n = 0; n < powerCuts; n++) {
      await amidArriving(async () => {
        await installation.redis.kill();
        // A report of this small ISP has about a kilobyte.
        lost += await cutOffLog(n % 2 === 0 ? 30_000 : 300);
        await installation.redis.start();
      });
      await readyAgain(collector, detector);
    }
    await untilHistoryHas(history, files);
    expect(await collector.metric('tidewatch_reports_queued_total{outcome="taken"}')).toBeGreaterThan(files.arrived);
    tellFigure(`${powerCuts} cuts of Redis' append-only file`, `${lost} bytes lost, and read again`);
  }, 900_000);

  it('is not ready, and says why, while Redis refuses a log with a flipped bit; once it is repaired, all is there', async () => {
    let lost = 0;
    await amidArriving(async () => {
      await installation.redis.kill();
      lost = await flipBitInLog();
      await expect(installation.redis.start()).rejects.toThrow('redis-check-aof --fix');
      const { ready, reasons } = await collector.readiness();
      expect({ ready, reasons: reasons.join() }).toEqual({
        ready: false,
        reasons: expect.stringContaining('Redis is not reachable') as unknown,
      });
    });
    const manifest = await logFile('.manifest');
    const repair = spawnSync('redis-check-aof', ['--fix', manifest], { input: 'y\n', encoding: 'utf8' });
    expect(repair.stdout).toContain('Successfully truncated AOF');
    await installation.redis.start();
    await readyAgain(collector, detector, server);
    await untilHistoryHas(history, files);
    tellFigure(
      'a flipped bit in the middle of the append-only file',
      `${lost} bytes cut off by the repair, and read again`,
    );
  }, 300_000);

  it('says what is missing while ClickHouse is away, and finishes the commits that it was killed in', async () => {
    const question = { query: '{ anomalies(first: 1) { totalCount } }' };
    for (let n = 0; n < historyKills; n++) {
      await amidArriving(async () => {
        await installation.clickHouse.kill();
        const answer = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(question),
        });
        expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'HISTORY_UNAVAILABLE' } }] });
        expect((await fetch(`${server.url}/api/anomalies`)).status).toBe(503);
        expect(await server.readiness()).toMatchObject({
          ready: false,
          reasons: [expect.stringContaining('history does not answer')],
        });
        await installation.clickHouse.startAgain();
      });
    }
    await readyAgain(collector, detector, server);
    await untilHistoryHas(history, files);
  }, 600_000);

  it('has found in the end exactly what one process finds, and told it once and in order', async () => {
    await files.arriveUpTo(files.count);
    await untilHistoryHas(history, files);
    await vi.waitFor(async () => expect(await digest(history)).toEqual(files.alone.digest), {
      timeout: 90_000,
      interval: 500,
    });
    expect(await feedOf(history)).toEqual(files.alone.feed);
    const told = files.alone.feed.map((entry) => ({ cursor: cursorOf(entry), type: entry.type }));
    await vi.waitFor(() => expect(listener.events).toEqual(told), patience);
    for (const one of [detector, collector, server]) expect(one.child.exitCode).toBeNull();
    tellFigure(
      `${redisKills} kills of Redis, ${powerCuts} power cuts of it, ${historyKills} kills of ClickHouse, amid ${files.count} files`,
      `0 rows lost, 0 doubled; ${told.length} events heard once and in order, over ${listener.breaks} breaks`,
    );
  }, 300_000);
});
