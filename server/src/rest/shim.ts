/** The REST API: its routes, their methods, and what goes wrong as a problem. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HistoryUnavailable } from '../history/history-unavailable.ts';
import { answerProblem } from '../http/answer.ts';
import { RequestProblem } from '../http/problem.ts';
import type { Asked, Routes } from '../http/router.ts';
import { answerWithin, exportWithin, type TimeLimits } from '../http/time-limits.ts';
import type { Logger } from '../telemetry/log.ts';
import { anomaliesRoute } from './anomalies-route.ts';
import { anomalyStreamRoute, type AnomalyStreamPorts } from './anomaly-stream.ts';
import { descriptionRoutes } from './description-routes.ts';
import type { RestPorts, Route } from './route.ts';
import { statisticsRoute } from './statistics-route.ts';
import { subscriberRoute } from './subscriber-route.ts';

const methods = 'GET, HEAD, OPTIONS';
/** Answers under way at once, until their clients have taken them; more are refused with 503. */
const mostAnswers = 32;
const retryAfterSeconds = 5;

export interface RestShimOptions extends RestPorts, AnomalyStreamPorts {
  readonly timeLimits: TimeLimits;
  readonly log: Logger;
}

/** A fault of ours is thrown. A route that is added to `data` is answered, described, and named in a 404. */
export function createRestShim(options: RestShimOptions): Routes {
  const rows = [anomaliesRoute(options), subscriberRoute(options), statisticsRoute(options)];
  const data = [...rows, anomalyStreamRoute(options)];
  const underWay = { answers: 0 };
  return new Map(
    [...data, ...descriptionRoutes(data)].map((route) => [
      route.path,
      (asked) => answer(route, asked, underWay, options),
    ]),
  );
}

async function answer(
  route: Route,
  { url, request, response, id }: Asked,
  underWay: { answers: number },
  { timeLimits, log }: RestShimOptions,
): Promise<void> {
  response.appendHeader('Vary', 'Accept');
  try {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { Allow: methods }).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const detail = `${request.method ?? ''} is not possible here; expected ${methods}`;
      return answerProblem(request, response, 405, detail, { Allow: methods });
    }
    // Event streams are open for days, and bounded by themselves.
    if (route.form !== 'stream') {
      if (underWay.answers >= mostAnswers) {
        const detail = `${mostAnswers} answers are under way, which is the most at once`;
        return answerProblem(request, response, 503, detail, { 'Retry-After': retryAfterSeconds });
      }
      underWay.answers += 1;
      response.once('close', () => (underWay.answers -= 1));
    }
    const make = (): Promise<void> => route.answer({ url, request, response, id: decoded(id) });
    if (route.form === 'stream') await make();
    else if (url.searchParams.get('limit') === 'all') await exportWithin(timeLimits.exportMs, response, make);
    else await answerWithin(timeLimits.answerMs, make);
  } catch (error) {
    if (response.headersSent) throw error;
    answerFailure(request, response, error, log);
  }
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    const detail = `"${id}" is not a subscriber: its percent-encoding is broken`;
    throw new RequestProblem(400, detail, { code: 'BAD_PARAMETER' });
  }
}

/** What is neither the client's mistake nor history's absence is thrown on. */
function answerFailure(request: IncomingMessage, response: ServerResponse, error: unknown, log: Logger): void {
  if (error instanceof RequestProblem) {
    answerProblem(request, response, error.status, error.message, error.headers, error.extras);
  } else if (error instanceof HistoryUnavailable) {
    log.warn({ err: error }, 'rest: history can not be read');
    const detail = 'History can not be read at the moment; ask again later';
    const headers = { 'Retry-After': retryAfterSeconds, 'Cache-Control': 'no-store' };
    answerProblem(request, response, 503, detail, headers, { code: 'HISTORY_UNAVAILABLE' });
  } else {
    throw error;
  }
}
