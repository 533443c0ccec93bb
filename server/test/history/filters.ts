/** Contract of history: a filter keeps in SQL what it keeps of an anomaly at hand, as the feed does, and any order is paged. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { anomalyKinds, severities, type Anomaly } from '../../src/domain/anomaly.ts';
import { bytes, bytesPerSecond } from '../../src/domain/traffic.ts';
import { SuppressionIndex } from '../../src/domain/suppression-index.ts';
import { passesFilter } from '../../src/graphql/anomaly-filter.ts';
import { keyOf, type AnomalyOrder } from '../../src/history/anomaly-order.ts';
import type { AnomalyFilter, AnomalyKey, Page } from '../../src/history/history.ts';
import { anomalyOf, commitOf, eventOf, firstSlot, slotSeconds } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';
import { seededRandom } from '../random.ts';

const scores = [0.1 + 0.2, 1 / 3, 5, 5.000000000000001, 6.02e23, Infinity];
const rates = [0, 1 / 3, 125, 125.00000000000001, 1e9];
const volumes = [0, 0.5, 1e6, 1e6 + 0.5, 2 ** 53 - 1];

/** Two events each, the second of which changes what may change; many share a moment, a score, a severity. */
function seededLives(): { anomalies: Anomaly[]; events: ReturnType<typeof eventOf>[] } {
  const random = seededRandom(21);
  const lives = Array.from({ length: 60 }, (_, n) => {
    const openedAt = firstSlot + random.below(6) * slotSeconds;
    const opened = anomalyOf({
      id: `a${(n * 7919) % 1000}`,
      subscriber: random.pick(['s1', 's2', null]),
      device: random.pick(['62.0', '66.1']),
      kind: random.pick(anomalyKinds),
      severity: random.pick(severities),
      openedAt,
      detectedAt: openedAt + random.below(3) * slotSeconds,
      score: random.pick(scores),
      upBytesPerSecond: bytesPerSecond(random.pick(rates)),
      excessBytes: bytes(random.pick(volumes)),
      alerted: random.next() < 0.5,
    });
    const closedAt = random.pick([null, opened.detectedAt + slotSeconds]);
    const newest = { ...opened, closedAt, excessBytes: bytes(opened.excessBytes + random.pick(volumes.slice(0, 3))) };
    const last = eventOf(closedAt === null ? 'updated' : 'closed', opened.detectedAt + 1800, n, newest);
    return { newest, events: [eventOf('opened', opened.detectedAt, n, opened), last] };
  });
  return { anomalies: lives.map(({ newest }) => newest), events: lives.flatMap(({ events }) => events) };
}

const bounds = (values: readonly number[]) =>
  fc.record({ atLeast: fc.constantFrom(...values), below: fc.constantFrom(...values) }, { requiredKeys: [] });
const range = fc
  .tuple(fc.integer({ min: -1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([from, slots]) => ({ from: firstSlot + from * 300, to: firstSlot + from * 300 + slots * 450 }));

const filters: fc.Arbitrary<AnomalyFilter> = fc.record(
  {
    subscriber: fc.constantFrom('s1', 's2', ''),
    device: fc.constantFrom('62.0', '66.1'),
    kinds: fc.subarray([...anomalyKinds]),
    severities: fc.subarray([...severities]),
    alerted: fc.boolean(),
    open: fc.boolean(),
    during: range,
    detected: range,
    score: bounds(scores.filter(Number.isFinite)),
    upBytesPerSecond: bounds(rates),
    excessBytes: bounds(volumes),
  },
  { requiredKeys: [] },
);

const orders: fc.Arbitrary<AnomalyOrder> = fc
  .tuple(
    fc.shuffledSubarray(['detectedAt', 'openedAt', 'score', 'severity'] as const, { minLength: 1 }),
    fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  )
  .map(([fields, descending]) => fields.map((field, n) => ({ field, descending: descending[n]! })));

function comparedBy(order: AnomalyOrder): (a: Anomaly, b: Anomaly) => number {
  const valueOf = (anomaly: Anomaly, field: AnomalyOrder[number]['field']): number =>
    field === 'severity' ? severities.indexOf(anomaly.severity) : Math.min(anomaly[field], Number.MAX_VALUE);
  return (a, b) => {
    for (const { field, descending } of order) {
      const difference = valueOf(a, field) - valueOf(b, field);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return a.id < b.id ? -1 : 1;
  };
}

export function describeFilters(kind: Kind): void {
  const harness = historyHarness(kind);
  const { anomalies, events } = seededLives();
  beforeEach(async () => harness.history.commit(commitOf({ closedThrough: firstSlot + 36_000, events })));

  describe('the filter of anomalies', () => {
    it('keeps in history what it keeps of an anomaly at hand, whatever is asked', async () => {
      await fc.assert(
        fc.asyncProperty(filters, async (filter) => {
          const expected = anomalies.filter((anomaly) => passesFilter(anomaly, filter, new SuppressionIndex()));
          const found = await harness.history.listAnomalies(filter, { limit: 1000 });
          expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
          expect(await harness.history.countAnomalies(filter)).toBe(expected.length);
        }),
        { numRuns: 100, seed: 8 },
      );
    });
  });

  describe('the order of anomalies', () => {
    it('is any of what never changes, paged from any row in both directions', async () => {
      const place = fc.nat(anomalies.length - 1);
      await fc.assert(
        fc.asyncProperty(
          orders,
          place,
          fc.integer({ min: 1, max: 9 }),
          fc.boolean(),
          async (order, at, limit, backward) => {
            const all = anomalies.toSorted(comparedBy(order));
            // As a cursor carries it.
            const key = JSON.parse(JSON.stringify(keyOf(all[at]!, order))) as AnomalyKey;
            const page: Page<AnomalyKey> = backward ? { limit, backward, before: key } : { limit, after: key };
            const rows = await harness.history.listAnomalies({}, page, order);
            const expected = backward ? all.slice(0, at).slice(-limit) : all.slice(at + 1).slice(0, limit);
            expect(rows).toEqual(expected);
          },
        ),
        { numRuns: 50, seed: 8 },
      );
    });
  });
}
