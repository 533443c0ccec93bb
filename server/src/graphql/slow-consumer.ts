/** Tells a client that read too slowly so in GraphQL's own words, with the cursor to go on from. */
import { GraphQLError } from 'graphql';
import { SlowConsumerError } from '../live/feed.ts';
import type { ErrorCode } from './errors.ts';

/** A `SlowConsumerError` as an error with the code SLOW_CONSUMER; any other as it is. */
export function overflowAsClientError(error: unknown): unknown {
  if (!(error instanceof SlowConsumerError)) return error;
  const code: ErrorCode = 'SLOW_CONSUMER';
  return new GraphQLError(error.message, { extensions: { code, cursor: error.cursor } });
}
