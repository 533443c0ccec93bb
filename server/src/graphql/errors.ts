/** Errors a client sees: each has a code from one published list in `extensions.code`. */
import { GraphQLError } from 'graphql';

/** Every `extensions.code` that an answer can carry. */
export const errorCodes = [
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'PAGE_TOO_LARGE',
  'RANGE_TOO_LARGE',
  'QUERY_TOO_COMPLEX',
  'TOO_MANY_OPERATIONS',
  'SLOW_CONSUMER',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error whose message is meant for the client. */
export function clientError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
