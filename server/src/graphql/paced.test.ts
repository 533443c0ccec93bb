import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closedSlot } from '../live/feed-contract.ts';
import type { Feed } from '../live/feed.ts';
import { createMemoryFeed } from '../live/memory-feed.ts';
import { paced } from './paced.ts';

describe('a paced stream', () => {
  let feed: Feed;
  const subscribe = () => paced(feed.subscribe('slot', { capacity: 1, overflow: 'drop-oldest' }), 250);
  const publish = (n: number): void => feed.publish('slot', [closedSlot(n)]);

  beforeEach(() => {
    vi.useFakeTimers();
    feed = createMemoryFeed();
  });
  afterEach(() => vi.useRealTimers());

  it('gives the first message at once and, after each, the newest of the time that followed', async () => {
    const slots = subscribe();
    const first = slots.next();
    publish(0);
    expect((await first).value).toEqual(closedSlot(0));

    let second: unknown = null;
    const arrived = slots.next().then((step) => (second = step.value));
    for (let n = 1; n <= 5; n++) publish(n);
    await vi.advanceTimersByTimeAsync(249);
    expect(second).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    await arrived;
    expect(second).toEqual(closedSlot(5));
  });

  it('ends at once when it is left, in the middle of a rest too', async () => {
    const slots = subscribe();
    publish(0);
    await slots.next();
    const waiting = slots.next();
    await slots.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with its source', async () => {
    const slots = subscribe();
    const waiting = slots.next();
    await feed.stop();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
