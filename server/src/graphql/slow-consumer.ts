/** Tells a client that read too slowly so in GraphQL's own words, with the cursor to go on from. */
import { GraphQLError } from 'graphql';
import { SlowConsumerError } from '../live/feed.ts';
import type { ErrorCode } from './errors.ts';

/**
 * Ends the source when the client leaves; a `SlowConsumerError` of the source becomes an error with the code
 * SLOW_CONSUMER.
 */
export function overflowAsClientError<Message>(
  source: AsyncIterableIterator<Message>,
  lastCursor: () => string,
): AsyncIterableIterator<Message> {
  const told = (error: unknown): never => {
    if (!(error instanceof SlowConsumerError)) throw error;
    const cursor = lastCursor();
    const code: ErrorCode = 'SLOW_CONSUMER';
    throw new GraphQLError(`${error.message}; go on after "${cursor}"`, { extensions: { code, cursor } });
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => source.next().catch(told),
    // A generator would wait for its pending `next` before it returns; the source ends that wait.
    return: () => source.return?.() ?? Promise.resolve({ done: true, value: undefined }),
  };
}
