/** Contract of history: a commit is there as a whole or not at all, whatever it was that cut it short. */
import { describe, expect, it } from 'vitest';
import type { SampleBlock } from '../../src/domain/sample.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { CommitSequence } from '../../src/history/commit-sequence.ts';
import { CommitWriter } from '../../src/history/commit-writer.ts';
import type { Engine } from '../../src/history/engine.ts';
import type { Commit } from '../../src/history/history.ts';
import {
  anomalyOf,
  blockOf,
  commitOf,
  eventOf,
  firstSlot,
  randomCommits,
  slotSeconds,
  withTotals,
} from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Harness, Kind } from '../history-harness.ts';
import { HistoryModel } from '../history-model.ts';
import { expectFiguresOf } from './figures.ts';
import { snapshotOf } from './snapshot.ts';

const mergeTables = `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`;

/** The real engine, until it comes to write to a table. */
function engineThatStopsAt(table: string, engine: Engine): Engine {
  const stopped = async (): Promise<never> => Promise.reject(new Error(`stopped at ${table}`));
  return {
    ...delegating(engine),
    command: (statement) => (statement.startsWith(`INSERT INTO ${table} `) ? stopped() : engine.command(statement)),
    insertRows: (target, rows) => (target.name === table ? stopped() : engine.insertRows(target, rows)),
  };
}

function delegating(engine: Engine): Engine {
  return {
    command: (statement) => engine.command(statement),
    insertRows: (table, rows) => engine.insertRows(table, rows),
    select: (query, parameters) => engine.select(query, parameters),
    selectBytes: (query) => engine.selectBytes(query),
    close: () => engine.close(),
  };
}

/** A commit that has something for every table: new traffic and late traffic, of subscribers known and new. */
function fullCommit(harness: Harness, slotStart: number, device: string): Commit {
  const { directory } = harness;
  const anomaly = anomalyOf({ id: 'ongoing', subscriber: 's', slots: slotStart / slotSeconds });
  const blocks = [
    blockOf(directory, { device, slotStart }, [
      { subscriber: 's', up: 1, down: 2 },
      { subscriber: `new on ${device}`, up: 3, down: 4 },
    ]),
    blockOf(directory, { device, slotStart: firstSlot, late: true, reportedAt: slotStart }, [
      { subscriber: 's', up: 5, down: 6 },
      { subscriber: `late on ${device}`, up: 7, down: 8 },
    ]),
  ];
  const file = `psx_${device}.csv`;
  const account = {
    device,
    snapshotAt: slotStart + slotSeconds,
    file,
    revision: 0,
    sizeBytes: 1,
    rows: 3,
    accepted: 2,
    late: 0,
  };
  const counters = { device, session: 7, startedAt: firstSlot, up: slotStart, down: 9 };
  return withTotals(slotStart, blocks, {
    events: [eventOf('updated', slotStart + slotSeconds, 0, anomaly)],
    files: [{ ...account, dropped: { 'bad-date': 1 } }],
    deadLetters: [{ file, line: 2, column: 'StartSession', reason: 'bad-date', given: 'yesterday' }],
    sessionCounters: [{ ...counters, at: slotStart + slotSeconds }],
  });
}

