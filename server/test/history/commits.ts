/** Contract of history: a commit is there as a whole or not at all, whatever it was that cut it short. */
import { describe, expect, it } from 'vitest';
import { CommitSequence } from '../../src/history/commit-sequence.ts';
import { CommitWriter } from '../../src/history/commit-writer.ts';
import type { Engine } from '../../src/history/engine.ts';
import type { Commit } from '../../src/history/history.ts';
import { rolledUpTo, rollUp } from '../../src/history/roll-up.ts';
import {
  blockOf,
  commitOf,
  firstSlot,
  fullCommit,
  randomCommits,
  slotSeconds,
  withTotals,
} from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { HistoryModel } from '../history-model.ts';
import { expectFiguresOf } from './figures.ts';
import { snapshotOf } from './snapshot.ts';

const mergeTables = `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`;

const hours = `SELECT subscriber, toUnixTimestamp(hour) AS start, device, seconds, up_bytes, down_bytes FROM hourly FINAL
ORDER BY subscriber, start, device`;

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
    mayWrite: engine.mayWrite,
    isScoped: engine.isScoped,
    command: (statement) => engine.command(statement),
    insertRows: (table, rows) => engine.insertRows(table, rows),
    select: (query, parameters) => engine.select(query, parameters),
    selectBytes: (query, parameters) => engine.selectBytes(query, parameters),
    close: () => engine.close(),
  };
}

export function describeCommits(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('a commit', () => {
    // At its first write, after samples, after all that it was given, after all but its marker.
    it.each(['samples', 'slot_totals', 'hourly', 'commits'])(
      'that was cut short at %s is discarded by the next start, and can be made again',
      async (table) => {
        const finished = fullCommit(harness.directory, firstSlot + 4 * 3600, '62.0');
        const unfinished = fullCommit(harness.directory, firstSlot + 8 * 3600, '66.1');
        await harness.history.commit(finished);
        const before = await snapshotOf(harness.history);
        await harness.withEngine(async (engine) => {
          const stopping = engineThatStopsAt(table, engine);
          const writer = new CommitWriter(stopping, harness.directory);
          const { sequence } = await CommitSequence.resume(stopping, writer, slotSeconds, true);
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
      await harness.history.commit(fullCommit(harness.directory, firstSlot + 4 * 3600, '62.0'));
      const before = await snapshotOf(harness.history);
      await harness.withEngine(async (engine) => {
        await engine.command(`INSERT INTO subscribers (subscriber, week, first_seen, newest, commit, written)
SELECT 'nobody', toMonday(toDateTime(${firstSlot}, 'UTC')), ${firstSlot}, (${firstSlot}, 0, '62.0'), 2, today()`);
      });
      expect(await snapshotOf(harness.history)).toEqual(before);
    });

    it('that failed leaves nothing in the next one, which may be another', async () => {
      const first = fullCommit(harness.directory, firstSlot + 4 * 3600, '62.0');
      const second = fullCommit(harness.directory, firstSlot + 5 * 3600, '66.1');
      const tooLong = { file: 'x'.repeat(9_000_000), line: 1, column: '', reason: 'bad-date', given: '' } as const;
      await expect(harness.history.commit({ ...first, deadLetters: [tooLong] })).rejects.toThrow('too long');
      await harness.history.commit(second);
      await expectTraffic([second]);
      expect(await harness.history.accounting()).toMatchObject({ files: 1 });
    });

    it('is not made twice when all of it was written and only the answer was lost', async () => {
      const commit = fullCommit(harness.directory, firstSlot + 4 * 3600, '62.0');
      const other = fullCommit(harness.directory, firstSlot + 5 * 3600, '66.1');
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
        const { sequence } = await CommitSequence.resume(losing, writer, slotSeconds, true);
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
          [1, 2].map(() =>
            CommitSequence.resume(engine, new CommitWriter(engine, harness.directory), slotSeconds, true),
          ),
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

    it('sums up hours that it knows as it sums up those that it reads, across a restart and a failure', async () => {
      const commits = randomCommits(harness.directory, 12, 16);
      for (const commit of commits.slice(0, 5)) await harness.history.commit(commit);
      await harness.reopen();
      for (const commit of commits.slice(5, 8)) await harness.history.commit(commit);
      await harness.withEngine(async (engine) => {
        let failures = 1;
        const failing: Engine = {
          ...delegating(engine),
          insertRows: async (table, rows) => {
            if (table.name === 'slot_totals' && failures-- > 0) throw new Error('failed');
            await engine.insertRows(table, rows);
          },
        };
        const writer = new CommitWriter(failing, harness.directory);
        const { sequence } = await CommitSequence.resume(failing, writer, slotSeconds, true);
        await expect(sequence.commit(commits[8]!)).rejects.toThrow('failed');
        for (const commit of commits.slice(8)) await sequence.commit(commit);
        const rolledUp = (): Promise<unknown> => engine.select(hours);
        const known = await rolledUp();
        await engine.command('TRUNCATE TABLE hourly');
        const { closedThrough } = commits.at(-1)!;
        await rollUp(engine, commits.length, { from: 0, to: rolledUpTo(closedThrough, slotSeconds) });
        expect(known).toEqual(await rolledUp());
        expect(known).not.toEqual([]);
      });
    });

    it('leaves out who was erased since its samples came, from samples and hours', async () => {
      const { directory, history } = harness;
      const rows = ['a', 'b'].map((subscriber) => ({ subscriber, up: 1, down: 2 }));
      await history.commit(withTotals(firstSlot, [blockOf(directory, { slotStart: firstSlot }, rows)]));
      const next = firstSlot + slotSeconds;
      const waiting = withTotals(firstSlot + 3600, [blockOf(directory, { slotStart: next }, rows)]);
      directory.erase(directory.find('a')!);
      await history.erase(['a']);
      await history.commit(waiting);
      await harness.withEngine(async (engine) => {
        for (const table of ['samples', 'hourly', 'subscribers'])
          expect(await engine.select(`SELECT DISTINCT subscriber FROM ${table}`), table).toEqual([{ subscriber: 'b' }]);
      });
    });

    it('waits for the one before it', async () => {
      const commits = randomCommits(harness.directory, 6, 6);
      await Promise.all(commits.map((commit) => harness.history.commit(commit)));
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
    });
  });

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
}
