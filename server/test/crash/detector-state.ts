/** The state in a checkpoint as it is by subscriber: two runs of the same data give the same, whatever the order of indexes. */
import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../src/checkpoint/checkpoint.ts';
import { bytesOf } from '../../src/checkpoint/checkpoint-format.ts';
import { restoreDetection } from '../../src/checkpoint/detection-state.ts';
import { textOfRecords } from '../../src/checkpoint/record-text.ts';
import type { SavedState } from '../../src/domain/saved-state.ts';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';

export function stateBySubscriber({ closedThrough, state }: Pick<Checkpoint, 'closedThrough' | 'state'>): unknown {
  const directory = new SubscriberIndex();
  let detector: SavedState = state;
  restoreDetection(state, directory, { save: () => detector, restore: (part) => void (detector = part) });
  const isOfClasses = ([name]: readonly [string, unknown]): boolean => name.startsWith('subscribers/classes/');
  const ofSubscribers = [...detector.columns].filter((column) => !isOfClasses(column));
  const hashes: Record<string, string> = {};
  for (let index = 0; index < directory.size; index++) {
    const hash = createHash('sha256');
    let seen = false;
    for (const [name, column] of ofSubscribers) {
      const stride = column.length / directory.size;
      const own = bytesOf(column.subarray(index * stride, (index + 1) * stride));
      seen ||= own.some((byte) => byte !== 0);
      hash.update(name).update(own);
    }
    // Who only came in rows that were not used is in one directory and not in the other.
    if (seen) hashes[directory.idOf(index)] = hash.digest('hex');
  }
  const { runs: open, ...rest } = detector.records as Readonly<Record<string, unknown>>;
  const runs = (open as unknown[]).map(textOfRecords).sort();
  const subscribers = Object.entries(hashes).map((entry) => entry.join(' '));
  const classes = [...detector.columns].filter(isOfClasses).map(([name, column]) => [name, [...column].join(' ')]);
  return { closedThrough, subscribers: subscribers.sort(), classes, runs, rest: textOfRecords(rest) };
}
