/** Contract of history: pages of every list, in both directions, hold every row once and in order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/history/history.ts';
import { anomalyOf, blockOf, commitOf, eventOf, firstSlot, slotSeconds, withTotals } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { seededRandom } from '../random.ts';

/** Walks a list page by page; gives the rows in the list's own order. */
async function walk<Row, Key>(
  list: (page: Page<Key>) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
  limit: number,
  backward: boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const end = backward ? rows[0] : rows.at(-1);
    const key = end === undefined ? undefined : keyOf(end);
    const page = await list(backward ? { limit, backward, before: key } : { limit, after: key });
    expect(page.length).toBeLessThanOrEqual(limit);
    if (page.length === 0) return rows;
    rows.splice(backward ? 0 : rows.length, 0, ...page);
  }
}

/** Any window of a list: `list` must give what slicing all its rows gives. */
async function expectWindows<Row, Key>(
  all: readonly Row[],
  list: (page: Page<Key>) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): Promise<void> {
  const place = fc.option(fc.nat(all.length - 1), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      place,
      place,
      fc.integer({ min: 1, max: 10 }),
      fc.boolean(),
      async (after, before, limit, backward) => {
        const window = all.slice(
          after === undefined ? 0 : after + 1,
          Math.max(before ?? all.length, (after ?? -1) + 1),
        );
        const page = {
          limit,
          backward,
          after: after === undefined ? undefined : keyOf(all[after]!),
          before: before === undefined ? undefined : keyOf(all[before]!),
        };
        expect(await list(page)).toEqual(backward ? window.slice(-limit) : window.slice(0, limit));
      },
    ),
    { numRuns: 25, seed: 1 },
  );
  for (const limit of [1, 3, all.length, all.length + 1]) {
    expect(await walk(list, keyOf, limit, false)).toEqual(all);
    expect(await walk(list, keyOf, limit, true)).toEqual(all);
  }
}

const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function describeLists(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('pages', () => {
    it('of subscribers hold each once, by id as text', async () => {
      const { history, directory } = harness;
      const ids = ['1', '10', '9', 'Z', 'a', 'a%', 'a_b', 'ab', 'ä', '\u{1f600}', '\uffee', "o'brien", 'tab\t', '\0'];
      const rows = ids.map((subscriber) => ({ subscriber, up: 1, down: 1 }));
      // In two weeks each, so that a page has to put its rows together.
      const blocks = [firstSlot, firstSlot + 4000].map((moment) =>
        blockOf(directory, { slotStart: moment - (moment % slotSeconds) }, rows),
      );
      await history.commit(withTotals(firstSlot + 6000, blocks));
      const all = await history.listSubscribers({}, { limit: 100 });
      expect(all.map(({ subscriber }) => subscriber)).toEqual(ids.toSorted(inByteOrder));
      await expectWindows(
        all,
        (page: Page<string>) => history.listSubscribers({}, page),
        ({ subscriber }) => subscriber,
      );
    });

    it('of subscribers hold those alone that begin with the search, or were last on the device', async () => {
      const { history, directory } = harness;
      const ids = ['a', 'a%', 'a_b', 'ab', 'abc', 'b', 'A'];
      const blocks = ids.map((subscriber, i) =>
        blockOf(directory, { slotStart: firstSlot, device: i % 2 === 0 ? '62.0' : '66.1' }, [
          { subscriber, up: 1, down: 1 },
        ]),
      );
      // Roams: of an earlier slot, and in the same slot with less traffic.
      const before = blockOf(directory, { slotStart: firstSlot - slotSeconds, device: '66.1' }, [
        { subscriber: 'a', up: 9, down: 9 },
      ]);
      const less = blockOf(directory, { slotStart: firstSlot, device: '69.0' }, [{ subscriber: 'a', up: 1, down: 0 }]);
      await history.commit(withTotals(firstSlot, [...blocks, before, less]));
      const idsOf = async (filter: { search?: string; device?: string }, page: Page<string>): Promise<string[]> =>
        (await history.listSubscribers(filter, page)).map(({ subscriber }) => subscriber);
      expect(await idsOf({ search: 'a' }, { limit: 9 })).toEqual(['a', 'a%', 'a_b', 'ab', 'abc']);
      expect(await idsOf({ search: 'a_' }, { limit: 9 })).toEqual(['a_b']);
      expect(await idsOf({ search: 'a%' }, { limit: 9 })).toEqual(['a%']);
      expect(await idsOf({ search: '' }, { limit: 9 })).toHaveLength(7);
      expect(await idsOf({ search: 'a' }, { limit: 2, after: 'a%' })).toEqual(['a_b', 'ab']);
      expect(await idsOf({ search: 'a' }, { limit: 2, backward: true })).toEqual(['ab', 'abc']);
      expect(await idsOf({ device: '62.0' }, { limit: 9 })).toEqual(['A', 'a', 'a_b', 'abc']);
      expect(await idsOf({ device: '62.0' }, { limit: 1, after: 'a' })).toEqual(['a_b']);
    });

    it('of anomalies hold each once, the newest first', async () => {
      const { history } = harness;
      const random = seededRandom(3);
      const events = Array.from({ length: 23 }, (_, n) => {
        const detectedAt = firstSlot + random.below(4) * slotSeconds;
        const anomaly = anomalyOf({ id: `${(n * 31) % 100}`, detectedAt });
        return [
          eventOf('opened', detectedAt, n, anomaly),
          eventOf('updated', detectedAt + 600, n, { ...anomaly, slots: n }),
        ];
      }).flat();
      await history.commit(commitOf({ closedThrough: firstSlot, events }));
      const all = await history.listAnomalies({}, { limit: 100 });
      expect(all).toEqual(all.toSorted((a, b) => b.detectedAt - a.detectedAt || inByteOrder(a.id, b.id)));
      expect(all).toHaveLength(23);
      await expectWindows(
        all,
        (page: Page<{ detectedAt: number; id: string }>) => history.listAnomalies({}, page),
        ({ detectedAt, id }) => ({ detectedAt, id }),
      );
    });

    it('of dead letters hold each once, by file and line', async () => {
      const { history } = harness;
      const deadLetters = ['b.csv', 'a.csv', "it's.csv"].flatMap((file) =>
        [1, 2, 9, 10, 400_000].map(
          (line) => ({ file, line, column: 'UpTx', reason: 'bad-number', given: `${line}` }) as const,
        ),
      );
      await history.commit(commitOf({ closedThrough: firstSlot, deadLetters }));
      await history.commit(commitOf({ closedThrough: firstSlot, deadLetters }));
      const all = await history.listDeadLetters({ limit: 100 });
      expect(all).toEqual(deadLetters.toSorted((a, b) => inByteOrder(a.file, b.file) || a.line - b.line));
      await expectWindows(
        all,
        (page: Page<{ file: string; line: number }>) => history.listDeadLetters(page),
        ({ file, line }) => ({ file, line }),
      );
    });
  });
}
