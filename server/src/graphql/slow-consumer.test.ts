import { describe, expect, it } from 'vitest';
import { anomalyEvent } from '../live/feed-contract.ts';
import { createMemoryFeed } from '../live/memory-feed.ts';
import { overflowAsClientError } from './slow-consumer.ts';

const events = (count: number) => Array.from({ length: count }, (_, n) => anomalyEvent(n));

describe('a stream of events to a client', () => {
  it('ends with the code SLOW_CONSUMER when its reader fell behind', async () => {
    const feed = createMemoryFeed();
    const stream = overflowAsClientError(feed.subscribe('anomaly', { capacity: 3, overflow: 'close' }), () => '1-2');
    feed.publish('anomaly', events(5));
    feed.publish('anomaly', [anomalyEvent(5)]);
    await expect(stream.next()).rejects.toMatchObject({
      message: 'The listener fell more than 3 messages behind; go on after "1-2"',
      extensions: { code: 'SLOW_CONSUMER', cursor: '1-2' },
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('passes any other failure of its source on', async () => {
    const broken: AsyncIterableIterator<number> = {
      next: () => Promise.reject(new TypeError('broken')),
      [Symbol.asyncIterator]: () => broken,
    };
    await expect(overflowAsClientError(broken, () => '').next()).rejects.toBeInstanceOf(TypeError);
  });
});
