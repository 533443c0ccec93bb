/** What every request passes first: security headers, the check of its host, and CORS for the listed origins. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerProblem } from './answer.ts';
import type { OriginRules } from './origin.ts';

const corsMethods = 'GET, HEAD, POST, OPTIONS';
const corsHeaders = 'content-type, accept, if-none-match, last-event-id, x-graphql-yoga-csrf, x-tidewatch-actor';
const exposedHeaders = 'Link, ETag, Retry-After';
const preflightSeconds = 600;
const hstsSeconds = 31_536_000;

/** False when the request was answered here: it came for another host, or it was a preflight. */
export function passFront(
  request: IncomingMessage,
  response: ServerResponse,
  rules: OriginRules,
  isHttps: boolean,
): boolean {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Security-Policy', "frame-ancestors 'none'");
  // Behind a proxy with TLS: from then on the browser comes over nothing else.
  if (isHttps) response.setHeader('Strict-Transport-Security', `max-age=${hstsSeconds}`);
  if (!rules.allowsHost(request)) {
    const detail = 'This server is not reached by that Host; list its origin among the allowed ones';
    answerProblem(request, response, 421, detail, { Connection: 'close' });
    return false;
  }
  return passCors(request, response, rules);
}

function passCors(request: IncomingMessage, response: ServerResponse, rules: OriginRules): boolean {
  if (request.headers.origin === undefined) return true;
  response.appendHeader('Vary', 'Origin');
  const origin = rules.listedOrigin(request);
  if (origin === null) return true;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', exposedHeaders);
  const isPreflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
  if (!isPreflight) return true;
  response.writeHead(204, {
    'Access-Control-Allow-Methods': corsMethods,
    'Access-Control-Allow-Headers': corsHeaders,
    'Access-Control-Max-Age': preflightSeconds,
  });
  response.end();
  return false;
}
