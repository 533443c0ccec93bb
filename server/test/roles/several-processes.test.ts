import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cursorOf } from '../../src/domain/feed-entry.ts';
import type { History } from '../../src/history/history.ts';
import { endOf } from '../../src/live/backlog.ts';
import { digest } from '../crash/digest.ts';
import { person } from '../api-person.ts';
import { describeWithRedis } from '../requires.ts';
import { createArrivingFiles, feedOf, openHistory, untilHistoryHas, type ArrivingFiles } from './arriving-files.ts';
import { listenToFeed } from './feed-listener.ts';
import { createInstallation, type Installation, type RoleProcess } from './installation.ts';

const patience = { timeout: 40_000, interval: 100 };

describeWithRedis('several processes', (redisPath) => {
  let files: ArrivingFiles;
  let installation: Installation;
  const detectors: RoleProcess[] = [];
  const collectors: RoleProcess[] = [];
  const servers: RoleProcess[] = [];
  /** That of the installation. */
  let history: History;

  beforeAll(async () => {
    files = await createArrivingFiles();
    installation = await createInstallation(redisPath, ...files.common, '--lease', '2');
    const mirror = ['--redis-mirror', installation.redis.url];
    detectors.push(...(await Promise.all([1, 2, 3].map(() => installation.start('detect', ...mirror)))));
    collectors.push(...(await Promise.all([1, 2].map(() => installation.start('collect', ...files.source)))));
    servers.push(...(await Promise.all([1, 2].map(() => installation.start('serve')))));
    history = await openHistory({ url: installation.clickHouse.url, path: '', access: 'beside' });
  }, 180_000);

  afterAll(async () => {
    await history.close();
    await installation.remove();
    await files.remove();
  });

  const alive = (processes: readonly RoleProcess[]): RoleProcess[] =>
    processes.filter(({ child }) => child.exitCode === null && child.signalCode === null);

  async function detectorAtWork(): Promise<RoleProcess> {
    return vi.waitFor(async () => {
      for (const one of alive(detectors)) if ((await one.metric('tidewatch_detector_at_work')) === 1) return one;
      throw new Error(
        `No detector is at work: ${alive(detectors)
          .flatMap(({ lines }) => lines.slice(-9))
          .join('\n')}`,
      );
    }, patience);
  }

  const eraseAt = ({ url }: RoleProcess, number: string): Promise<Response> =>
    fetch(`${url}/access/subscriber-erasure`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ number, reason: 'he asked for it', ignore: true }),
    });

  it('find exactly what one process finds, and tell it once and in order, whichever of them is killed on the way', async () => {
    expect(files.alone.feed.length).toBeGreaterThan(10);
    await files.arriveUpTo(100);
    await untilHistoryHas(history, files);
    await vi.waitFor(async () => expect(await history.closedThrough()).not.toBeNull(), patience);
    // The network is learned for a day: nothing has been told yet.
    const listener = listenToFeed(() => alive(servers).map(({ url }) => url), cursorOf(await endOf(history)));
    const whatHappens: readonly (() => Promise<void>)[] = [
      async () => (await detectorAtWork()).kill(),
      // It sleeps for longer than its lease, and then goes on where it was.
      async () => {
        const sleeping = await detectorAtWork();
        sleeping.child.kill('SIGSTOP');
        await files.arriveUpTo(files.arrived + 80);
        await untilHistoryHas(history, files);
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
        await files.arriveUpTo(files.arrived + 80);
        await installation.redis.start();
      },
      async () => {
        await Promise.all([collectors[1]!.kill(), servers[1]!.kill()]);
        collectors.push(await installation.start('collect', ...files.source));
      },
    ];
    for (const [n, happens] of whatHappens.entries()) {
      const end = Math.floor(((n + 1) * files.count) / (whatHappens.length + 1));
      await files.arriveUpTo(end - 40);
      await untilHistoryHas(history, files);
      // Amid arriving, so that there is something under way.
      await Promise.all([files.arriveUpTo(end), happens()]);
    }
    await files.arriveUpTo(files.count);
    await vi.waitFor(async () => expect(await digest(history)).toEqual(files.alone.digest), {
      timeout: 40_000,
      interval: 500,
    });
    expect(await feedOf(history)).toEqual(files.alone.feed);
    const told = files.alone.feed.map((entry) => ({ cursor: cursorOf(entry), type: entry.type }));
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

  it('forget at all of them who is erased at one, and take nothing of him any more', async () => {
    const [server] = alive(servers);
    const alice = person(server!.url, 'alice');
    const { anomalies } = await alice.ask<{
      anomalies: { edges: { node: { id: string; subscriber: { number: string } | null } }[] };
    }>('{ anomalies(first: 50) { edges { node { id subscriber { number } } } } }');
    const found = anomalies.edges.map(({ node }) => node).filter(({ subscriber }) => subscriber !== null);
    const { number } = found[0]!.subscriber!;
    const other = found.find(({ subscriber }) => subscriber!.number !== number)!;
    const comment = `as ${number} last week`;
    await alice.ask(
      'mutation ($id: ID!, $comment: String!) { comment(input: { comment: $comment, anomalies: [{ id: $id, version: 0 }] }) { change } }',
      { id: other.id, comment },
    );
    const redis = new Redis(installation.redis.url);
    const feedEntries = async (): Promise<string> =>
      JSON.stringify(await redis.xrange('{tidewatch:live}:anomalies', '-', '+'));
    const mirrored = async (): Promise<string> => {
      const keys = await redis.keys('* ????-??-?? ??:00:00');
      return keys.length === 0 ? '' : JSON.stringify(await redis.mget(keys));
    };
    // In JSON, and in JSON within JSON.
    const his = new RegExp(String.raw`"${number}\\?"|"IdSubscriber\\":${number},|as ${number} last`);
    await vi.waitFor(async () => {
      expect(await mirrored()).toMatch(his);
      expect(await feedEntries()).toMatch(his);
    }, patience);
    const answer = await eraseAt(server!, number);
    const erased = (await answer.json()) as { rows: Record<string, number> };
    const everyone = [detectors, collectors, servers].flatMap(alive);
    expect([answer.status, erased]).toMatchObject([200, { rows: { comments: 1 }, processes: everyone.length }]);
    expect(erased.rows['samples']).toBeGreaterThan(0);
    expect(await feedEntries()).not.toMatch(his);
    await vi.waitFor(async () => expect(await mirrored()).not.toMatch(his), patience);
    // Who takes over has the reports that wait, and what is left of a checkpoint.
    await (await detectorAtWork()).kill();
    await files.arriveLast();
    const accounting = '{ ingest { accounting { dropped { reason rows } } } }';
    await vi.waitFor(async () => {
      const { ingest } = await alice.ask<{ ingest: { accounting: { dropped: { reason: string; rows: number }[] } } }>(
        accounting,
      );
      const ignored = ingest.accounting.dropped.find(({ reason }) => reason === 'IGNORED_SUBSCRIBER');
      expect(ignored?.rows ?? 0).toBeGreaterThan(8);
    }, patience);
    const rows = await Array.fromAsync(history.everythingOf([number]));
    expect(rows.filter((one) => one.rows.length > 0)).toEqual([]);
    expect(await feedEntries()).not.toMatch(his);
    expect(await mirrored()).not.toMatch(his);
    for (const { data } of alive(detectors)) {
      const checkpoint = await readFile(join(data, 'live', 'checkpoint'), 'latin1').catch(() => '');
      expect(checkpoint).not.toContain('"erasures":0');
    }
    redis.disconnect();
  }, 120_000);

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
    const erasure = await eraseAt(server!, '1');
    expect([erasure.status, ((await erasure.json()) as { detail: string }).detail]).toEqual([
      503,
      expect.stringMatching(/Redis is not reachable.*Nothing was erased from history: ask again/),
    ]);
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
