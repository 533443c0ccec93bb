/** Tells a client that read too slowly so in GraphQL's own words, with the cursor to go on from. */
import { SlowConsumerError } from '../live/feed.ts';
import { clientError } from './errors.ts';

/** A `SlowConsumerError` as an error with the code SLOW_CONSUMER; any other as it is. */
export function overflowAsClientError(error: unknown): unknown {
  if (!(error instanceof SlowConsumerError)) return error;
  return clientError('SLOW_CONSUMER', error.message, null, { cursor: error.cursor });
}
