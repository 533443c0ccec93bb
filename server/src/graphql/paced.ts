/** Slows a stream down to a greatest pace by waiting before each pull; what the source drops meanwhile is its policy. */

import type { Stream } from '../live/feed.ts';

/** Ends at once when returned, even in the middle of a wait. */
export function paced<Message>(source: Stream<Message>, intervalMs: number): Stream<Message> {
  let rested: Promise<void> = Promise.resolve();
  let endRest = (): void => undefined;
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, intervalMs);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      await rested;
      const step = await source.next();
      if (!step.done) rested = rest();
      return step;
    },
    return: () => {
      endRest();
      return source.return?.() ?? Promise.resolve({ done: true, value: undefined });
    },
  };
}
