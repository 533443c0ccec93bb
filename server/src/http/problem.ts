/** What went wrong with a request, in the words of RFC 9457 and with a code of one published list. */
import { STATUS_CODES, type OutgoingHttpHeaders } from 'node:http';

/** Every `code` that a problem can carry, and what it means. */
export const problemCodes = {
  BAD_REQUEST: 'The request can not be read.',
  UNKNOWN_PARAMETER:
    'A query parameter that this route does not have. It is never ignored: a typo must not widen an answer.',
  BAD_PARAMETER: 'A parameter has a value that can not be used.',
  BAD_CURSOR: 'The cursor was not given out for this list, or was changed on its way. Begin again without it.',
  NOT_FOUND: 'There is no such route.',
  METHOD_NOT_ALLOWED: 'The route does not take this method; the header Allow names those it takes.',
  UNAUTHENTICATED: 'The request has no key, or one that is not good.',
  FORBIDDEN: 'The key is good, but not for this route.',
  CONFLICT: 'It contradicts what is there already.',
  TOO_MANY_REQUESTS: 'More was asked than may be. Retry after the seconds of Retry-After.',
  SNAPSHOT_TAKEN: 'The report of that device and moment was handed over: nothing can be added to it.',
  BODY_TOO_LARGE: 'The body has more bytes or rows than are taken at once. Send it in parts.',
  UNSUPPORTED_MEDIA_TYPE: 'The body is of a media type or a coding that is not taken.',
  NO_USABLE_ROW: 'None of the rows can be used; `outcome` says why.',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was given with another body before.',
  TOO_MANY_ROWS: 'The key has pushed more rows than it may. Retry after the seconds of Retry-After.',
  NOT_ACCEPTABLE: 'The route has none of the media types that the request accepts.',
  MISDIRECTED_REQUEST: 'The server is not reached by the host that the request names.',
  TOO_BUSY: 'As many answers or streams are under way as the server allows. Retry after the seconds of Retry-After.',
  TIMED_OUT: 'The answer took longer than it may. Ask for less, or retry after the seconds of Retry-After.',
  HISTORY_UNAVAILABLE:
    'History can not be read, or takes nothing, at the moment. Retry after the seconds of Retry-After.',
  INTERNAL_SERVER_ERROR: 'A fault of the server, which its log describes.',
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** One of several things that are wrong with a request. */
export interface ProblemPart {
  readonly parameter: string;
  readonly code: ProblemCode;
  readonly detail: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Path and query of the request. */
  readonly instance: string;
  readonly code: ProblemCode;
  readonly errors?: readonly ProblemPart[];
  /** What became of the rows of a body. */
  readonly outcome?: object;
}

const codesByStatus: ReadonlyMap<number, ProblemCode> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [405, 'METHOD_NOT_ALLOWED'],
  [406, 'NOT_ACCEPTABLE'],
  [413, 'BODY_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [421, 'MISDIRECTED_REQUEST'],
  [429, 'TOO_MANY_REQUESTS'],
  [500, 'INTERNAL_SERVER_ERROR'],
  [503, 'TOO_BUSY'],
]);

export type ProblemExtras = Partial<Pick<Problem, 'code' | 'errors' | 'outcome'>>;

/** The code follows from the status unless it is given. */
export function problemOf(status: number, detail: string, instance: string, extras: ProblemExtras = {}): Problem {
  const code = extras.code ?? codesByStatus.get(status) ?? 'BAD_REQUEST';
  const { errors, outcome } = extras;
  const title = STATUS_CODES[status] ?? 'Error';
  const more = { ...(errors && { errors }), ...(outcome && { outcome }) };
  return { type: 'about:blank', title, status, detail, instance, code, ...more };
}

/** Thrown by a handler for an error of the request; the message is for the client. */
export class RequestProblem extends Error {
  readonly status: number;
  readonly extras: ProblemExtras;
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, detail: string, extras: ProblemExtras = {}, headers: OutgoingHttpHeaders = {}) {
    super(detail);
    this.status = status;
    this.extras = extras;
    this.headers = headers;
  }
}

/** One thing wrong is told as it is, several as a list as well. */
export function parameterProblem(errors: readonly ProblemPart[]): RequestProblem {
  const detail = errors.map((error) => error.detail).join('. ');
  return new RequestProblem(400, detail, { code: errors[0]?.code ?? 'BAD_PARAMETER', errors });
}
