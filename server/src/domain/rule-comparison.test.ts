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

  it('finds nothing to compare in nothing', () => {
    expect(compared([], [])).toEqual({ both: [], newlyFiring: [], vanished: [] });
  });
});
