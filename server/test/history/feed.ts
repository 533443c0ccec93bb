/** Contract of history: what the feed told, read back from any place of it. */
import { describe, expect, it } from 'vitest';
import { comparePlaces, type FeedEntry, type FeedPlace } from '../../src/domain/feed-entry.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { seededRandom } from '../random.ts';

/** One to five events at the end of each slot, of a handful of anomalies. */
function randomEvents(seed: number, slots: number): FeedEntry[] {
  const random = seededRandom(seed);
  return Array.from({ length: slots }, (_, slot) => firstSlot + (slot + 1) * slotSeconds).flatMap((at) =>
    Array.from({ length: 1 + random.below(5) }, (_unused, ordinal) =>
      eventOf(random.pick(['opened', 'updated', 'closed']), at, ordinal, anomalyOf({ id: `a${random.below(9)}` })),
    ),
  );
}

const endOf = (slot: number): number => firstSlot + (slot + 1) * slotSeconds;
const start: FeedPlace = { at: 0, ordinal: 0 };

export function describeFeed(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('the feed', () => {
    it('is read in order from any place, in pages of any size, each entry once', async () => {
      const told = randomEvents(3, 30);
      const later = told.filter(({ at }) => at > endOf(14));
      const sooner = told.filter(({ at }) => at <= endOf(14));
      // A commit that is written once more is there twice until the engine has merged its rows.
      for (const events of [sooner.toReversed(), sooner]) {
        await harness.history.commit(commitOf({ closedThrough: endOf(13), events: detected(events) }));
      }
      await harness.history.commit(commitOf({ closedThrough: endOf(28), events: detected(later) }));
      const random = seededRandom(4);
      for (let round = 0; round < 12; round++) {
        const after = random.pick([
          start,
          random.pick(told),
          { at: endOf(random.below(31)), ordinal: random.below(7) },
        ]);
        const expected = told.filter((entry) => comparePlaces(entry, after) > 0);
        expect(await walk(after, 1 + random.below(40))).toEqual(expected);
        expect(await harness.history.feedExtent(after)).toEqual({
          closedEnd: endOf(29),
          entries: expected.length,
          newest: placeOrNull(told.filter(({ at }) => at >= after.at).at(-1)),
        });
      }
    });

    it('ends where the newest finished commit ends', async () => {
      const { history } = harness;
      expect(await history.feedEntries(start, 10)).toEqual([]);
      expect(await history.feedExtent()).toEqual({ closedEnd: 0, entries: 0, newest: null });
      const events = [eventOf('opened', endOf(0), 0, anomalyOf({})), eventOf('updated', endOf(1), 0, anomalyOf({}))];
      await history.commit(commitOf({ closedThrough: firstSlot, events }));
      expect(await history.feedEntries(start, 10)).toEqual(events.slice(0, 1));
      expect(await history.feedExtent()).toEqual({
        closedEnd: endOf(0),
        entries: 0,
        newest: { at: endOf(0), ordinal: 0 },
      });
    });

    it('is found by time in a history of an earlier version, too', async () => {
      const told = randomEvents(5, 3);
      await harness.history.commit(commitOf({ closedThrough: endOf(2), events: detected(told) }));
      await harness.withEngine(async (engine) => engine.command('ALTER TABLE anomaly_events DROP INDEX by_at'));
      expect(await harness.history.feedEntries(start, 100)).toEqual(told);
      await harness.withEngine(async (engine) => {
        const indexes = await engine.select(
          "SELECT name FROM system.data_skipping_indices WHERE database = currentDatabase() AND name = 'by_at'",
        );
        expect(indexes).toEqual([{ name: 'by_at' }]);
      });
    });
  });

  async function walk(from: FeedPlace, limit: number): Promise<FeedEntry[]> {
    const read: FeedEntry[] = [];
    for (let after = from; ;) {
      const page = await harness.history.feedEntries(after, limit);
      expect(page.length).toBeLessThanOrEqual(limit);
      read.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < limit) return read;
      after = last;
    }
  }
}

const detected = (entries: readonly FeedEntry[]) =>
  entries.filter((entry) => 'anomaly' in entry && entry.type !== 'triaged');

const placeOrNull = (entry: FeedEntry | undefined): FeedPlace | null =>
  entry === undefined ? null : { at: entry.at, ordinal: entry.ordinal };
