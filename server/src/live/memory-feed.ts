/** The feed within one process: what is published goes straight to each listener's queue. */
import type { Feed, OnDropped } from './feed.ts';
import { createListeners } from './listeners.ts';

export interface MemoryFeedOptions {
  readonly onDropped?: OnDropped;
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
    erase: () => Promise.resolve(0),
    fault: () => null,
  };
}
