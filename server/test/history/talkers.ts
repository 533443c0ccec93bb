/** Contract of history: the top talkers equal brute force over raw samples, and with the others they are everybody. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../../src/history/history.ts';
import { leastBytesPerHour, type TalkerMeasure, type TalkerQuery, type TopTalkers } from '../../src/history/talker.ts';
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

/** What an anomaly says of a subscriber: its highest score, and when it was going on. */
interface Run {
  readonly subscriber: string;
  readonly peakScore: number;
  readonly openedAt: number;
  readonly closedAt: number | null;
}

const runs: readonly Run[] = [
  { subscriber: 's919', peakScore: 4.5, openedAt: firstSlot + 6000, closedAt: firstSlot + 9000 },
  { subscriber: 's919', peakScore: 6.25, openedAt: firstSlot + 12_000, closedAt: null },
  { subscriber: 's838', peakScore: 5, openedAt: firstSlot, closedAt: firstSlot + 4200 },
  { subscriber: 'never seen', peakScore: 9, openedAt: firstSlot, closedAt: null },
];

const events = runs.map((run, n) => {
  const anomaly = anomalyOf({ ...run, id: `run${n}`, detectedAt: run.openedAt + slotSeconds });
  return eventOf(run.closedAt === null ? 'opened' : 'closed', run.closedAt ?? anomaly.detectedAt, n, anomaly);
});

/** All subscribers with traffic in the range, by brute force. */
function volumesIn(model: HistoryModel, { from, to }: TimeRange, device: string | undefined) {
  const mine = model.samples.filter(
    (sample) => sample.slotStart >= from && sample.slotStart < to && (device ?? sample.device) === sample.device,
  );
  return [...Map.groupBy(mine, ({ subscriber }) => subscriber)].map(([subscriber, samples]) => ({
    subscriber,
    upBytes: samples.reduce((total, { upBytes }) => total + upBytes, 0),
    downBytes: samples.reduce((total, { downBytes }) => total + downBytes, 0),
    ...slotsOf(samples, Math.floor((to - 1) / slotSeconds) * slotSeconds),
  }));
}

/** The most in a slot, and what was in the newest one. */
function slotsOf(samples: HistoryModel['samples'], newest: number) {
  const slots = [...Map.groupBy(samples, ({ slotStart }) => slotStart)].map(([slotStart, inSlot]) => ({
    slotStart,
    upBytes: inSlot.reduce((total, { upBytes }) => total + upBytes, 0),
    downBytes: inSlot.reduce((total, { downBytes }) => total + downBytes, 0),
  }));
  const last = slots.find(({ slotStart }) => slotStart === newest);
  const most = (key: 'upBytes' | 'downBytes'): number => Math.max(...slots.map((slot) => slot[key]));
  return {
    peakSlot: { upBytes: most('upBytes'), downBytes: most('downBytes') },
    lastSlot: { upBytes: last?.upBytes ?? 0, downBytes: last?.downBytes ?? 0 },
  };
}
type Volume = ReturnType<typeof volumesIn>[number];
const both = ({ upBytes, downBytes }: Volume): number => upBytes + downBytes;

/** By what the order is; null for who does not count. */
function valuesBy(
  by: TalkerMeasure,
  model: HistoryModel,
  range: TimeRange,
  device?: string,
): (mine: Volume) => number | null {
  const least = leastBytesPerHour * Math.max(1, (range.to - range.from) / 3600);
  const before = new Map(
    volumesIn(model, { from: 2 * range.from - range.to, to: range.from }, device).map((one) => [
      one.subscriber,
      both(one),
    ]),
  );
  const scores = (mine: Volume): number[] =>
    runs.flatMap(({ subscriber, peakScore, openedAt, closedAt }) =>
      subscriber === mine.subscriber && openedAt < range.to && (closedAt ?? Infinity) > range.from ? [peakScore] : [],
    );
  return (mine) => {
    if (by === 'upload') return mine.upBytes;
    if (by === 'download') return mine.downBytes;
    if (by === 'ratio') return both(mine) >= least ? mine.upBytes / both(mine) : null;
    if (by === 'deviation') return scores(mine).length > 0 ? Math.max(...scores(mine)) : null;
    const earlier = before.get(mine.subscriber) ?? 0;
    return earlier >= least ? both(mine) / earlier : null;
  };
}

