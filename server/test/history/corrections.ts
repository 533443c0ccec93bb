/** Contract of history: a newer revision of a report takes the place of the older ones, and the detector's past stays as it was. */
import { describe, expect, it } from 'vitest';
import type { SampleBlock } from '../../src/domain/sample.ts';
import { blockTotals } from '../../src/domain/slot-totals.ts';
import { CommitSequence } from '../../src/history/commit-sequence.ts';
import { CommitWriter } from '../../src/history/commit-writer.ts';
import type { Engine } from '../../src/history/engine.ts';
import type { Commit } from '../../src/history/history.ts';
import { blockOf, commitOf, firstSlot, slotSeconds, withTotals, type SampleRow } from '../history-commits.ts';
import { rounds } from '../faults/rounds.ts';
import { historyHarness, type Harness, type Kind } from '../history-harness.ts';
import { snapshotOf } from './snapshot.ts';

const everything = { from: 0, to: 2 ** 32 };
/** Hours before the end of the data, so that its hour is rolled up. */
const slotStart = firstSlot + slotSeconds;
const snapshotAt = slotStart + slotSeconds;
const closedThrough = firstSlot + 5 * 3600;
/** One that would end a text in a statement. */
const device = "it's";

const account = (revision: number, rows: number) => ({
  device,
  snapshotAt,
  revision,
  file: `r${revision}`,
  sizeBytes: 1,
  rows,
  accepted: rows,
  late: revision === 0 ? 0 : rows,
  estimated: 0,
  dropped: {},
});

const block = (harness: Harness, rows: readonly SampleRow[], parts: Partial<SampleBlock> = {}): SampleBlock =>
  blockOf(harness.directory, { device, slotStart, ...parts }, rows);

/** The report with a session that ended in the slot before, another device's, and a later slot. */
function original(harness: Harness): Commit {
  const blocks = [
    block(harness, [
      { subscriber: 'a', up: 10, down: 100 },
      { subscriber: 'b', up: 20, down: 200 },
    ]),
    block(harness, [{ subscriber: 'a', up: 1, down: 1 }], { device: '66.1' }),
    block(harness, [{ subscriber: 'a', up: 5, down: 6 }], { slotStart: firstSlot, reportedAt: snapshotAt, late: true }),
    block(harness, [{ subscriber: 'a', up: 7, down: 8 }], { slotStart: closedThrough }),
  ];
  return withTotals(closedThrough, blocks, { files: [account(0, 3)] });
}

function correctionOf(harness: Harness, revision: number, rows: readonly SampleRow[]): Commit {
  const blocks = rows.length === 0 ? [] : [block(harness, rows, { late: true })];
  return commitOf({
    closedThrough,
    blocks,
    totals: blocks.map(blockTotals),
    files: [account(revision, rows.length)],
    corrections: [{ device, snapshotAt, revision, fromSlot: firstSlot }],
  });
}

const corrected: readonly SampleRow[] = [
  { subscriber: 'a', up: 11, down: 111 },
  { subscriber: 'c', up: 30, down: 300 },
];

