/** Contract of history: its settings take effect on what is there already, or are refused. */
import { describe, expect, it } from 'vitest';
import { commitOf, firstSlot } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';

export function describeSettings(kind: Kind): void {
  const harness = historyHarness(kind);

  /** Days as they stand in the tables' definitions. */
  async function retentionDays(): Promise<Record<string, number>> {
    let tables: { name: string; definition: string }[] = [];
    await harness.withEngine(async (engine) => {
      tables = await engine.select(
        'SELECT name, create_table_query AS definition FROM system.tables WHERE database = currentDatabase() ORDER BY name',
      );
    });
    return Object.fromEntries(
      tables.flatMap(({ name, definition }) => {
        const days = / TTL written \+ toIntervalDay\((\d+)\)/.exec(definition)?.[1];
        return days === undefined ? [] : [[name, Number(days)]];
      }),
    );
  }

  describe('retention', () => {
    it('is in the tables from the start', async () => {
      expect(await retentionDays()).toEqual({
        dead_letters: 30,
        hourly: 400,
        radius_counters: 2,
        received: 3,
        samples: 30,
        session_counters: 2,
        slot_totals: 400,
        subscribers: 400,
        superseded_samples: 30,
      });
    });

    it('changes in tables that exist when the setting does', async () => {
      await harness.reopen({ rawRetentionDays: 7, hourlyRetentionDays: 90 });
      expect(await retentionDays()).toMatchObject({ dead_letters: 7, samples: 7, hourly: 90, session_counters: 2 });
    });
  });

  describe('samples', () => {
    /** Samples of 2024, as if they were written some days ago, after all merges. */
    async function survivors(daysAgo: number): Promise<number> {
      let rows = 0;
      await harness.withEngine(async (engine) => {
        await engine.command(`INSERT INTO samples (subscriber, slot, device, reported, commit, written)
SELECT 'written ${daysAgo} days ago', toDateTime(${firstSlot}, 'UTC') AS slot, '62.0', slot, 0, today() - ${daysAgo}`);
        await engine.command('OPTIMIZE TABLE samples FINAL');
        const found = await engine.select<{ rows: number }>('SELECT count() AS rows FROM samples');
        rows = found[0]!.rows;
      });
      return rows;
    }

    it('stay as long after they were written as retention says, however old the traffic is', async () => {
      expect(await survivors(29)).toBe(1);
    });

    it('leave after that', async () => {
      expect(await survivors(31)).toBe(0);
    });

    it('that are there already leave sooner when retention becomes shorter', async () => {
      expect(await survivors(10)).toBe(1);
      await harness.reopen({ rawRetentionDays: 7 });
      expect(await survivors(8)).toBe(0);
    });
  });

  describe('the length of a slot', () => {
    it('can not change in a history that has slots', async () => {
      await harness.reopen({ slotSeconds: 300 });
      await harness.history.commit(commitOf({ closedThrough: firstSlot }));
      await expect(harness.reopen()).rejects.toThrow('slots of 300 s, and slots of 600 s are asked for');
    });
  });

  describe('identity', () => {
    it('stays the same, and is that of no other history', async () => {
      const identity = await harness.history.identity();
      await harness.reopen();
      expect(await harness.history.identity()).toBe(identity);
      const other = await kind.newPlace();
      await harness.reopen(other);
      expect(await harness.history.identity()).not.toBe(identity);
    });
  });

  describe('a database name', () => {
    it('that SQL could not take as it is, is refused', async () => {
      await expect(harness.reopen({ database: 'a; DROP' })).rejects.toThrow('Database "a; DROP" is not a name');
    });
  });
}