export function describeCommits(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('a commit', () => {
    // At its first write, after samples, after all that it was given, after all but its marker.
    it.each(['samples', 'slot_totals', 'hourly', 'commits'])(
      'that was cut short at %s is discarded by the next start, and can be made again',
      async (table) => {
        const finished = fullCommit(harness, firstSlot + 4 * 3600, '62.0');
        const unfinished = fullCommit(harness, firstSlot + 8 * 3600, '66.1');
        await harness.history.commit(finished);
        const before = await snapshotOf(harness.history);
        await harness.withEngine(async (engine) => {
          const stopping = engineThatStopsAt(table, engine);
          const writer = new CommitWriter(stopping, harness.directory);
          const { sequence } = await CommitSequence.resume(stopping, writer, slotSeconds);
          await expect(sequence.commit(unfinished)).rejects.toThrow(`stopped at ${table}`);
          // Merges bring together what was finished and what was not.
          for (const { name } of await engine.select<{ name: string }>(mergeTables)) {
            await engine.command(`OPTIMIZE TABLE ${name} FINAL`);
          }
        });
        expect(await snapshotOf(harness.history)).toEqual(before);
        expect(harness.warnings).toHaveLength(table === 'samples' ? 0 : 1);
        await harness.history.commit(unfinished);
        await expectTraffic([finished, unfinished]);
        expect(await harness.history.accounting()).toMatchObject({ files: 2, rows: 6 });
      },
    );

    it('whose samples reached only the view of subscribers leaves no subscriber behind', async () => {
      await harness.history.commit(fullCommit(harness, firstSlot + 4 * 3600, '62.0'));
      const before = await snapshotOf(harness.history);
      await harness.withEngine(async (engine) => {
        await engine.command(`INSERT INTO subscribers (subscriber, week, first_seen, newest, commit, written)
SELECT 'nobody', toMonday(toDateTime(${firstSlot}, 'UTC')), ${firstSlot}, (${firstSlot}, 0, '62.0'), 2, today()`);
      });
      expect(await snapshotOf(harness.history)).toEqual(before);
    });

    it('that failed leaves nothing in the next one, which may be another', async () => {
      const first = fullCommit(harness, firstSlot + 4 * 3600, '62.0');
      const second = fullCommit(harness, firstSlot + 5 * 3600, '66.1');
      const tooLong = { file: 'x'.repeat(9_000_000), line: 1, column: '', reason: 'bad-date', given: '' } as const;
      await expect(harness.history.commit({ ...first, deadLetters: [tooLong] })).rejects.toThrow('too long');
      await harness.history.commit(second);
      await expectTraffic([second]);
      expect(await harness.history.accounting()).toMatchObject({ files: 1 });
    });

    it('is not made twice when all of it was written and only the answer was lost', async () => {
      const commit = fullCommit(harness, firstSlot + 4 * 3600, '62.0');
      const other = fullCommit(harness, firstSlot + 5 * 3600, '66.1');
      await harness.withEngine(async (engine) => {
        let answers = 0;
        const losing: Engine = {
          ...delegating(engine),
          async command(statement) {
            await engine.command(statement);
            if (statement.startsWith('INSERT INTO commits ') && answers++ === 0) throw new Error('connection lost');
          },
        };
        const writer = new CommitWriter(losing, harness.directory);
        const { sequence } = await CommitSequence.resume(losing, writer, slotSeconds);
        await expect(sequence.commit(commit)).rejects.toThrow('connection lost');
        await sequence.commit(commit);
        await sequence.commit(other);
        expect(await engine.select('SELECT max(commit) AS newest FROM commits')).toEqual([{ newest: 2 }]);
      });
      await expectTraffic([commit, other]);
      expect(harness.warnings).toEqual([]);
    });

    it('is refused when another process has written to the same history', async () => {
      await harness.withEngine(async (engine) => {
        const [one, two] = await Promise.all(
          [1, 2].map(() => CommitSequence.resume(engine, new CommitWriter(engine, harness.directory), slotSeconds)),
        );
        await one!.sequence.commit(commitOf({ closedThrough: firstSlot }));
        await expect(two!.sequence.commit(commitOf({ closedThrough: firstSlot }))).rejects.toThrow(
          'History has commit 1 where 0 was the last: another process writes to it',
        );
      });
    });

    it('may be empty, and never opens again what is closed', async () => {
      await harness.history.commit(commitOf({ closedThrough: firstSlot }));
      await harness.history.commit(commitOf({ closedThrough: firstSlot + 24 * 3600 }));
      await harness.history.commit(commitOf({ closedThrough: firstSlot + 3600 }));
      await harness.reopen();
      expect(await harness.history.closedThrough()).toBe(firstSlot + 24 * 3600);
    });

    it('waits for the one before it', async () => {
      const commits = randomCommits(harness.directory, 6, 6);
      await Promise.all(commits.map((commit) => harness.history.commit(commit)));
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
    });
  });

  /** A block with its rows in order of the subscriber. */
  function plain(
    block: SampleBlock,
  ): Omit<SampleBlock, 'subscriber' | 'seconds' | 'upBytes' | 'downBytes'> & { rows: string[] } {
    const { device, slotStart, reportedAt, late, count, subscriber, seconds, upBytes, downBytes } = block;
    const row = (_: unknown, i: number): string =>
      [harness.directory.idOf(subscriber[i]!), seconds[i], upBytes[i], downBytes[i]].join(' ');
    return { device, slotStart, reportedAt, late, count, rows: Array.from({ length: count }, row).sort() };
  }

  async function expectTraffic(commits: readonly Commit[]): Promise<void> {
    const { history, directory } = harness;
    const model = new HistoryModel(directory, commits);
    const range = { from: 0, to: 2 ** 32 };
    const subscribers = model.subscribers();
    const ids = subscribers.map(({ subscriber }) => subscriber);
    expect(await history.listSubscribers({}, { limit: 100 })).toEqual(subscribers);
    expect(await history.traffic(null, range, 'hour')).toEqual(model.traffic(null, range, 'hour'));
    expect(await history.subscriberTraffic(ids, range, 'hour')).toEqual(
      new Map(ids.map((id) => [id, model.subscriberTraffic(id, range, 'hour')])),
    );
  }

  describe('what ingest goes on with', () => {
    it('is each file once and the newest counters of each session', async () => {
      const counters = { device: '62.0', session: 2 ** 53 - 1, startedAt: firstSlot, up: 1, down: 2 };
      const older = { ...counters, at: firstSlot + 600 };
      const newer = { ...counters, at: firstSlot + 1200, up: 2 ** 53 - 1 };
      const other = { ...older, startedAt: firstSlot + 60 };
      const files = fullCommit(harness, firstSlot, '62.0').files;
      await harness.history.commit(commitOf({ closedThrough: firstSlot, files, sessionCounters: [newer, other] }));
      await harness.history.commit(commitOf({ closedThrough: firstSlot, files, sessionCounters: [older] }));
      await harness.reopen();
      expect(await harness.history.ingestedFileKeys()).toEqual(new Set([`62.0@${firstSlot + slotSeconds}`]));
      expect(await harness.history.lastSessionCounters()).toEqual([newer, other]);
    });

    it('is the samples in slot order, in the blocks they came in, without the late ones', async () => {
      const { directory, history } = harness;
      const commits = randomCommits(directory, 7, 8);
      for (const commit of commits) await history.commit(commit);
      const replayed = await Array.fromAsync(history.replaySlots());
      const starts = replayed.map(({ slotStart }) => slotStart);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      const told = replayed.flatMap(({ slotStart, blocks }) =>
        blocks.filter(({ count }) => count > 0).map((block) => ({ ...plain(block), slotStart })),
      );
      const expected = commits
        .flatMap(({ blocks }) => blocks)
        .filter(({ late, count }) => !late && count > 0)
        .map(plain)
        .sort((a, b) => a.slotStart - b.slotStart || (a.device < b.device ? -1 : 1));
      expect(told).toEqual(expected);
    });

    it('has the slots that closed without a sample, from the first sample on, with the devices that reported nobody', async () => {
      const { directory, history } = harness;
      const slots = Array.from({ length: 12 }, (_, n) => firstSlot + n * slotSeconds);
      const silent = (slotStart: number): Commit => withTotals(slotStart, [blockOf(directory, { slotStart }, [])]);
      const seen = (slotStart: number): Commit =>
        withTotals(slotStart, [blockOf(directory, { slotStart }, [{ subscriber: 's', up: 1, down: 2 }])]);
      // An outage across the border of a week, and another that goes on at the restart.
      for (const [n, slotStart] of slots.entries())
        await history.commit(([1, 8].includes(n) ? seen : silent)(slotStart));
      await harness.reopen();
      const replayed = await Array.fromAsync(harness.history.replaySlots());
      const plainly = replayed.map(({ slotStart, blocks }) => [slotStart, ...blocks.map((block) => plain(block))]);
      const { device } = silent(firstSlot).blocks[0]!;
      const nobody = (slotStart: number) => ({ device, slotStart, reportedAt: slotStart + slotSeconds, rows: [] });
      const expected = slots.slice(1).map((slotStart, n) => [slotStart, [0, 7].includes(n) ? {} : nobody(slotStart)]);
      expect(plainly).toMatchObject(expected);
      // Whoever goes on from a state has to see them from the first on.
      const range = { from: slots[3]!, to: slots[10]! };
      const after = await Array.fromAsync(harness.history.replaySlots(range));
      expect(after.map(({ slotStart }) => slotStart)).toEqual(slots.slice(3, 10));
    });

    it('gives the event loop a turn after each slot, and leaves nothing behind when it is left early', async () => {
      const { directory, history } = harness;
      for (const commit of randomCommits(directory, 7, 8)) await history.commit(commit);
      let turns = 0;
      let running = true;
      const count = (): void => {
        turns++;
        if (running) setImmediate(count);
      };
      setImmediate(count);
      let before = -1;
      let slots = 0;
      for await (const { slotStart } of history.replaySlots()) {
        expect(slotStart).toBeGreaterThan(0);
        expect(turns).toBeGreaterThan(before);
        before = turns;
        if (++slots === 10) break;
      }
      running = false;
      expect(slots).toBe(10);
      await harness.withEngine(async (engine) => {
        expect(await engine.select("SELECT name FROM system.tables WHERE name LIKE 'replayed_week%'")).toEqual([]);
      });
    });

    it('can be cut to a range, across the border of a week and within one', async () => {
      const { directory, history } = harness;
      for (const commit of randomCommits(directory, 7, 8)) await history.commit(commit);
      const all = await Array.fromAsync(history.replaySlots());
      for (const [first, end] of [
        [2, 9],
        [0, 1],
        [8, all.length],
      ] as const) {
        const range = { from: all[first]!.slotStart, to: all[end - 1]!.slotStart + 1 };
        expect(await Array.fromAsync(history.replaySlots(range))).toEqual(all.slice(first, end));
      }
      expect(await Array.fromAsync(history.replaySlots({ from: 0, to: firstSlot }))).toEqual([]);
    });

    it('can be asked for several times at once', async () => {
      const { directory, history } = harness;
      for (const commit of randomCommits(directory, 7, 8)) await history.commit(commit);
      const alone = await Array.fromAsync(history.replaySlots());
      const together = [history.replaySlots(), history.replaySlots()].map((slots) => Array.fromAsync(slots));
      expect(await Promise.all(together)).toEqual([alone, alone]);
    });

    it('has no room on disk after a crash in the middle of it', async () => {
      await harness.withEngine((engine) =>
        engine.command('CREATE TABLE replayed_week7 (slot DateTime) ENGINE = MergeTree ORDER BY slot'),
      );
      await harness.withEngine(async (engine) => {
        expect(await engine.select("SELECT name FROM system.tables WHERE name LIKE 'replayed_week%'")).toEqual([]);
      });
    });

    it('comes with ids that a new directory does not know yet', async () => {
      const commits = randomCommits(harness.directory, 8, 3);
      for (const commit of commits) await harness.history.commit(commit);
      const directory = new SubscriberIndex();
      await harness.reopen({ directory });
      const replayed = await Array.fromAsync(harness.history.replaySlots());
      const seen = new HistoryModel(
        directory,
        replayed.map(({ slotStart, blocks }) => commitOf({ closedThrough: slotStart, blocks })),
      );
      const onTime = commits.map((commit) => ({ ...commit, blocks: commit.blocks.filter(({ late }) => !late) }));
      expect(seen.subscribers()).toEqual(new HistoryModel(harness.directory, onTime).subscribers());
    });
  });
}
