import { describe, expect, it } from 'vitest';
import { createSessionBatch } from '../domain/session-batch.ts';
import { SubscriberIndex } from '../domain/subscriber-index.ts';
import type { Snapshot } from '../ingest/source.ts';
import { SeedRule } from './seed-rule.ts';

const start = 1_704_067_200;
const device = {
  id: 3,
  name: '62.0',
  unit: 'bytes',
  counters: 'session-mean',
  delimiter: ',',
  dateFormat: '',
  clockOffsetSeconds: 0,
} as const;

async function flag(uploads: readonly number[], ended: ReadonlySet<number> = new Set()) {
  const directory = new SubscriberIndex();
  const rule = new SeedRule(600, directory, () => undefined);
  for (const [n, upload] of uploads.entries()) {
    const batch = createSessionBatch(1);
    batch.count = 1;
    batch.subscriber[0] = directory.indexOf('7');
    batch.endedAt[0] = ended.has(n) ? 1 : 0;
    batch.upCounter[0] = upload;
    batch.downCounter[0] = 100;
    const snapshot: Snapshot = {
      device,
      snapshotAt: start + 600 * (n + 1),
      file: '',
      revision: 0,
      sizeBytes: 0,
      read: (onBatch) => (onBatch(batch), 1),
    };
    await rule.accept(snapshot);
  }
  return rule.finish();
}

/** Twenty rows of 1 and 3 around a mean of 2, and one of `last`. */
const withLast = (last: number): number[] => [...Array.from({ length: 20 }, (_, n) => (n % 2 ? 1 : 3)), last];

describe('SeedRule', () => {
  it('flags a row beyond mean + 3 sample standard deviations of all rows, itself included', async () => {
    // From Python: statistics.mean and stdev of [3, 1] * 10 + [10].
    const [anomaly] = await flag(withLast(10));
    expect(anomaly).toMatchObject({
      subscriber: '7',
      kind: 'upload-surge',
      openedAt: start + 20 * 600,
      detectedAt: start + 21 * 600,
      closedAt: null,
    });
    expect(anomaly!.score).toBeCloseTo(3.78705, 5);
    expect(anomaly!.expected.highUp * 600).toBeCloseTo(2.380952 + 3 * 2.01187, 4);
    // Likewise [3, 1] * 10 + [5]: z = 2.390, which is not flagged.
    expect(await flag(withLast(5))).toEqual([]);
  });

  it('leaves out ended sessions and counters of 0 or less, as the system it is taken from', async () => {
    expect(await flag(withLast(10), new Set([20]))).toEqual([]);
    const [anomaly] = await flag([0, -5, ...withLast(10)]);
    expect(anomaly!.score).toBeCloseTo(3.78705, 5);
  });

  it('makes one anomaly of consecutive flagged rows', async () => {
    const rows = [...Array.from({ length: 60 }, (_, n) => (n % 2 ? 1 : 3)), 12, 12, 1, 12];
    expect(await flag(rows)).toMatchObject([{ slots: 2 }, { slots: 1 }]);
  });
});
