/** Filters a listener's messages, and tells a client that read too slowly so in GraphQL's own words. */
import { SlowConsumerError } from '../live/feed.ts';
import { clientError } from './errors.ts';

/**
 * The messages that pass. Ends the source when the client leaves; a `SlowConsumerError` of the source becomes an
 * error with the code SLOW_CONSUMER.
 */
export function overflowAsClientError<Message>(
  source: AsyncIterableIterator<Message>,
  passes: (message: Message) => boolean,
): AsyncIterableIterator<Message> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        for (;;) {
          const step = await source.next();
          if (step.done || passes(step.value)) return step;
        }
      } catch (error) {
        throw error instanceof SlowConsumerError ? clientError('SLOW_CONSUMER', error.message) : error;
      }
    },
    // A generator would wait for its pending `next` before it returns; the source ends that wait.
    return: () => source.return?.() ?? Promise.resolve({ done: true, value: undefined }),
  };
}
