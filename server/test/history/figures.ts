/** Contract of history: every figure equals brute force over what was committed. */
import { describe, expect, it } from 'vitest';
import { blockOf, commitOf, firstSlot, randomCommits, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { PlacedSample } from '../../src/history/history.ts';
import type { Harness, Kind } from '../history-harness.ts';
import { HistoryModel, noAnomalies } from '../history-model.ts';
import { seededRandom } from '../random.ts';

const everything = { from: 0, to: 2 ** 32 };
/** Borders within hours and within slots. */
const cut = { from: firstSlot + 4000, to: firstSlot + 13 * 3600 + 1234 };

/** Every figure about traffic against the model. */
export async function expectFiguresOf({ history }: Pick<Harness, 'history'>, model: HistoryModel): Promise<void> {
  const subscribers = model.subscribers();
  const ids = subscribers.map(({ subscriber }) => subscriber);
  for (const range of [everything, cut]) {
    for (const resolution of ['slot', 'hour'] as const) {
      for (const device of [null, '62.0', '69.0', 'unknown']) {
        const points = model.traffic(device, range, resolution);
        expect(await history.traffic(device, range, resolution)).toEqual(points);
        if (device === null) continue;
        expect(await history.deviceTraffic([device, 'nobody'], range, resolution)).toEqual(
          new Map([
            [device, points],
            ['nobody', []],
          ]),
        );
      }
      expect(await history.subscriberTraffic([...ids, 'unknown'], range, resolution)).toEqual(
        new Map([...ids, 'unknown'].map((id) => [id, model.subscriberTraffic(id, range, resolution)])),
      );
    }
    expect(await history.statistics(range)).toEqual({ ...model.statistics(range), ...noAnomalies });
    expect(await history.subscriberSamples(ids[0]!, range, 1000)).toEqual(model.subscriberSamples(ids[0]!, range));
  }
  expect(await history.statistics()).toMatchObject(model.statistics(everything));
  expect(await history.devices()).toEqual(model.devices());
  expect(await history.listSubscribers({}, { limit: 1000 })).toEqual(subscribers);
  expect(await history.subscribers([...ids, 'unknown'])).toEqual(
    new Map(subscribers.map((row) => [row.subscriber, row])),
  );
}

export function describeFigures(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('figures', () => {
    it('are those of nothing when nothing was committed', async () => {
      const { history } = harness;
      expect(await history.closedThrough()).toBeNull();
      expect(await history.statistics()).toEqual({
        firstSlot: null,
        lastSlot: null,
        subscribers: 0,
        samples: 0,
        upBytes: 0,
        downBytes: 0,
        ...noAnomalies,
      });
      expect(await history.statistics(cut)).toMatchObject({ firstSlot: null, subscribers: 0 });
      expect(await history.traffic(null, everything, 'hour')).toEqual([]);
      expect(await history.subscriberTraffic(['s1'], everything, 'hour')).toEqual(new Map([['s1', []]]));
      expect(await history.accounting()).toEqual({
        files: 0,
        rows: 0,
        accepted: 0,
        late: 0,
        estimated: 0,
        dropped: [],
      });
      expect(await Array.fromAsync(history.replaySlots())).toEqual([]);
      expect(await history.devices()).toEqual([]);
    });

    it.each([1, 2])('equal brute force over random commits, late ones among them (seed %i)', async (seed) => {
      const commits = randomCommits(harness.directory, seed, 20);
      for (const commit of commits) await harness.history.commit(commit);
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
      expect(await harness.history.closedThrough()).toBe(commits.at(-1)!.closedThrough);
    });

    it('do not change when every commit is written twice', async () => {
      const commits = randomCommits(harness.directory, 4, 12);
      for (const commit of commits) {
        await harness.history.commit(commit);
        await harness.history.commit(commit);
      }
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
      const files = commits.flatMap((commit) => commit.files);
      expect(await harness.history.accounting()).toMatchObject({
        files: files.length,
        rows: files.reduce((rows, file) => rows + file.rows, 0),
      });
      const replayed = await Array.fromAsync(harness.history.replaySlots());
      const onTime = commits.flatMap(({ blocks }) => blocks).filter(({ late }) => !late);
      expect(replayed.flatMap(({ blocks }) => blocks).reduce((rows, block) => rows + block.count, 0)).toBe(
        onTime.reduce((rows, block) => rows + block.count, 0),
      );
    });

    it('outlive a restart', async () => {
      const commits = randomCommits(harness.directory, 5, 8);
      for (const commit of commits) await harness.history.commit(commit);
      await harness.reopen();
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
      expect(await harness.history.closedThrough()).toBe(commits.at(-1)!.closedThrough);
    });

    it('count what came late in the hour it belongs to, long after that hour was rolled up', async () => {
      const { history, directory } = harness;
      const onTime = blockOf(directory, { slotStart: firstSlot }, [{ subscriber: 's', up: 1, down: 10 }]);
      await history.commit(withTotals(firstSlot + 4 * 3600, [onTime]));
      const late = blockOf(directory, { slotStart: firstSlot, device: '66.1', late: true }, [
        { subscriber: 's', up: 2, down: 20 },
        { subscriber: 'other', up: 4, down: 40 },
      ]);
      await history.commit(withTotals(firstSlot + 4 * 3600, [late]));
      const hour = { start: firstSlot, intervalSeconds: 3600 };
      expect(await history.subscriberTraffic(['s', 'other'], everything, 'hour')).toEqual(
        new Map([
          ['s', [{ ...hour, upBytes: 3, downBytes: 30, subscribers: 1 }]],
          ['other', [{ ...hour, upBytes: 4, downBytes: 40, subscribers: 1 }]],
        ]),
      );
      expect(await history.traffic(null, everything, 'hour')).toEqual([
        { ...hour, upBytes: 7, downBytes: 70, subscribers: 3 },
      ]);
    });

    it('of a range that begins and ends within hours count nobody from before or after', async () => {
      const { history, directory } = harness;
      const slots = Array.from({ length: 24 }, (_, n) => firstSlot + n * slotSeconds);
      const blocks = slots.map((slotStart, n) =>
        blockOf(directory, { slotStart }, [{ subscriber: `s${n}`, up: 1, down: 1 }]),
      );
      await history.commit(withTotals(slots.at(-2)!, blocks));
      const model = new HistoryModel(directory, [withTotals(0, blocks)]);
      for (const [first, last] of [
        [0, 24],
        [1, 23],
        [2, 4],
        [5, 7],
        [6, 12],
        [6, 13],
        [4, 20],
        [3, 3],
      ] as const) {
        const range = { from: firstSlot + first * slotSeconds, to: firstSlot + last * slotSeconds };
        expect(await history.statistics(range)).toMatchObject({
          subscribers: last - first,
          samples: last - first,
          upBytes: model.statistics(range).upBytes,
        });
      }
    });

    it('count each subscriber of a range of weeks, hours or minutes once', async () => {
      const { history, directory } = harness;
      const random = seededRandom(3);
      const slots = Array.from({ length: 60 }, () => firstSlot + slotSeconds * random.below(21 * 144)).toSorted(
        (a, b) => a - b,
      );
      const blocks = slots.map((slotStart) =>
        blockOf(directory, { slotStart }, [{ subscriber: `s${random.below(30)}`, up: 1, down: 1 }]),
      );
      await history.commit(withTotals(slots.at(-1)!, blocks));
      const model = new HistoryModel(directory, [withTotals(0, blocks)]);
      for (let n = 0; n < 60; n++) {
        const from = firstSlot + random.below(21 * 86_400);
        const range = { from, to: from + random.below(random.pick([7200, 86_400, 14 * 86_400])) };
        expect(await history.statistics(range)).toMatchObject({ subscribers: model.statistics(range).subscribers });
      }
    });

    it('are the same in a history of an earlier version, which did not note the hours of subscribers', async () => {
      const commits = randomCommits(harness.directory, 5, 12);
      for (const commit of commits) await harness.history.commit(commit);
      await harness.withEngine(async (engine) => {
        await engine.command('DROP VIEW samples_to_subscribers SYNC');
        await engine.command('ALTER TABLE subscribers DROP COLUMN hours');
        await engine.command(`CREATE MATERIALIZED VIEW samples_to_subscribers TO subscribers AS
SELECT subscriber, toMonday(slot) AS week, min(slot) AS first_seen, max((slot, up_bytes + down_bytes, toString(device))) AS newest,
  max(samples.commit) AS commit, max(samples.written) AS written FROM samples GROUP BY subscriber, week`);
      });
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
    });

    it('go on in a history of an earlier version, which grouped the samples of each insert', async () => {
      const commits = randomCommits(harness.directory, 6, 12);
      await harness.withEngine(async (engine) => {
        await engine.command(`ALTER TABLE samples_to_subscribers MODIFY QUERY
SELECT subscriber, toMonday(slot) AS week, min(slot) AS first_seen, max((slot, up_bytes + down_bytes, toString(device))) AS newest,
  max(samples.commit) AS commit, max(samples.written) AS written,
  groupBitOr(bitShiftLeft(toUInt256(1), intDiv((toUnixTimestamp(slot) + 259200) % 604800, 3600))) AS hours
FROM samples GROUP BY subscriber, week`);
      });
      for (const commit of commits) await harness.history.commit(commit);
      await expectFiguresOf(harness, new HistoryModel(harness.directory, commits));
      await harness.withEngine(async (engine) => {
        const [view] = await engine.select<{ query: string }>(
          "SELECT as_select AS query FROM system.tables WHERE database = currentDatabase() AND name = 'samples_to_subscribers'",
        );
        expect(view!.query).not.toContain('GROUP BY');
        expect(view!.query).toContain('AS hours');
      });
    });

    it('have a point only where something was seen', async () => {
      const { history, directory } = harness;
      const empty = blockOf(directory, { slotStart: firstSlot }, []);
      const seen = blockOf(directory, { slotStart: firstSlot + slotSeconds }, [{ subscriber: 's', up: 0, down: 0 }]);
      await history.commit(withTotals(seen.slotStart, [empty, seen]));
      const point = { start: seen.slotStart, intervalSeconds: 600, upBytes: 0, downBytes: 0, subscribers: 1 };
      expect(await history.traffic(null, everything, 'slot')).toEqual([point]);
      expect(await history.traffic('62.0', everything, 'slot')).toEqual([point]);
      expect(await history.statistics()).toMatchObject({ firstSlot: seen.slotStart, lastSlot: seen.slotStart });
    });

    it.each([2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])('are exact for %d bytes', async (volume) => {
      const { history, directory } = harness;
      const block = blockOf(directory, { slotStart: firstSlot }, [{ subscriber: 's', up: volume, down: volume - 1 }]);
      await history.commit(withTotals(firstSlot + 3600, [block]));
      const figures = { upBytes: volume, downBytes: volume - 1 };
      for (const resolution of ['slot', 'hour'] as const) {
        expect(await history.traffic(null, everything, resolution)).toMatchObject([figures]);
        expect((await history.subscriberTraffic(['s'], everything, resolution)).get('s')).toMatchObject([figures]);
      }
      expect(await history.statistics()).toMatchObject(figures);
      const [replayed] = await Array.fromAsync(history.replaySlots());
      expect(replayed!.blocks[0]!.upBytes[0]).toBe(volume);
    });

    it('are the same for a commit of more rows than fit into one insert', async () => {
      const { history, directory } = harness;
      const rows = Array.from({ length: 300_000 }, (_, i) => ({ subscriber: `subscriber ${i}`, up: i, down: 2 * i }));
      await history.commit(withTotals(firstSlot, [blockOf(directory, { slotStart: firstSlot }, rows)]));
      const upBytes = (300_000 * 299_999) / 2;
      expect(await history.statistics({ from: 0, to: firstSlot + 1 })).toMatchObject({ subscribers: 300_000, upBytes });
      const [replayed] = await Array.fromAsync(history.replaySlots());
      expect(replayed!.blocks[0]!.count).toBe(300_000);
    });
  });

  describe('the newest samples of a subscriber', () => {
    it('are cut to the limit, newest first', async () => {
      const { history, directory } = harness;
      const blocks = [0, 1, 2].map((n) =>
        blockOf(directory, { slotStart: firstSlot + n * slotSeconds }, [{ subscriber: 's', up: n, down: 0 }]),
      );
      await history.commit(commitOf({ closedThrough: firstSlot + 2 * slotSeconds, blocks }));
      const newest = await history.subscriberSamples('s', everything, 2);
      expect(newest.map(({ upBytes }) => upBytes)).toEqual([2, 1]);
    });

    it('come in pages of any size, from either end, in the same order', async () => {
      const commits = randomCommits(harness.directory, 9, 6);
      for (const commit of commits) await harness.history.commit(commit);
      const model = new HistoryModel(harness.directory, commits);
      const { subscriber } = model.subscribers()[0]!;
      const range = { from: firstSlot + 600, to: firstSlot + 5400 };
      const expected = model.subscriberSamples(subscriber, range);
      expect(expected.length).toBeGreaterThan(5);
      for (const backward of [false, true]) {
        let walked: PlacedSample[] = [];
        for (;;) {
          const key = backward ? { before: walked[0], backward } : { after: walked.at(-1) };
          const page = await harness.history.listSubscriberSamples(subscriber, range, { limit: 2, ...key });
          if (page.length === 0) break;
          walked = backward ? [...page, ...walked] : [...walked, ...page];
        }
        expect(walked.map(({ reportedAt: _, ...sample }) => sample)).toEqual(expected);
      }
    });

    it('can be asked for several stretches of time at once', async () => {
      const commits = randomCommits(harness.directory, 9, 6);
      for (const commit of commits) await harness.history.commit(commit);
      const model = new HistoryModel(harness.directory, commits);
      const [a, b] = model.subscribers().map(({ subscriber }) => subscriber);
      const runs = [
        { subscriber: b!, range: { from: firstSlot + 600, to: firstSlot + 2400 } },
        { subscriber: a!, range: everything },
        { subscriber: b!, range: { from: firstSlot + 1800, to: firstSlot + 3600 } },
        { subscriber: 'unknown', range: everything },
      ];
      expect(await harness.history.samplesOfRuns(runs)).toEqual(
        runs.map(({ subscriber, range }) => model.subscriberSamples(subscriber, range)),
      );
      expect(await harness.history.samplesOfRuns([])).toEqual([]);
    });
  });
}