function expectedTalkers(model: HistoryModel, { by, range, device, limit }: TalkerQuery, dataEnd: number): TopTalkers {
  const to = Math.min(range.to, dataEnd);
  const judged = { from: Math.min(range.from, to), to };
  const all = volumesIn(model, judged, device);
  const valueOf = valuesBy(by, model, judged, device);
  const ranked = all
    .flatMap((mine) => {
      const value = valueOf(mine);
      return value === null ? [] : [{ ...mine, value }];
    })
    .sort((a, b) => b.value - a.value || (a.subscriber < b.subscriber ? -1 : 1));
  const sum = (key: 'upBytes' | 'downBytes'): number => all.reduce((total, mine) => total + mine[key], 0);
  const total = { subscribers: all.length, upBytes: sum('upBytes'), downBytes: sum('downBytes') };
  return { ...judged, slotSeconds, talkers: ranked.slice(0, limit), total };
}

async function committed({ history, directory }: Harness): Promise<{ model: HistoryModel; dataEnd: number }> {
  const commits = randomCommits(directory, 5, 14);
  // Next to nothing in each of a few slots: above what counts as long as the range is short.
  const tiny = { subscriber: 'tiny', up: 300_000, down: 100_000 };
  const slots = Array.from({ length: 12 }, (_, n) => commits.at(-1)!.closedThrough + (n + 1) * slotSeconds);
  const blocks = slots.map((slotStart, n) =>
    blockOf(directory, { slotStart }, [tiny, { ...tiny, subscriber: `tiny${n % 5}` }]),
  );
  const closedThrough = slots.at(-1)!;
  commits.push(withTotals(closedThrough, blocks));
  for (const commit of commits) await history.commit(commit);
  await history.commit(commitOf({ closedThrough, events }));
  return { model: new HistoryModel(directory, commits), dataEnd: closedThrough + slotSeconds };
}

export function describeTalkers(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('top talkers', () => {
    it('equal brute force over raw samples, by every measure, in ranges of any borders', async () => {
      const { model, dataEnd } = await committed(harness);
      const query = fc.record({
        by: fc.constantFrom<TalkerMeasure>('upload', 'download', 'ratio', 'deviation', 'growth'),
        from: fc.integer({ min: firstSlot - 4000, max: dataEnd - 1 }),
        length: fc.integer({ min: 1, max: dataEnd - firstSlot + 8000 }),
        device: fc.option(fc.constantFrom('62.0', '69.0', 'unknown'), { nil: undefined }),
        limit: fc.integer({ min: 1, max: 15 }),
      });
      await fc.assert(
        fc.asyncProperty(query, async ({ from, length, ...rest }) => {
          const asked = { ...rest, range: { from, to: from + length } };
          const expected = expectedTalkers(model, asked, dataEnd);
          expect(await harness.history.topTalkers(asked)).toEqual(expected);
        }),
        { numRuns: 50, seed: 4 },
      );
    });

    it('tell the greatest and the newest slot only while all samples of the range are there', async () => {
      const { model, dataEnd } = await committed(harness);
      const range = { from: firstSlot, to: dataEnd };
      await harness.withEngine((engine) =>
        engine.command(`DELETE FROM samples WHERE slot = toDateTime(${firstSlot}, 'UTC')`),
      );
      const expired = new Set(
        volumesIn(model, { from: firstSlot, to: firstSlot + slotSeconds }, undefined).map((one) => one.subscriber),
      );
      const answer = await harness.history.topTalkers({ by: 'upload', range, limit: 50 });
      if ('rows' in answer) throw new Error('The range is too long for this test');
      const isTold = answer.talkers.map(({ subscriber, peakSlot }) => [subscriber, peakSlot !== null]);
      expect(isTold).toEqual(answer.talkers.map(({ subscriber }) => [subscriber, !expired.has(subscriber)]));
      expect(new Set(isTold.map(([, told]) => told)).size).toBe(2);
    });

    it('are nobody in a history without data, and after its end', async () => {
      const nobody = { talkers: [], total: { subscribers: 0, upBytes: 0, downBytes: 0 } };
      const range = { from: firstSlot, to: firstSlot + 3600 };
      expect(await harness.history.topTalkers({ by: 'growth', range, limit: 3 })).toMatchObject(nobody);
      const { dataEnd } = await committed(harness);
      const later = { from: dataEnd, to: dataEnd + 3600 };
      expect(await harness.history.topTalkers({ by: 'upload', range: later, limit: 3 })).toMatchObject(nobody);
    });

    it('are refused where more rows would be read than one answer may', async () => {
      const { history, directory } = harness;
      const block = blockOf(directory, { slotStart: firstSlot }, [{ subscriber: 's', up: 1, down: 1 }]);
      const { totals, ...rest } = withTotals(firstSlot, [block]);
      const crowded = totals.map((total) => ({ ...total, subscribers: 5_000_001 }));
      await history.commit({ ...rest, totals: crowded });
      const range = { from: firstSlot, to: firstSlot + 3600 };
      expect(await history.topTalkers({ by: 'upload', range, limit: 3 })).toEqual({ rows: 5_000_001 });
    });
  });
}
