import { describe, expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';
import { SlowConsumerError } from './feed.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('a queue that closes when its listener is too slow', () => {
  const open = (capacity: number): BoundedQueue<number> =>
    new BoundedQueue({ capacity, overflow: 'close' }, () => undefined);

  it('does so when more than its capacity waits from before and nothing was taken since', async () => {
    const queue = open(3);
    expect(queue.push(numbers(4))).toBe(0);
    expect(queue.push([4, 5])).toBe(6);
    await expect(queue.next()).rejects.toBeInstanceOf(SlowConsumerError);
    expect(queue.push([6])).toBe(0);
  });

  it('does not while no more than its capacity waits', () => {
    const queue = open(3);
    expect([queue.push(numbers(3)), queue.push(numbers(3))]).toEqual([0, 0]);
  });

  it('waits for one that takes something between publishes, up to 10,000 messages', async () => {
    const queue = open(3);
    for (let n = 0; n < 10; n++) {
      expect(queue.push(numbers(1001))).toBe(0);
      await queue.next();
    }
    expect(queue.push(numbers(1))).toBe(0);
    expect(queue.push(numbers(1))).toBe(10_002);
  });
});
