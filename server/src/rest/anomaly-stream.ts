/** GET /api/anomalies/stream: the feed of anomalies as server-sent events, which a client resumes where it left it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FeedPlace } from '../domain/feed-entry.ts';
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import { entryPasses } from '../graphql/anomaly-filter.ts';
import type { Sealer } from '../graphql/sealed-text.ts';
import type { StreamLimits } from '../http/graphql-route.ts';
import { RequestProblem } from '../http/problem.ts';
import { SlowConsumerError, type Stream } from '../live/feed.ts';
import type { FeedItem } from '../live/feed-item.ts';
import type { Follow } from '../live/follow.ts';
import { toAnomalyFilter } from './anomaly-filter-parameters.ts';
import { anomalyStreamDescription, anomalyStreamParameters, lastEventIdIn } from './anomaly-stream-description.ts';
import { eventBlock } from './feed-line.ts';
import { preferredType } from './negotiation.ts';
import { readParameters } from './parameters.ts';
import type { Route } from './route.ts';

const contentType = 'text/event-stream';
/** How long a browser waits before it comes back. */
const retryMs = 3000;
/** Most events that are written together. */
const mostAtOnce = 32;
const headers = {
  'Content-Type': `${contentType}; charset=utf-8`,
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
} as const;

export interface AnomalyStreamPorts {
  readonly follow: Follow;
  readonly sealer: Sealer;
  readonly suppressions: Pick<SuppressionIndex, 'isSuppressed'>;
  readonly streamLimits: StreamLimits;
}

export function anomalyStreamRoute({ follow, suppressions, sealer, streamLimits: limits }: AnomalyStreamPorts): Route {
  let streams = 0;
  return {
    ...anomalyStreamDescription,
    async answer({ url, request, response }) {
      checkAccept(request);
      const given = readParameters(anomalyStreamParameters, url.searchParams);
      const after: FeedPlace | undefined = lastEventIdIn(request.headers) ?? given.after;
      const filter = toAnomalyFilter(given, sealer);
      if (limits.stopping.aborted) return void response.writeHead(204).end();
      if (streams >= limits.connections) {
        response.setHeader('Retry-After', 10);
        throw new RequestProblem(503, 'There are too many event streams');
      }
      response.writeHead(200, headers);
      if (request.method === 'HEAD') return void response.end();
      streams += 1;
      response.once('close', () => (streams -= 1));
      response.setTimeout(limits.silenceMs, () => response.destroy());
      const items = follow({ after: after ?? null, passes: (entry) => entryPasses(entry, filter, suppressions) });
      await send(items, response, limits.stopping);
    },
  };
}

function checkAccept({ headers: { accept } }: IncomingMessage): void {
  if (preferredType(accept ?? '*/*', [contentType]) !== null) return;
  throw new RequestProblem(406, `Accept is "${accept ?? ''}"; the answer is ${contentType}`);
}

/** Until the client leaves, falls behind, or the server stops. */
async function send(items: Stream<FeedItem>, response: ServerResponse, stopping: AbortSignal): Promise<void> {
  const leave = (): void => void items.return?.();
  stopping.addEventListener('abort', leave, { once: true });
  response.once('close', leave);
  try {
    await written(response, Buffer.from(`retry: ${retryMs}\n\n`));
    for (let step = await items.next(); !step.done; step = await items.next()) {
      await written(response, Buffer.concat(blocksFrom(step.value, items)));
    }
    response.end();
  } catch (error) {
    if (!(error instanceof SlowConsumerError)) throw error;
    // A comment for whoever looks; a client that comes back misses nothing.
    response.end(`: ${error.message}\n\n`);
  } finally {
    stopping.removeEventListener('abort', leave);
  }
}

/** The item, and those that are there already. */
function blocksFrom(first: FeedItem, items: Stream<FeedItem>): Buffer[] {
  const blocks = [eventBlock(first)];
  while (blocks.length < mostAtOnce) {
    const next = items.takeNow?.();
    if (next === undefined) break;
    blocks.push(eventBlock(next));
  }
  return blocks;
}

/** Resolves when the bytes have left, or never will. */
function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.write(bytes, () => resolve());
  });
}
