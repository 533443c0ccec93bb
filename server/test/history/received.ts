/** Contract of history: what is received is kept until its slot closes, each record once. */
import { describe, expect, it } from 'vitest';
import type { ReceivedRecord } from '../../src/history/received.ts';
import { firstSlot, slotSeconds } from '../history-commits.ts';
import { historyHarness } from '../history-harness.ts';
import type { Kind } from '../history-harness.ts';

const report = { form: 'sample', device: "62.0 'é", snapshotAt: firstSlot + slotSeconds } as const;
const recordOf = (subscriber: string, up: number, more: Partial<ReceivedRecord> = {}): ReceivedRecord => ({
  ...report,
  subscriber,
  session: 2 ** 53 - 1,
  startedAt: firstSlot,
  endedAt: firstSlot + slotSeconds,
  ageSeconds: slotSeconds,
  up,
  down: 2 ** 40 + 0.5,
  ...more,
});

export function describeReceived(kind: Kind): void {
  const harness = historyHarness(kind);

  describe('what is received', () => {
    it('is there after a restart, in one order, the newest of what is kept twice', async () => {
      await harness.history.keepReceived([
        recordOf('b', 1),
        recordOf('a', 2),
        recordOf('a', 3, { session: 5, estimated: true }),
      ]);
      await harness.history.keepReceived([recordOf('b', 4)]);
      await harness.reopen();
      expect(await harness.history.receivedRecords(report)).toEqual([
        recordOf('a', 3, { session: 5, estimated: true }),
        recordOf('a', 2),
        recordOf('b', 4),
      ]);
    });

    it('is asked for by report, in order of time and device', async () => {
      const later = { snapshotAt: firstSlot + 2 * slotSeconds };
      const session = { form: 'session', device: '62.0' } as const;
      await harness.history.keepReceived([recordOf('a', 1, later), recordOf('a', 1), recordOf('a', 1, session)]);
      const reports = [{ ...report, ...session }, report, { ...report, ...later }];
      expect(await harness.history.receivedReports()).toEqual(reports);
      for (const one of reports) expect(await harness.history.receivedRecords(one)).toEqual([recordOf('a', 1, one)]);
      expect(await harness.history.receivedRecords({ ...report, form: 'accounting' })).toEqual([]);
    });

    it('is found with another report than its own', async () => {
      const { history } = harness;
      const later = { snapshotAt: firstSlot + 2 * slotSeconds };
      await history.keepReceived([recordOf('a', 1), recordOf('b', 1, later)]);
      const asked = [recordOf('a', 9), recordOf('b', 9), recordOf('c', 9), recordOf('b', 9, { session: 1 })];
      expect(await history.keptWithAnother(asked)).toEqual(new Set([1]));
      expect(await history.keptWithAnother(asked.map((one) => ({ ...one, ...later })))).toEqual(new Set([0]));
      expect(await history.keptWithAnother([])).toEqual(new Set());
    });
  });
}
