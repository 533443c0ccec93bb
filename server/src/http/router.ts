/** Decides by path who answers, once whoever asks was let in: nothing is answered that has no rule. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ruleOf } from '../access/route-rules.ts';
import type { createGate, Visitor } from './gate.ts';
import { answerProblem } from './answer.ts';
import type { OriginRules } from './origin.ts';

/** A request that was let in. */
export interface Asked {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly visitor: Visitor;
  /** What the path has in the place of `{id}`, as it was given; '' for a route without one. */
  readonly id: string;
}
export type Answer = (asked: Asked) => Promise<void> | void;

/**
 * What answers by its route: a path, in which `{id}` stands for one part. Behind `as a page` what a person gets there who opens
 * it in a browser, where that is another thing; at `/*` what has no route of its own.
 */
export type Routes = ReadonlyMap<string, Answer>;

/** Below these there is nothing but routes: what is none is told to whoever may come in, and to nobody else. */
const closed = ['/api/', '/access/', '/ingest/'];

export type Router = (request: IncomingMessage, response: ServerResponse, origins: OriginRules) => Promise<void>;

export function createRouter(routes: Routes, pass: ReturnType<typeof createGate>): Router {
  return async (request, response, origins) => {
    const url = URL.parse(request.url ?? '', 'http://localhost');
    if (url === null) return answerProblem(request, response, 400, 'The path of the request is not a URL');
    // A request may name the whole URL, as to a proxy; from here on it is the path.
    request.url = url.pathname + url.search;
    const found = routeOf(routes, url.pathname, request);
    const folder = found === null ? closed.find((one) => url.pathname.startsWith(one)) : undefined;
    if (folder !== undefined) {
      if ((await pass(request, response, 'read', origins)) !== null) answerNoRoute(routes, folder, request, response);
      return;
    }
    const { route, id } = found ?? { route: '/*', id: '' };
    const visitor = await pass(request, response, ruleOf(route), origins);
    if (visitor !== null) await routes.get(route)?.({ url, request, response, visitor, id });
  };
}

/** A person opens the address in a browser. */
export const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && (headers.accept?.includes('text/html') ?? false);

/** Null for a path that has none of its own. */
function routeOf(
  routes: Routes,
  pathname: string,
  request: IncomingMessage,
): { readonly route: string; readonly id: string } | null {
  const page = `${pathname} as a page`;
  if (routes.has(page) && wantsPage(request)) return { route: page, id: '' };
  if (routes.has(pathname)) return { route: pathname, id: '' };
  const start = pathname.lastIndexOf('/') + 1;
  const route = `${pathname.slice(0, start)}{id}`;
  return start < pathname.length && routes.has(route) ? { route, id: pathname.slice(start) } : null;
}

function answerNoRoute(routes: Routes, folder: string, request: IncomingMessage, response: ServerResponse): void {
  const known = [...routes.keys()].filter((route) => route.startsWith(folder));
  const expected = known.length > 0 ? `; expected ${known.slice(0, -1).join(', ')} or ${known.at(-1)}` : '';
  answerProblem(request, response, 404, `There is no ${request.url?.split('?', 1)[0] ?? ''}${expected}`);
}

/** For what is read alone. */
export function reading(answer: Answer): Answer {
  return (asked) => {
    const { request, response } = asked;
    if (request.method === 'GET' || request.method === 'HEAD') return answer(asked);
    const detail = `${request.method ?? ''} is not possible here; expected GET or HEAD`;
    return answerProblem(request, response, 405, detail, { Allow: 'GET, HEAD' });
  };
}
