import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startClickHouseServer, type ClickHouseServer } from '../../test/clickhouse-http-fixture.ts';
import { randomCommits, slotSeconds } from '../../test/history-commits.ts';
import type { ActDraft } from '../domain/feed-entry.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import { createHistory, type HistoryAccess } from './clickhouse-history.ts';
import type { Commit, History } from './history.ts';
import { writeMarker } from './commit-log.ts';
import { discardAfter } from './discard.ts';
import { openServerEngine } from './server-engine.ts';
import { supersedeReports, supersedeSamples } from './supersede.ts';
import { samples } from './tables.ts';

let folder: string;
let server: ClickHouseServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-fence-'));
  server = await startClickHouseServer(folder);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a history that several processes have open', () => {
  const open: History[] = [];
  let databases = 0;
  let database = '';
  const directory = new SubscriberIndex();
  const commits: readonly Commit[] = randomCommits(directory, 3, 8);

  async function openAs(access: HistoryAccess, slots = slotSeconds): Promise<History> {
    const settings = {
      slotSeconds: slots,
      rawRetentionDays: 3650,
      hourlyRetentionDays: 3650,
      log: { warn: () => undefined },
    };
    const history = createHistory({ url: server.url, path: '', database, access, directory, ...settings });
    open.push(history);
    await history.open();
    return history;
  }
  const fence = (token: number): HistoryAccess => ({ token, owner: `owner${token}` });
  const newDatabase = (): void => void (database = `fenced${databases++}`);

  afterEach(async () => {
    for (const history of open.splice(0)) await history.close().catch(() => undefined);
  });

  it('takes commits of the newest owner alone', async () => {
    newDatabase();
    const first = await openAs(fence(1));
    for (const commit of commits.slice(0, 3)) await first.commit(commit);
    const second = await openAs(fence(2));
    await expect(first.commit(commits[3]!)).rejects.toThrow('Another process has taken over');
    expect(await second.closedThrough()).toBe(commits[2]!.closedThrough);
    for (const commit of commits.slice(3)) await second.commit(commit);
    await expect(first.commit(commits[3]!)).rejects.toThrow('Another process has taken over');
    expect(await second.closedThrough()).toBe(commits.at(-1)!.closedThrough);
  });

  it('is left as it is by whatever an owner before still sends, row for row', async () => {
    newDatabase();
    const second = await (async () => {
      const first = await openAs(fence(5));
      for (const commit of commits.slice(0, 2)) await first.commit(commit);
      return openAs(fence(6));
    })();
    for (const commit of commits.slice(2)) await second.commit(commit);
    const looking = await openServerEngine(server.url, database);
    const tables = [
      'samples',
      'hourly',
      'subscribers',
      'slot_totals',
      'ingested_files',
      'commits',
      'superseded_samples',
      'superseded_reports',
    ];
    const held = (): Promise<unknown> =>
      Promise.all(tables.map((table) => looking.select(`SELECT * FROM ${table} ORDER BY ALL`)));
    const before = await held();
    // As if it had looked whether it may, and slept until now.
    const asleep = await openServerEngine(server.url, database, '(SELECT max(token) FROM fences) = 5');
    const row = await looking.selectBytes(
      'SELECT subscriber, slot, toString(device), reported, late, seconds, up_bytes + 1, down_bytes, commit FROM samples LIMIT 1',
    );
    await asleep.insertRows(samples, row);
    const [sample] = await looking.select<{ device: string; at: number }>(
      'SELECT device, toUnixTimestamp(reported) AS at FROM samples WHERE late = 0 LIMIT 1',
    );
    const { device, at: snapshotAt } = sample!;
    await supersedeSamples(asleep, { device, snapshotAt, revision: 1, fromSlot: 0 }, 99);
    await supersedeReports(asleep, { device, snapshotAt, revision: 1, fromSlot: 0 }, 99);
    expect(await discardAfter(asleep, 2, 0)).toBeGreaterThan(0);
    await expect(writeMarker(asleep, { commit: 99, closedThrough: 2 ** 31, slotSeconds })).rejects.toThrow(
      'taken over',
    );
    expect(await held()).toEqual(before);
    await asleep.close();
    await looking.close();
  });

  it('refuses an owner whose token is not above all before, and says which one is', async () => {
    newDatabase();
    await openAs(fence(7));
    await expect(openAs({ token: 7, owner: 'other' })).rejects.toMatchObject({ newest: 7 });
    await expect(openAs({ token: 6, owner: 'late' })).rejects.toMatchObject({ newest: 7 });
  });

  it('keeps every act of two processes that act at once, at places of their own', async () => {
    newDatabase();
    const owner = await openAs(fence(1));
    await owner.commit(commits[0]!);
    const acting = [await openAs('beside'), await openAs('beside')];
    const muted = (id: string): ActDraft => {
      const mute = { id, scope: { subscriber: id }, kinds: [], until: 2 ** 31 };
      return { type: 'muted', change: `change of ${id}`, actor: 'alice', madeAt: 1, comment: '', mute, undoes: null };
    };
    const acts = acting.flatMap((history, n) =>
      Array.from({ length: 5 }, (_, k) => history.appendActs(async () => [muted(`${n}-${k}`), muted(`${n}-${k}+`)])),
    );
    const placed = (await Promise.all(acts)).flat();
    const [end] = placed.map(({ at }) => at);
    const told = (await owner.feedEntries({ at: end!, ordinal: 2 ** 31 - 1 }, 100)).map((entry) => `${entry.ordinal}`);
    expect(told.sort()).toEqual(placed.map(({ ordinal }) => `${ordinal}`).sort());
    expect(new Set(told).size).toBe(20);
  });

  it('leaves commits alone to whom it is open beside them', async () => {
    newDatabase();
    const owner = await openAs(fence(1));
    const beside = await openAs('beside');
    await owner.commit(commits[0]!);
    expect(await beside.closedThrough()).toBe(commits[0]!.closedThrough);
    await expect(beside.commit(commits[1]!)).rejects.toThrow('Another process makes the commits');
    await expect(openAs('beside', 300)).rejects.toThrow('slots of 600 s, and slots of 300 s are asked for');
  });
});
