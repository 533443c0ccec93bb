/** A session batch that grows as records are added to it. */
import { createSessionBatch } from '../../domain/session-batch.ts';
import type { SessionBatch } from '../../domain/session-batch.ts';

export interface RecordColumns {
  /** Another object after `reserve` had to grow it. */
  readonly batch: SessionBatch;
  /** Makes room for one more record and gives its row. */
  reserve(): number;
  clear(): void;
}

export function createRecordColumns(capacity: number): RecordColumns {
  let batch = createSessionBatch(capacity);

  function grow(): void {
    const larger = createSessionBatch(batch.capacity * 2);
    larger.count = batch.count;
    larger.session.set(batch.session);
    larger.subscriber.set(batch.subscriber);
    larger.startedAt.set(batch.startedAt);
    larger.endedAt.set(batch.endedAt);
    larger.ageSeconds.set(batch.ageSeconds);
    larger.upCounter.set(batch.upCounter);
    larger.downCounter.set(batch.downCounter);
    larger.line.set(batch.line);
    batch = larger;
  }

  return {
    get batch() {
      return batch;
    },
    reserve() {
      if (batch.count === batch.capacity) grow();
      return batch.count++;
    },
    clear() {
      batch.count = 0;
    },
  };
}
