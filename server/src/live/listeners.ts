/** The listeners of this process, by topic, each behind a bounded queue of its own: what both feeds deliver to. */
import { BoundedQueue } from './bounded-queue.ts';
import type { Feed, FeedMessages, FeedTopic, OnDropped, SubscribeOptions } from './feed.ts';

export interface Listeners extends Pick<Feed, 'subscribe'> {
  deliver<Topic extends FeedTopic>(topic: Topic, messages: readonly FeedMessages[Topic][]): void;
  /** Ends every subscription; those made later are done at once. */
  end(): void;
}

/** `onDropped` is told of messages that a listener lost because it read too slowly. */
export function createListeners(onDropped: OnDropped): Listeners {
  const queues: { readonly [Topic in FeedTopic]: Set<BoundedQueue<FeedMessages[Topic]>> } = {
    anomaly: new Set(),
    slot: new Set(),
  };
  let ended = false;

  return {
    subscribe<Topic extends FeedTopic>(topic: Topic, options: SubscribeOptions<FeedMessages[Topic]>) {
      const members: Set<BoundedQueue<FeedMessages[Topic]>> = queues[topic];
      const queue = new BoundedQueue(options, () => members.delete(queue));
      if (ended) queue.end();
      else members.add(queue);
      return queue;
    },
    deliver(topic, messages) {
      for (const queue of queues[topic]) {
        const lost = queue.push(messages);
        if (lost > 0) onDropped(topic, lost, 'listener');
      }
    },
    end() {
      ended = true;
      for (const members of Object.values(queues)) for (const queue of members) queue.end();
    },
  };
}
