/** Slows a stream down to a greatest pace by waiting before each pull; what the source drops meanwhile is its policy. */
import { setTimeout as wait } from 'node:timers/promises';

/** Ends at once when returned, even in the middle of a wait. */
export function paced<Message>(
  source: AsyncIterableIterator<Message>,
  intervalMs: number,
): AsyncIterableIterator<Message> {
  const left = new AbortController();
  let resting: Promise<void> = Promise.resolve();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      await resting;
      const step = await source.next();
      resting = wait(intervalMs, undefined, { signal: left.signal }).catch(() => undefined);
      return step;
    },
    return: () => {
      left.abort();
      return source.return?.() ?? Promise.resolve({ done: true, value: undefined });
    },
  };
}