export function describeCorrections(kind: Kind): void {
  const harness = historyHarness(kind);
  const pointsOf = async (subscriber: string, resolution: 'slot' | 'hour'): Promise<number[]> =>
    (await harness.history.subscriberTraffic([subscriber], everything, resolution))
      .get(subscriber)!
      .map(({ downBytes }) => downBytes);

  describe('a correction', () => {
    it('takes the place of the report in samples, hours, totals and account', async () => {
      await harness.history.commit(original(harness));
      await harness.history.commit(correctionOf(harness, 2, corrected));
      const slots = await harness.history.traffic(null, everything, 'slot');
      expect(slots).toMatchObject([
        { start: slotStart, upBytes: 42, downBytes: 412 },
        { start: closedThrough, upBytes: 7, downBytes: 8 },
      ]);
      const ofDevices = await harness.history.deviceTraffic([device, '66.1'], everything, 'slot');
      expect(ofDevices.get(device)).toMatchObject([{ upBytes: 41, subscribers: 2 }, { upBytes: 7 }]);
      expect(ofDevices.get('66.1')).toMatchObject([{ upBytes: 1 }]);
      expect([await pointsOf('a', 'slot'), await pointsOf('a', 'hour')]).toEqual([
        [112, 8],
        [112, 8],
      ]);
      expect([await pointsOf('b', 'slot'), await pointsOf('b', 'hour')]).toEqual([[], []]);
      expect([await pointsOf('c', 'slot'), await pointsOf('c', 'hour')]).toEqual([[300], [300]]);
      expect(await harness.history.accounting()).toMatchObject({ files: 1, rows: 2, accepted: 2, late: 2 });
      expect(await harness.history.ingestedFileKeys()).toEqual(
        new Set([`${device}@${snapshotAt}`, `${device}@${snapshotAt}.2`]),
      );
    });

    it('can be made in a history of an earlier version, which knew no revisions', async () => {
      await harness.withEngine(async (engine) => {
        await engine.command('DROP TABLE ingested_files SYNC');
        await engine.command(`CREATE TABLE ingested_files (device LowCardinality(String), snapshot_at DateTime('UTC'), file String,
  size_bytes UInt64, rows UInt64, accepted UInt64, late UInt64, dropped Map(LowCardinality(String), UInt64), commit UInt32,
  written Date DEFAULT today()) ENGINE = ReplacingMergeTree ORDER BY (device, snapshot_at)`);
        await engine.command(`INSERT INTO ingested_files (device, snapshot_at, file, rows, accepted, commit)
SELECT unhex('${Buffer.from(device).toString('hex')}'), toDateTime(${snapshotAt}, 'UTC'), 'old', 7, 7, 0`);
      });
      expect(await harness.history.accounting()).toMatchObject({ files: 1, rows: 7 });
      await harness.history.commit(original(harness));
      await harness.history.commit(correctionOf(harness, 1, corrected));
      await harness.reopen();
      expect(await harness.history.accounting()).toMatchObject({ files: 1, rows: 2 });
    });

    it('may say that nobody was there, and be corrected again', async () => {
      await harness.history.commit(original(harness));
      await harness.history.commit(correctionOf(harness, 1, corrected));
      await harness.history.commit(correctionOf(harness, 2, []));
      expect(await pointsOf('a', 'slot')).toEqual([1, 8]);
      expect(await pointsOf('c', 'hour')).toEqual([]);
      await harness.history.commit(correctionOf(harness, 3, [{ subscriber: 'b', up: 3, down: 4 }]));
      expect(await pointsOf('b', 'hour')).toEqual([4]);
      expect(await harness.history.accounting()).toMatchObject({ files: 1, rows: 1 });
    });

    it('changes nothing of what the detector saw', async () => {
      await harness.history.commit(original(harness));
      const seen = await Array.fromAsync(harness.history.replaySlots());
      await harness.history.commit(correctionOf(harness, 1, corrected));
      await harness.history.commit(correctionOf(harness, 2, [{ subscriber: 'a', up: 1, down: 1 }]));
      await harness.reopen();
      const again = await Array.fromAsync(harness.history.replaySlots());
      expect(again.map(trafficOf)).toEqual(seen.map(trafficOf));
    });

    it('that was cut short between its writes leaves history as it was, and can be made again', async () => {
      await harness.history.commit(original(harness));
      await harness.history.commit(correctionOf(harness, 1, corrected));
      const before = await snapshotOf(harness.history);
      const next = correctionOf(harness, 2, [{ subscriber: 'b', up: 9, down: 9 }]);
      const outcomes: boolean[] = [];
      while (!outcomes.includes(true)) {
        await harness.withEngine(async (engine) => {
          const stopping = engineThatStopsAfter(outcomes.length * stride, engine);
          const writer = new CommitWriter(stopping, harness.directory);
          const { sequence } = await CommitSequence.resume(stopping, writer, slotSeconds, true);
          const finished = await sequence.commit(next).then(
            () => true,
            () => false,
          );
          outcomes.push(finished);
          // Merges bring together what was finished and what was not.
          for (const name of correctedTables) await engine.command(`OPTIMIZE TABLE ${name} FINAL`);
        });
        if (outcomes.at(-1) === false) expect(await snapshotOf(harness.history)).toEqual(before);
      }
      expect(outcomes.length * stride).toBeGreaterThan(10);
      expect(await pointsOf('b', 'hour')).toEqual([9]);
      expect(await pointsOf('c', 'slot')).toEqual([]);
    }, 120_000);
  });
}

/** Of so many writes one is the last. */
const stride = rounds({ quick: 4, whole: 1 });
const correctedTables = ['samples', 'slot_totals', 'hourly', 'superseded_samples', 'superseded_reports'];

/** The real engine, until it has written so often. */
function engineThatStopsAfter(writes: number, engine: Engine): Engine {
  let left = writes;
  const write = (work: () => Promise<void>): Promise<void> =>
    left-- > 0 ? work() : Promise.reject(new Error('stopped'));
  return {
    isScoped: engine.isScoped,
    mayWrite: engine.mayWrite,
    command: (statement) => write(() => engine.command(statement)),
    insertRows: (table, rows) => write(() => engine.insertRows(table, rows)),
    select: (query, parameters) => engine.select(query, parameters),
    selectBytes: (query) => engine.selectBytes(query),
    close: () => engine.close(),
  };
}

function trafficOf({ slotStart: start, blocks }: { slotStart: number; blocks: readonly SampleBlock[] }): unknown {
  return {
    start,
    rows: blocks
      .flatMap((one) =>
        Array.from({ length: one.count }, (_, row) => [one.device, one.subscriber[row], one.upBytes[row]].join(' ')),
      )
      .sort(),
  };
}
