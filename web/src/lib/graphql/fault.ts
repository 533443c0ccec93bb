/** Why a query failed, in words for the person who sees the panel. */
import type { CombinedError } from '@urql/core';

export interface Fault {
  readonly title: string;
  readonly detail: string;
  /** To find the request in the server's log; null when the server did not name it. */
  readonly requestId: string | null;
}

/** The parts of an error that are read here. */
type Failure = Pick<CombinedError, 'graphQLErrors'> & {
  readonly networkError?: Error | undefined;
  readonly response?: { readonly status?: number; readonly headers?: { get(name: string): string | null } } | undefined;
};

/** A fault of the way there ("no answer") or of the answer (what the server said). */
export function faultOf({ graphQLErrors, networkError, response }: Failure): Fault {
  const requestId = response?.headers?.get('x-request-id') ?? null;
  const first = graphQLErrors[0];
  if (first) {
    const code = first.extensions['code'];
    return {
      title: 'The server could not answer this',
      detail: typeof code === 'string' ? `${first.message} (${code})` : first.message,
      requestId,
    };
  }
  const timedOut = networkError?.name === 'TimeoutError';
  const status = response?.status;
  return {
    title: timedOut ? 'The server took too long to answer' : 'The server did not answer',
    detail: status
      ? `It sent status ${status} instead of data.`
      : (networkError?.message ?? 'Nothing is known about the cause.'),
    requestId,
  };
}
