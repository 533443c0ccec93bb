/** Contract of history: what a process that starts again reads from it, to go on where the last one ended. */
import { describe, expect, it } from 'vitest';
import type { SampleBlock } from '../../src/domain/sample.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import type { Commit } from '../../src/history/history.ts';
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

export function describeResume(kind: Kind): void {
  const harness = historyHarness(kind);

  /** A block with its rows in order of the subscriber. */
  function plain(
    block: SampleBlock,
  ): Omit<SampleBlock, 'subscriber' | 'seconds' | 'upBytes' | 'downBytes'> & { rows: string[] } {
    const { device, slotStart, reportedAt, late, count, subscriber, seconds, upBytes, downBytes } = block;
    const row = (_: unknown, i: number): string =>
      [harness.directory.idOf(subscriber[i]!), seconds[i], upBytes[i], downBytes[i]].join(' ');
    return { device, slotStart, reportedAt, late, count, rows: Array.from({ length: count }, row).sort() };
  }

  describe('what ingest goes on with', () => {
    it('is each file once and the newest counters of each session', async () => {
      const counters = { device: '62.0', session: 2 ** 53 - 1, startedAt: firstSlot, up: 1, down: 2 };
      const older = { ...counters, at: firstSlot + 600 };
      const newer = { ...counters, at: firstSlot + 1200, up: 2 ** 53 - 1 };
      const other = { ...older, startedAt: firstSlot + 60 };
      const files = fullCommit(harness.directory, firstSlot, '62.0').files;
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
