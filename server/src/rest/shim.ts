/** The REST routes of the seed system, kept for those who built on them: exact paths, fields and shapes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerProblem } from '../http/answer.ts';
import { seedAnomalies, seedStatistics, seedSubscriber, type SeedPorts } from './seed-answers.ts';

const defaultLimit = 1000;
const largestLimit = 10_000;

/** An error of the request, with its HTTP status; the message is for the client. */
class RequestProblem extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

interface Route {
  readonly path: RegExp;
  readonly parameters: readonly string[];
  answer(ports: SeedPorts, matched: string, query: URLSearchParams): Promise<unknown>;
}

const routes: readonly Route[] = [
  {
    path: /^\/api\/anomalies$/,
    parameters: ['limit'],
    answer: (ports, _matched, query) => seedAnomalies(ports, limitOf(query)),
  },
  {
    path: /^\/api\/subscriber\/([^/]+)$/,
    parameters: ['limit'],
    answer: (ports, id, query) => seedSubscriber(ports, decoded(id), limitOf(query)),
  },
  { path: /^\/api\/statistics$/, parameters: [], answer: (ports) => seedStatistics(ports) },
];

const methods = 'GET, HEAD, OPTIONS';

/** Answers everything under /api. A fault of ours is thrown. */
export function createRestShim(ports: SeedPorts) {
  return async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { route, matched } = findRoute(url.pathname);
      if (request.method === 'OPTIONS') {
        response.writeHead(204, { Allow: methods }).end();
        return;
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        const detail = `${request.method ?? ''} is not possible here; expected ${methods}`;
        return answerProblem(request, response, 405, detail, { Allow: methods });
      }
      checkAccept(request);
      checkParameters(url.searchParams, route.parameters);
      const value = await route.answer(ports, matched, url.searchParams);
      answerJson(request, response, 200, value, { 'Cache-Control': 'no-cache' });
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error;
      answerProblem(request, response, error.status, error.message);
    }
  };
}

function findRoute(pathname: string): { route: Route; matched: string } {
  for (const route of routes) {
    const match = route.path.exec(pathname);
    if (match) return { route, matched: match[1] ?? '' };
  }
  throw new RequestProblem(
    404,
    `There is no ${pathname}; expected /api/anomalies, /api/subscriber/{id} or /api/statistics`,
  );
}

function checkAccept({ headers: { accept = '*/*' } }: IncomingMessage): void {
  const types = accept.split(',').map((type) => (type.split(';')[0] ?? '').trim().toLowerCase());
  if (types.some((type) => type === '*/*' || type === 'application/*' || type === 'application/json')) return;
  throw new RequestProblem(406, `Accept is "${accept}"; the answer is application/json`);
}

/** A misspelt parameter must not quietly widen the answer. */
function checkParameters(query: URLSearchParams, known: readonly string[]): void {
  const expected = known.length > 0 ? `expected ${known.join(', ')}` : 'none is expected here';
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) throw new RequestProblem(400, `The query parameter "${name}" is unknown; ${expected}`);
    if (query.getAll(name).length > 1) throw new RequestProblem(400, `The query parameter "${name}" is given twice`);
  }
}

function limitOf(query: URLSearchParams): number {
  const given = query.get('limit');
  if (given === null) return defaultLimit;
  const limit = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= largestLimit) return limit;
  throw new RequestProblem(400, `The query parameter "limit" is "${given}"; expected 1 to ${largestLimit}`);
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new RequestProblem(400, `"${id}" is not a subscriber: its percent-encoding is broken`);
  }
}
