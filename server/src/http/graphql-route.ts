/** The HTTP side of /graphql: reads the body within its bound, lets Yoga answer, and streams what it says. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGraphiql } from '../graphql/graphiql.ts';
import type { Graphql } from '../graphql/yoga.ts';
import { answerJson } from './answer.ts';
import { readBody } from './request-body.ts';

const largestBodyBytes = 256 * 1024;

/** `stopping` ends the event streams that are open when the server stops. */
export function createGraphqlRoute(graphql: Graphql, stopping: AbortSignal) {
  const graphiql = createGraphiql();

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && request.headers.accept?.includes('text/html')) return graphiql(request, response);
    const body = isRead ? undefined : await readBody(request, largestBodyBytes);
    if (body === null) {
      const message = `The body is larger than ${largestBodyBytes} bytes`;
      const errors = [{ message, extensions: { code: 'BAD_REQUEST' } }];
      return answerJson(request, response, 413, { errors }, { Connection: 'close' });
    }

    const left = new AbortController();
    response.once('close', () => left.abort());
    const answer = await graphql.fetch(`http://${request.headers.host ?? ''}${request.url ?? ''}`, {
      method: request.method ?? 'POST',
      headers: request.headers as Record<string, string>,
      ...(body && { body }),
      signal: left.signal,
    });
    await send(answer, response, stopping);
  };
}

async function send(answer: Response, response: ServerResponse, stopping: AbortSignal): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (!answer.body) {
    response.end();
    return;
  }
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const options = isStream ? { signal: stopping } : {};
  await pipeline(Readable.from(answer.body), response, options);
}
