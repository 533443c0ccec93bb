import { describe, expect, it } from 'vitest';
import { closedSlot, describeFeedContract, take } from './feed-contract.ts';
import { createMemoryFeed } from './memory-feed.ts';

describe('the feed in memory', () => {
  describeFeedContract(() => ({ feed: createMemoryFeed(), ready: () => Promise.resolve() }));

  it('tells how many messages a listener lost', async () => {
    const lost: [string, number][] = [];
    const feed = createMemoryFeed({ onDropped: (topic, messages) => lost.push([topic, messages]) });
    const slow = feed.subscribe('slot', { capacity: 2, overflow: 'drop-oldest' });
    feed.publish('slot', [closedSlot(0), closedSlot(1), closedSlot(2), closedSlot(3)]);
    expect(lost).toEqual([['slot', 2]]);
    expect(await take(slow, 2)).toEqual([closedSlot(2), closedSlot(3)]);
  });
});
