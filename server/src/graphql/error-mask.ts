/** Masks the errors that Yoga does not, of subscriptions and on sockets: clients see what `maskError` leaves, the log gets the rest. */
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { maskError } from './errors.ts';

export type ErrorMask = (error: unknown) => GraphQLError;

export function createErrorMask(log: Logger): ErrorMask {
  return (error) => {
    const shown = maskError(error, 'Unexpected error.');
    if (shown !== error) log.error({ err: error }, 'Unexpected error in a GraphQL operation');
    return shown instanceof GraphQLError ? shown : new GraphQLError(shown.message);
  };
}
