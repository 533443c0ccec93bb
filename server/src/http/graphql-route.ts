/** The HTTP side of /graphql: reads the body within its bound, lets Yoga answer, and streams what it says. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Principal } from '../access/policy.ts';
import type { Graphql } from '../graphql/yoga.ts';
import { answerJson, answerProblem } from './answer.ts';
import { readBody } from './request-body.ts';

const largestBodyBytes = 256 * 1024;
const eventStream = 'text/event-stream';

export interface StreamLimits {
  /** Event streams at once; more are refused with 503. */
  readonly connections: number;
  /** A client that takes nothing for this long, pings included, is cut off. */
  readonly silenceMs: number;
  /** Ends the event streams that are open when the server stops. */
  readonly stopping: AbortSignal;
}

export function createGraphqlRoute(graphql: Graphql, limits: StreamLimits) {
  let streams = 0;

  /** `from`: address of the network. */
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    principal: Principal,
    from: string,
  ): Promise<void> => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (request.headers.accept?.includes(eventStream)) {
      if (streams >= limits.connections) {
        return answerProblem(request, response, 503, 'There are too many event streams', { 'Retry-After': 10 });
      }
      streams += 1;
      response.once('close', () => (streams -= 1));
    }
    const body = isRead ? undefined : await readBody(request, largestBodyBytes);
    if (body === null) {
      const message = `The body is larger than ${largestBodyBytes} bytes`;
      const errors = [{ message, extensions: { code: 'BAD_REQUEST' } }];
      return answerJson(request, response, 413, { errors }, { Connection: 'close' });
    }

    const left = new AbortController();
    // Not after an answer that was sent: an abort costs as much as a look-up.
    response.once('close', () => {
      if (!response.writableFinished) left.abort();
    });
    const sender = { principal, from };
    const init = {
      method: request.method ?? 'POST',
      headers: request.headers as Record<string, string>,
      ...(body && { body: body as BodyInit }),
      signal: left.signal,
    };
    const url = `http://${request.headers.host ?? ''}${request.url ?? ''}`;
    const answer = await graphql.yoga.fetch(url, init, sender);
    await send(answer, response, limits);
  };
}

async function send(answer: Response, response: ServerResponse, { silenceMs, stopping }: StreamLimits): Promise<void> {
  const headers = Object.fromEntries(answer.headers);
  if (answer.body && answer.headers.get('content-type')?.startsWith(eventStream)) {
    response.writeHead(answer.status, headers);
    response.setTimeout(silenceMs, () => response.destroy());
    await pipeline(Readable.from(answer.body), response, { signal: stopping });
  } else {
    // A text leaves in one piece with the headers, bytes would be written behind them.
    const body = await answer.text();
    response.writeHead(answer.status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  }
}
