import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cursorOf, type FeedEntry } from '../../src/domain/feed-entry.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory, type HistoryOptions } from '../../src/history/clickhouse-history.ts';
import type { History } from '../../src/history/history.ts';
import { endOf } from '../../src/live/backlog.ts';
import { runSimulate } from '../../src/commands/simulate.ts';
import { digest } from '../crash/digest.ts';
import { person } from '../api-person.ts';
import { writeQuickRule } from '../quick-rule.ts';
import { describeWithRedis } from '../requires.ts';
import { startApp } from '../running-app.ts';
import { listenToFeed } from './feed-listener.ts';
import { createInstallation, type Installation, type RoleProcess } from './installation.ts';

const easilyAlarmed = {
  volumeChancePerDay: 0.3,
  uploadShareChancePerDay: 0.3,
  uploadSurgeMinutes: 30,
  closeMinutes: 30,
};
const slotSeconds = 600;
const patience = { timeout: 40_000, interval: 100 };

async function openHistory(place: Pick<HistoryOptions, 'url' | 'path' | 'access'>): Promise<History> {
  const settings = { slotSeconds, rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
  const history = createHistory({ ...place, directory: new SubscriberIndex(), ...settings });
  await history.open();
  return history;
}

describeWithRedis('several processes', (redisPath) => {
  let folder: string;
  let names: readonly string[];
  let arriving: string;
  let source: readonly string[];
  let common: readonly string[];
  /** What one process makes of the same files. */
  let alone: { digest: unknown; feed: readonly FeedEntry[] };
  let installation: Installation;
  const detectors: RoleProcess[] = [];
  const collectors: RoleProcess[] = [];
  const servers: RoleProcess[] = [];
  /** That of the installation. */
  let history: History;
  let arrived = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidewatch-several-'));
    const written = join(folder, 'written');
    arriving = join(folder, 'arriving');
    await mkdir(arriving);
    await runSimulate([written, '--world', 'flat', '--subscribers', '40', '--days', '2', '--seed', '5'], {
      write: () => undefined,
    });
    const timeOf = (name: string): string => name.slice(name.lastIndexOf('_'));
    names = (await readdir(written))
      .filter((name) => name.startsWith('psx_'))
      .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
    await copyFile(join(written, 'psxattrs.csv'), join(arriving, 'psxattrs.csv'));
    common = ['--devices', join(arriving, 'psxattrs.csv'), '--rule', await writeQuickRule(folder, easilyAlarmed)];
    source = ['--poll-interval', '50', '--settled-after', '0', '--snapshots'];
    const data = join(folder, 'alone');
    const app = await startApp([...common, ...source, written, '--data', data]);
    await app.until<{ ingest: { phase: string; done: number } }>(
      '{ ingest { phase done } }',
      ({ ingest }) => ingest.phase === 'LIVE' && ingest.done === names.length,
    );
    await app.stop();
    const ofOne = await openHistory({ path: join(data, 'live', 'history') });
    alone = { digest: await digest(ofOne), feed: await ofOne.feedEntries({ at: 0, ordinal: 0 }, 10_000) };
    await ofOne.close();
    installation = await createInstallation(redisPath, ...common, '--lease', '2');
    detectors.push(...(await Promise.all([1, 2, 3].map(() => installation.start('detect')))));
    collectors.push(...(await Promise.all([1, 2].map(() => installation.start('collect', ...source, arriving)))));
    servers.push(...(await Promise.all([1, 2].map(() => installation.start('serve')))));
    history = await openHistory({ url: installation.clickHouse.url, path: '', access: 'beside' });
  }, 180_000);

  afterAll(async () => {
    await history.close();
    await installation.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** Lets the files up to this one arrive, in order of time. */
  async function arriveUpTo(end: number): Promise<void> {
    while (arrived < Math.min(end, names.length)) {
      const name = names[arrived++]!;
      await rename(join(folder, 'written', name), join(arriving, name));
    }
  }

  const alive = (processes: readonly RoleProcess[]): RoleProcess[] =>
    processes.filter(({ child }) => child.exitCode === null && child.signalCode === null);

  async function detectorAtWork(): Promise<RoleProcess> {
    return vi.waitFor(async () => {
      for (const one of alive(detectors)) if ((await one.metric('tidewatch_detector_at_work')) === 1) return one;
      throw new Error('No detector is at work');
    }, patience);
  }

  /** Resolves when history has so many files; those of slots that are open yet are in no commit. */
  async function untilHistoryHas(files: number): Promise<void> {
    await vi.waitFor(async () => expect((await history.ingestedFileKeys()).size).toBeGreaterThan(files - 40), patience);
  }

  it('find exactly what one process finds, and tell it once and in order, whichever of them is killed on the way', async () => {
    expect(alone.feed.length).toBeGreaterThan(10);
    await arriveUpTo(100);
    await untilHistoryHas(arrived);
    await vi.waitFor(async () => expect(await history.closedThrough()).not.toBeNull(), patience);
    // The network is learned for a day: nothing has been told yet.
    const listener = listenToFeed(() => alive(servers).map(({ url }) => url), cursorOf(await endOf(history)));
    const whatHappens: readonly (() => Promise<void>)[] = [
      async () => (await detectorAtWork()).kill(),
      // It sleeps for longer than its lease, and then goes on where it was.
      async () => {
        const sleeping = await detectorAtWork();
        sleeping.child.kill('SIGSTOP');
        await arriveUpTo(arrived + 80);
        await untilHistoryHas(arrived);
        sleeping.child.kill('SIGCONT');
        await vi.waitFor(() => expect(sleeping.lines.join()).toContain('The lease is lost'), patience);
      },
      async () => collectors[0]!.kill(),
      async () => {
        await servers[0]!.kill();
        servers.push(await installation.start('serve'));
      },
      async () => {
        await installation.redis.kill();
        await arriveUpTo(arrived + 80);
        await installation.redis.start();
      },
      async () => {
        await Promise.all([collectors[1]!.kill(), servers[1]!.kill()]);
        collectors.push(await installation.start('collect', ...source, arriving));
      },
    ];
    for (const [n, happens] of whatHappens.entries()) {
      const end = Math.floor(((n + 1) * names.length) / (whatHappens.length + 1));
      await arriveUpTo(end - 40);
      await untilHistoryHas(arrived);
      // Amid arriving, so that there is something under way.
      await Promise.all([arriveUpTo(end), happens()]);
    }
    await arriveUpTo(names.length);
    await vi.waitFor(async () => expect(await digest(history)).toEqual(alone.digest), {
      timeout: 40_000,
      interval: 500,
    });
    expect(await history.feedEntries({ at: 0, ordinal: 0 }, 10_000)).toEqual(alone.feed);
    const told = alone.feed.map((entry) => ({ cursor: cursorOf(entry), type: entry.type }));
    await vi.waitFor(() => expect(listener.events).toEqual(told), patience);
    expect(listener.breaks).toBeGreaterThan(1);
    await listener.stop();
  }, 180_000);

  it('know at once what is decided at one of them, and let one of two win who decide at once', async () => {
    servers.push(await installation.start('serve'));
    const [alice, bob] = alive(servers).map(({ url }, n) => person(url, ['alice', 'bob'][n]!));
    const toldBefore = cursorOf(await endOf(history));
    const listener = listenToFeed(
      () =>
        alive(servers)
          .slice(-1)
          .map(({ url }) => url),
      toldBefore,
    );
    const found = await alice!.ask<{
      anomalies: { edges: { node: { id: string; subscriber: { number: string } | null } }[] };
    }>('{ anomalies(first: 20) { edges { node { id subscriber { number } } } } }');
    const [anomaly] = found.anomalies.edges.flatMap(({ node }) => (node.subscriber === null ? [] : node));
    const acts = ['acknowledge(input: { anomalies', 'setVerdict(input: { verdict: INFECTED, anomalies'];
    for (let version = 0; version < 6; version++) {
      const outcomes = await Promise.all(
        [alice!, bob!].map(async (one, n) => {
          const act = `mutation ($id: ID!, $version: Int!) { it: ${acts[n]}: [{ id: $id, version: $version }] }) { outcomes { outcome: __typename } } }`;
          const { it: payload } = await one.ask<{ it: { outcomes: { outcome: string }[] } }>(act, {
            id: anomaly!.id,
            version,
          });
          return payload.outcomes[0]!.outcome;
        }),
      );
      expect(outcomes.sort()).toEqual(['TriagedAnomaly', 'VersionConflict']);
    }
    const { number } = anomaly!.subscriber!;
    await alice!.ask(
      'mutation ($number: String!) { mute(input: { scope: { subscriber: $number }, reason: "a test", until: "2100-01-01T00:00:00Z" }) { change } }',
      { number },
    );
    // Of all his anomalies those that are reported: only the one that was found infected.
    const reported = `query ($number: String!) { anomalies(first: 50, filter: { subscriber: $number }) { edges { node { id } } } }`;
    await vi.waitFor(async () => {
      for (const one of [alice!, bob!]) {
        const { anomalies } = await one.ask<{ anomalies: { edges: { node: { id: string } }[] } }>(reported, { number });
        expect(anomalies.edges.every(({ node }) => node.id === anomaly!.id)).toBe(true);
      }
    }, patience);
    await vi.waitFor(() => {
      const types = listener.events.map(({ type }) => type);
      expect(types).toEqual([...Array.from({ length: 6 }, () => 'triaged'), 'muted']);
    }, patience);
    await listener.stop();
  }, 60_000);

  it('go on without Redis as far as they can, say what is missing, and are whole again when it is back', async () => {
    await detectorAtWork();
    await installation.redis.kill();
    const everyone = [...alive(detectors), ...alive(collectors)];
    await vi.waitFor(async () => {
      for (const one of everyone) {
        const { ready, reasons } = await one.readiness();
        expect([ready, reasons.join()]).toEqual([false, expect.stringContaining('Redis is not reachable')]);
      }
    }, patience);
    const [server] = alive(servers);
    expect(await server!.readiness()).toMatchObject({
      ready: true,
      warnings: expect.arrayContaining([expect.stringContaining('feed: Redis is not reachable')]) as unknown,
    });
    const api = person(server!.url, 'alice');
    await api.ask('{ anomalies(first: 1) { edges { node { id } } } }');
    const mute =
      'mutation { mute(input: { scope: { subscriber: "1" }, reason: "a test", until: "2100-01-01T00:00:00Z" }) { change } }';
    expect((await api.send(mute)).errors).toHaveLength(1);
    // One that comes while there is no Redis waits for it.
    const late = await installation.start('detect');
    detectors.push(late);
    expect((await late.readiness()).ready).toBe(false);
    await installation.redis.start();
    await detectorAtWork();
    await vi.waitFor(async () => {
      for (const one of [...everyone, late, server!]) expect((await one.readiness()).ready).toBe(true);
    }, patience);
    await api.ask(mute);
  }, 60_000);

  it('end in order when they are told to, whether Redis is there or not', async () => {
    const [first, second] = [detectors, collectors, servers].map(alive).reduce<[RoleProcess[], RoleProcess[]]>(
      ([some, others], each) => [
        [...some, ...each.slice(1)],
        [...others, ...each.slice(0, 1)],
      ],
      [[], []],
    );
    expect(await Promise.all(first.map((one) => one.stop()))).toEqual(first.map(() => 0));
    await detectorAtWork();
    await installation.redis.kill();
    expect(await Promise.all(second.map((one) => one.stop()))).toEqual(second.map(() => 0));
  }, 60_000);
});
