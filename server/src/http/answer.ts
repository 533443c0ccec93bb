/** Short answers of our own HTTP routes: JSON, plain text, and problems (RFC 9457). */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { problemOf, type ProblemExtras } from './problem.ts';

/** Sends the text with its length; a HEAD request gets the headers alone. */
export function answerText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': body.byteLength, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  answerText(request, response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
}

/** `detail` is a sentence for the client: what was given and what was expected. The code follows from the status unless it is given. */
export function answerProblem(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  detail: string,
  headers: OutgoingHttpHeaders = {},
  extras: ProblemExtras = {},
): void {
  const problem = problemOf(status, detail, request.url ?? '', extras);
  answerText(request, response, status, 'application/problem+json', JSON.stringify(problem), headers);
}
