/** Tells a client that read too slowly so in GraphQL's own words. */
import { SlowConsumerError } from '../live/feed.ts';
import { clientError } from './errors.ts';

/**
 * Ends the source when the client leaves; a `SlowConsumerError` of the source becomes an error with the code
 * SLOW_CONSUMER.
 */
export function overflowAsClientError<Message>(source: AsyncIterableIterator<Message>): AsyncIterableIterator<Message> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        return await source.next();
      } catch (error) {
        throw error instanceof SlowConsumerError ? clientError('SLOW_CONSUMER', error.message) : error;
      }
    },
    // A generator would wait for its pending `next` before it returns; the source ends that wait.
    return: () => source.return?.() ?? Promise.resolve({ done: true, value: undefined }),
  };
}
