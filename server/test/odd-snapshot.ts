/** A snapshot made for a test, with what a report must carry: odd numbers, several batches, rows that could not be read. */
import type { DeadLetter } from '../src/domain/dead-letter.ts';
import { createSessionBatch } from '../src/domain/session-batch.ts';
import type { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import type { Snapshot } from '../src/ingest/source.ts';

const device = {
  id: 3,
  name: '62.0',
  unit: 'bits',
  counters: 'cumulative',
  delimiter: ',',
  dateFormat: 'd-m-Y',
  clockOffsetSeconds: 0,
} as const;

/** A snapshot with a session of each subscriber, in two batches, and some rows that could not be read. */
export function snapshotOf(
  subscribers: readonly string[],
  directory: SubscriberIndex,
  snapshotAt = 600,
  badRows = 0,
): Snapshot {
  const letter = (line: number): DeadLetter => ({
    file: 'f.csv',
    line,
    column: 'UpTx',
    reason: 'bad-number',
    given: 'x',
  });
  return {
    device,
    snapshotAt,
    revision: 0,
    file: 'f.csv',
    sizeBytes: 99,
    estimated: 1,
    read(onBatch, onDeadLetter) {
      for (let n = 0; n < badRows; n++) onDeadLetter(letter(n));
      const batch = createSessionBatch(Math.ceil(subscribers.length / 2) + 1);
      for (const [n, id] of subscribers.entries()) {
        if (n === Math.floor(subscribers.length / 2)) {
          onBatch(batch);
          batch.count = 0;
        }
        const row = batch.count++;
        batch.session[row] = 2 ** 52 + n;
        batch.subscriber[row] = directory.indexOf(id);
        batch.startedAt[row] = 2 ** 32 - 1 - n;
        batch.endedAt[row] = n;
        batch.ageSeconds[row] = n + 1;
        batch.upCounter[row] = -n - 0.5;
        batch.downCounter[row] = 1e300;
        batch.line[row] = n + 2;
      }
      onBatch(batch);
      return subscribers.length + badRows;
    },
  };
}
