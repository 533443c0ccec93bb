/** Errors as a client sees them: each has a code of one published list, and what was not meant for clients is masked. */
import { GraphQLError, type ASTNode } from 'graphql';
import { maskError as maskUnexpected } from 'graphql-yoga';
import { HistoryUnavailable } from '../history/history-unavailable.ts';

/** Every `extensions.code` that an answer can carry. */
export const errorCodes = [
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'UNKNOWN_DOCUMENT',
  'RATE_LIMITED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'PAGE_TOO_LARGE',
  'RANGE_TOO_LARGE',
  'QUERY_TOO_COMPLEX',
  'TIMED_OUT',
  'BACKTEST_UNAVAILABLE',
  'TOO_MANY_OPERATIONS',
  'SLOW_CONSUMER',
  'HISTORY_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error whose message is meant for the client. `further` goes beside the code. */
export function clientError(
  code: ErrorCode,
  message: string,
  nodes: ASTNode | null = null,
  further: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  return new GraphQLError(message, { nodes, extensions: { code, ...further } });
}

/**
 * What a client may see of an error: our own and those of graphql-js about the request as they are, with a code;
 * of everything else only that it happened, and where in the answer.
 */
export function maskError(error: unknown, message: string): Error {
  if (!(error instanceof GraphQLError)) return maskUnexpected(undefined, message, false);
  if (error.originalError instanceof HistoryUnavailable) return historyUnavailableAt(error);
  const masked = maskUnexpected(isUnfitResult(error) ? unexpectedAt(error) : error, message, false);
  if (masked === error) error.extensions['code'] ??= codeWithout(error);
  return masked;
}

/** What is wrong with history names addresses: that is for the log and for /health/ready. */
function historyUnavailableAt(error: GraphQLError): GraphQLError {
  const { nodes = null, path = null, originalError } = error;
  const extensions = { code: 'HISTORY_UNAVAILABLE' satisfies ErrorCode };
  return new GraphQLError('History can not be read at the moment; try again', {
    nodes,
    path,
    originalError,
    extensions,
  });
}

/** graphql-js reports a value of ours that does not fit its type (a rate that is not finite, say) like a client's mistake. */
function isUnfitResult({ extensions, originalError, path }: GraphQLError): boolean {
  if (path === undefined || extensions['code'] !== undefined) return false;
  return originalError instanceof GraphQLError && originalError.nodes === undefined;
}

function unexpectedAt(error: GraphQLError): GraphQLError {
  const { message, nodes = null, path = null } = error;
  return new GraphQLError(message, { nodes, path, originalError: new Error(message) });
}

/** The code of an error that has none: of graphql-js about the document, or of Yoga about the request. */
function codeWithout({ message, nodes, extensions }: GraphQLError): ErrorCode {
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  const { status } = (extensions['http'] ?? {}) as { readonly status?: number };
  if (nodes !== undefined || status === undefined) return 'BAD_USER_INPUT';
  return status === 403 ? 'FORBIDDEN' : 'BAD_REQUEST';
}

/** The errors as they go over a socket: without what Yoga notes in them for HTTP. */
export function toSocketErrors(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map((error) => {
    const { http: _http, unexpected: _unexpected, ...extensions } = error.extensions;
    const { nodes = null, source = null, positions = null, path = null } = error;
    return new GraphQLError(error.message, { nodes, source, positions, path, extensions });
  });
}
