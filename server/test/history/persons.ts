/** Contract of history: everything that it has of one subscriber can be read, and erased, and nothing of anybody else. */
import { describe, expect, it } from 'vitest';
import { untouched } from '../../src/domain/triage.ts';
import { tableDefinitions } from '../../src/history/table-definitions.ts';
import { anomalyOf, blockOf, eventOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness, type Harness, type Kind } from '../history-harness.ts';

const planted = 'planted-7560';
const other = 'other-7560';
const slots = 8;

async function fill({ history, directory }: Harness): Promise<void> {
  const anomalies = [planted, other].map((subscriber) =>
    anomalyOf({ id: `anomaly of ${subscriber.slice(0, 5)}`, subscriber, detectedAt: firstSlot + slotSeconds }),
  );
  for (let n = 0; n < slots; n++) {
    const slotStart = firstSlot + n * slotSeconds;
    const rows = [planted, other].map((subscriber) => ({ subscriber, up: 10 + n, down: 5 }));
    const deadLetters = [planted, other].map((subscriber, line) => {
      const given = `${subscriber};2024;x`;
      return { file: `${n}.csv`, line, column: 'UpTx', reason: 'bad-number', given } as const;
    });
    const events = n === 0 ? anomalies.map((anomaly, i) => eventOf('opened', slotStart + slotSeconds, i, anomaly)) : [];
    await history.commit(withTotals(slotStart, [blockOf(directory, { slotStart }, rows)], { events, deadLetters }));
  }
  for (const anomaly of anomalies) {
    // What is said of each names the planted one.
    const comment = `like ${planted} (${planted}), not x${planted}`;
    const act = { change: `change ${anomaly.id}`, actor: 'ann', madeAt: 1, comment };
    const scope = { subscriber: anomaly.subscriber! };
    const mute = { id: `mute ${anomaly.id}`, scope, kinds: [], until: firstSlot + 86_400 };
    await history.appendActs(async () => [
      { type: 'triaged', ...act, anomaly, action: { type: 'commented' }, after: { ...untouched, version: 1 } },
      { type: 'muted', ...act, mute, undoes: null },
    ]);
    const received = {
      device: '62.0',
      snapshotAt: firstSlot,
      form: 'session',
      session: 1,
      startedAt: firstSlot,
    } as const;
    await history.keepReceived([
      { ...received, subscriber: anomaly.subscriber!, endedAt: 0, ageSeconds: 0, up: 1, down: 2 },
    ]);
  }
}

/** Every row of every table, as text. */
async function everything(harness: Harness): Promise<Record<string, string>> {
  const tables: Record<string, string> = {};
  await harness.withEngine(async (engine) => {
    for (const { name, engine: kind } of tableDefinitions)
      tables[name] = JSON.stringify(
        await engine.select(`SELECT * FROM ${name} ${kind.startsWith('MergeTree') ? '' : 'FINAL'} ORDER BY ALL`),
      );
  });
  return tables;
}

const holding = (tables: Record<string, string>, text: string): string[] =>
  Object.keys(tables).filter((name) => tables[name]!.includes(text));

export function describePersons(kind: Kind): void {
  describe('one subscriber', () => {
    const harness = historyHarness(kind);
    const tablesOfOne = ['acts', 'anomaly_events', 'dead_letters', 'hourly', 'received', 'samples', 'subscribers'];

    const withComments = tablesOfOne.toSpliced(2, 0, 'comments');

    it('is given with every row that has anything of him, and erased from all of them, with nobody else', async () => {
      await fill(harness);
      const before = await everything(harness);
      expect(holding(before, planted).toSorted()).toEqual(tablesOfOne);
      const given = new Map<string, string>();
      for await (const { table, rows } of harness.history.everythingOf([planted]))
        given.set(table, JSON.stringify(rows));
      expect(
        [...given]
          .filter(([, rows]) => rows !== '[]')
          .map(([table]) => table)
          .toSorted(),
      ).toEqual(withComments);
      const { comments, ...own } = Object.fromEntries(given);
      expect(Object.values(own).join('')).not.toContain(other);
      expect(comments).toContain(`change anomaly of ${other.slice(0, 5)}`);
      const erased = await harness.history.erase([planted]);
      expect(
        [...erased]
          .filter(([, rows]) => rows > 0)
          .map(([table]) => table)
          .toSorted(),
      ).toEqual(withComments);
      const after = await everything(harness);
      expect(after['acts']).toContain(`"like [erased] ([erased]), not x${planted}"`);
      expect(holding({ ...after, acts: after['acts']!.replaceAll(`x${planted}`, '') }, planted)).toEqual([]);
      expect(holding(after, other).toSorted()).toEqual(tablesOfOne);
      expect(await harness.history.subscribers([planted])).toEqual(new Map());
    });

    it('is noted as erased, by a hash alone', async () => {
      const noted = { hash: 'a', keyId: 'k', atMs: Date.UTC(2026, 0), ignored: false };
      await harness.history.noteErasures([noted, { ...noted, hash: 'b', ignored: true }]);
      await harness.reopen();
      expect(await harness.history.erasures()).toEqual([noted, { ...noted, hash: 'b', ignored: true }]);
    });

    it('is nobody else, whatever is in the name', async () => {
      await fill(harness);
      const before = await everything(harness);
      for (const subscriber of ["it's 'quoted' \\", '', '%', 'nobody']) await harness.history.erase([subscriber]);
      expect(await everything(harness)).toEqual(before);
    });
  });
}
