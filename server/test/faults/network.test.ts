import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cursorOf } from '../../src/domain/feed-entry.ts';
import type { History } from '../../src/history/history.ts';
import { endOf } from '../../src/live/backlog.ts';
import { digest } from '../crash/digest.ts';
import { redisServer } from '../programs.ts';
import { createRedisProcess } from '../redis-process.ts';
import { describeWithOwnNetwork } from '../requires.ts';
import {
  createArrivingFiles,
  feedOf,
  openHistory,
  untilHistoryHas,
  type ArrivingFiles,
} from '../roles/arriving-files.ts';
import { listenToFeed, type FeedListener } from '../roles/feed-listener.ts';
import { createInstallation, type Installation, type RoleProcess } from '../roles/installation.ts';
import { createOwnNetwork, type OwnNetwork } from './own-network.ts';
import { rounds, tellFigure } from './rounds.ts';

const patience = { timeout: 90_000, interval: 100 };
/** Beyond the moment in which each process has noticed. */
const cutForMs = rounds({ quick: 0, whole: 30_000 });
const lossPercent = 5;
const filesEach = 120;

describeWithOwnNetwork('a network between the processes and their Redis', () => {
  let network: OwnNetwork;
  let files: ArrivingFiles;
  let installation: Installation;
  /** Each of the detectors reaches Redis by an address of its own. */
  let detectors: RoleProcess[];
  let collector: RoleProcess;
  let server: RoleProcess;
  let history: History;
  let listener: FeedListener;

  beforeAll(async () => {
    if (redisServer.path === null) throw new Error(`There is no Redis to cut off. To get it: ${redisServer.remedy}`);
    network = createOwnNetwork();
    files = await createArrivingFiles();
    const [host, ...hostsOfDetectors] = network.hosts;
    const redis = await createRedisProcess(redisServer.path, { network: { host, run: network.run } });
    installation = await createInstallation(redis, ...files.common, '--lease', '2');
    [collector, server, ...detectors] = (await Promise.all([
      installation.start('collect', ...files.source),
      installation.start('serve'),
      ...hostsOfDetectors.map((own) => installation.start('detect', '--redis-url', redis.url.replace(host, own))),
    ])) as [RoleProcess, RoleProcess, RoleProcess, RoleProcess];
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
    network.remove();
    await files.remove();
  });

  /** Resolves when the detector is at work that has this place in the list. */
  async function atWork(): Promise<number> {
    return vi.waitFor(async () => {
      for (const [n, one] of detectors.entries()) if ((await one.metric('tidewatch_detector_at_work')) === 1) return n;
      throw new Error('No detector is at work');
    }, patience);
  }

  const everyoneReady = (ready: boolean): Promise<void> =>
    vi.waitFor(async () => {
      for (const one of [collector, ...detectors]) expect((await one.readiness()).ready).toBe(ready);
    }, patience);

  async function arriveMore(): Promise<void> {
    await files.arriveUpTo(files.arrived + filesEach);
  }

  it('that is cut: each process says so and lives, and goes on when it is whole', async () => {
    await arriveMore();
    network.cut();
    const cutMs = performance.now();
    await arriveMore();
    await everyoneReady(false);
    const { reasons } = await collector.readiness();
    expect(reasons.join()).toContain('Redis is not reachable');
    expect(await server.readiness()).toMatchObject({
      ready: true,
      warnings: expect.arrayContaining([expect.stringContaining('feed: Redis is not reachable')]) as unknown,
    });
    const noticedMs = performance.now();
    await wait(cutForMs);
    network.mend();
    const mendedMs = performance.now();
    await everyoneReady(true);
    await untilHistoryHas(history, files);
    tellFigure(
      `the network to Redis cut for ${((mendedMs - cutMs) / 1000).toFixed(0)} s`,
      `all not ready within ${((noticedMs - cutMs) / 1000).toFixed(1)} s; drained ${((performance.now() - mendedMs) / 1000).toFixed(1)} s after it was whole`,
    );
  }, 300_000);

  it('that is cut for the detector at work alone: another takes its place, and nothing counts twice', async () => {
    const alone = await atWork();
    network.cutOff(network.hosts[1 + alone]!);
    await arriveMore();
    await vi.waitFor(async () => expect(await atWork()).toBe(1 - alone), patience);
    await untilHistoryHas(history, files);
    // History it reaches all the time.
    expect(await history.closedThrough()).not.toBeNull();
    network.mend();
    await everyoneReady(true);
    await vi.waitFor(
      async () => expect(await detectors[alone]!.metric('tidewatch_detector_at_work')).toBe(0),
      patience,
    );
  }, 300_000);

  it(`that loses ${lossPercent} packets in a hundred, and one that is slow: all arrives`, async () => {
    network.lose(lossPercent);
    const lossyMs = performance.now();
    await arriveMore();
    await untilHistoryHas(history, files);
    network.mend();
    const slowMs = performance.now();
    const isSlow = network.slowTo(1);
    await arriveMore();
    await untilHistoryHas(history, files);
    network.mend();
    expect(await history.closedThrough()).not.toBeNull();
    const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
    tellFigure(`${filesEach} files over a network that loses ${lossPercent} %`, `${seconds(lossyMs, slowMs)} s`);
    if (isSlow) tellFigure(`${filesEach} files over 1 Mbit/s`, `${seconds(slowMs, performance.now())} s`);
  }, 300_000);

  it('has kept nothing back in the end, and doubled nothing', async () => {
    await files.arriveUpTo(files.count);
    await vi.waitFor(async () => expect(await digest(history)).toEqual(files.alone.digest), {
      timeout: 90_000,
      interval: 500,
    });
    expect(await feedOf(history)).toEqual(files.alone.feed);
    const told = files.alone.feed.map((entry) => ({ cursor: cursorOf(entry), type: entry.type }));
    await vi.waitFor(() => expect(listener.events).toEqual(told), patience);
    for (const { child } of [...detectors, collector, server])
      expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  }, 300_000);
});
