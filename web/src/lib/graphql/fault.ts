/** Why a query failed, in words for the person who sees the panel. */
import type { CombinedError } from '@urql/core';
import { text } from '#lib/text/text.ts';

export interface Fault {
  /** `forbidden`: asking again does not help. `partial`: some of the answer is there. */
  readonly kind: 'forbidden' | 'partial' | 'failed';
  readonly title: string;
  readonly detail: string;
  /** To find the request in the server's log; null when the server did not name it. */
  readonly requestId: string | null;
  /** What else the server said of it, its code among it. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The parts of an error that are read here. */
type Failure = Pick<CombinedError, 'graphQLErrors'> & {
  readonly networkError?: Error | undefined;
  readonly response?: { readonly status?: number; readonly headers?: { get(name: string): string | null } } | undefined;
};

const words = text.states;

/** A fault of the way there ("no answer") or of the answer (what the server said). `hasData`: the answer has data all the same. */
export function faultOf({ graphQLErrors, networkError, response }: Failure, hasData = false): Fault {
  const requestId = response?.headers?.get('x-request-id') ?? null;
  const first = graphQLErrors[0];
  if (first) {
    const code = first.extensions['code'];
    if (code === 'FORBIDDEN')
      return { kind: 'forbidden', title: words.forbidden, detail: words.forbiddenDetail, requestId };
    const detail = typeof code === 'string' ? `${first.message} (${code})` : first.message;
    if (hasData) return { kind: 'partial', title: words.partly, detail, requestId };
    return { kind: 'failed', title: words.serverCouldNot, detail, requestId, extensions: first.extensions };
  }
  const timedOut = networkError?.name === 'TimeoutError';
  const status = response?.status;
  return {
    kind: 'failed',
    title: timedOut ? words.serverTooSlow : words.serverDidNot,
    detail: status ? words.status(status) : (networkError?.message ?? words.unknownCause),
    requestId,
  };
}
