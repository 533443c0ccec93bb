import { describe, expect, it } from 'vitest';
import { anomalyEvent } from '../live/feed-contract.ts';
import { createMemoryFeed } from '../live/memory-feed.ts';
import { overflowAsClientError } from './slow-consumer.ts';

const events = (count: number) => Array.from({ length: count }, (_, n) => anomalyEvent(n));

describe('a filtered stream of events', () => {
  it('gives those that pass, in order', async () => {
    const feed = createMemoryFeed();
    const even = overflowAsClientError(
      feed.subscribe('anomaly', { capacity: 100, overflow: 'close' }),
      ({ ordinal }) => ordinal % 2 === 0,
    );
    feed.publish('anomaly', events(6));
    for (const n of [0, 2, 4]) expect(await even.next()).toEqual({ done: false, value: anomalyEvent(n) });
  });

  it('ends with the code SLOW_CONSUMER when its reader fell behind', async () => {
    const feed = createMemoryFeed();
    const stream = overflowAsClientError(feed.subscribe('anomaly', { capacity: 3, overflow: 'close' }), () => true);
    feed.publish('anomaly', events(5));
    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'SLOW_CONSUMER' } });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('passes any other failure of its source on', async () => {
    const broken: AsyncIterableIterator<number> = {
      next: () => Promise.reject(new TypeError('broken')),
      [Symbol.asyncIterator]: () => broken,
    };
    await expect(overflowAsClientError(broken, () => true).next()).rejects.toBeInstanceOf(TypeError);
  });
});
