import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomalyOf } from '../../test/history-commits.ts';
import type { Anomaly } from './anomaly.ts';
import { compareAnomalies } from './rule-comparison.ts';

const anomaly = (id: string, subscriber: string, openedAt: number, closedAt: number | null): Anomaly =>
  anomalyOf({ id, subscriber, openedAt, closedAt });

function compared(first: readonly Anomaly[], second: readonly Anomaly[]): Record<string, string[]> {
  const { both, newlyFiring, vanished } = compareAnomalies(first, second);
  const ids = (anomalies: readonly Anomaly[]): string[] => anomalies.map(({ id }) => id);
  return { both: ids(both), newlyFiring: ids(newlyFiring), vanished: ids(vanished) };
}

describe('compareAnomalies', () => {
  it('takes anomalies of one subscriber that overlap for the same', () => {
    expect(compared([anomaly('a', 's', 0, 20)], [anomaly('b', 's', 19, 30)])).toEqual({
      both: ['b'],
      newlyFiring: [],
      vanished: [],
    });
  });

  it('tells apart those that only touch, and those of different subscribers', () => {
    const first = [anomaly('a', 's', 0, 20), anomaly('b', 't', 0, 20)];
    const second = [anomaly('c', 's', 20, 30), anomaly('d', 'u', 0, 20)];
    expect(compared(first, second)).toEqual({ both: [], newlyFiring: ['c', 'd'], vanished: ['a', 'b'] });
  });

  it('takes an open anomaly to go on for ever', () => {
    expect(compared([anomaly('a', 's', 0, null)], [anomaly('b', 's', 1000, null)])).toMatchObject({ both: ['b'] });
  });

  it('does not count a long anomaly that became two as a new one', () => {
    const second = [anomaly('b', 's', 0, 10), anomaly('c', 's', 20, 30)];
    expect(compared([anomaly('a', 's', 0, 30)], second)).toEqual({ both: ['b', 'c'], newlyFiring: [], vanished: [] });
  });

  it('finds what comparing every pair finds', () => {
    const run = fc.record({ at: fc.nat(20), slots: fc.option(fc.integer({ min: 1, max: 8 })), who: fc.nat(1) });
    const found = (prefix: string): fc.Arbitrary<Anomaly[]> =>
      fc
        .array(run, { maxLength: 8 })
        .map((runs) =>
          runs.map(({ at, slots, who }, n) =>
            anomaly(`${prefix}${n}`, `s${who}`, at, slots === null ? null : at + slots),
          ),
        );
    const overlap = (a: Anomaly, b: Anomaly): boolean =>
      a.subscriber === b.subscriber && a.openedAt < (b.closedAt ?? Infinity) && b.openedAt < (a.closedAt ?? Infinity);
    const isNew = fc.property(found('a'), found('b'), (first, second) => {
      const { newlyFiring, vanished } = compareAnomalies(first, second);
      expect(newlyFiring).toEqual(second.filter((one) => !first.some((other) => overlap(one, other))));
      expect(vanished).toEqual(first.filter((one) => !second.some((other) => overlap(one, other))));
    });
    fc.assert(isNew, { seed: 5 });
  });

  it('finds nothing to compare in nothing', () => {
    expect(compared([], [])).toEqual({ both: [], newlyFiring: [], vanished: [] });
  });
});
