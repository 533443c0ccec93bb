/** Contract of history: the last counters of RADIUS sessions are kept, and are there after a restart. */
import { describe, expect, it } from 'vitest';
import type { RadiusCounters } from '../../src/history/radius-counters.ts';
import { firstSlot } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';

const countersOf = (session: number, more: Partial<RadiusCounters> = {}): RadiusCounters => ({
  nas: 2 ** 53 - 1,
  session,
  at: firstSlot,
  sessionSeconds: 600,
  upBytes: 2 ** 52 + 1,
  downBytes: 7,
  gigawords: true,
  ended: false,
  ...more,
});

export function describeRadiusCounters(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('counters of RADIUS sessions', () => {
    it('are there after a restart, the newest that was kept of each session', async () => {
      const first = [countersOf(1), countersOf(2), countersOf(2 ** 53 - 2, { sessionSeconds: null, gigawords: false })];
      await harness.history.keepRadiusCounters(first);
      await harness.history.keepRadiusCounters([countersOf(2, { at: firstSlot - 1, ended: true })]);
      await harness.history.keepRadiusCounters([]);
      await harness.reopen();
      const kept = await harness.history.radiusCounters();
      expect(kept.toSorted((a, b) => a.session - b.session)).toEqual([
        first[0],
        countersOf(2, { at: firstSlot - 1, ended: true }),
        first[2],
      ]);
    });
  });
}
