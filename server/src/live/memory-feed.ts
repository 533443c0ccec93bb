/** The feed within one process: what is published goes straight to each listener's queue. */
import type { Feed, FeedTopic } from './feed.ts';
import { createListeners } from './listeners.ts';

export interface MemoryFeedOptions {
  /** Told of messages that a listener lost because it read too slowly. */
  readonly onDropped?: (topic: FeedTopic, messages: number) => void;
}

export function createMemoryFeed({ onDropped = () => undefined }: MemoryFeedOptions = {}): Feed {
  const listeners = createListeners(onDropped);
  return {
    start: () => Promise.resolve(),
    stop() {
      listeners.end();
      return Promise.resolve();
    },
    publish: (topic, messages) => listeners.deliver(topic, messages),
    subscribe: (topic, options) => listeners.subscribe(topic, options),
    fault: () => null,
  };
}
