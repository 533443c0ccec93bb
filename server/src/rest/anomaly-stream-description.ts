/** How the stream of anomalies, /api/anomalies/stream, is described, and where its query says that it begins. */
import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import { placeOf } from '../domain/feed-entry.ts';
import { RequestProblem } from '../http/problem.ts';
import { anomalyFilterParameters } from './anomaly-filter-parameters.ts';
import { single } from './parameters.ts';
import type { DescribedRoute } from './route.ts';

const cursor = v.pipe(
  v.string(),
  v.check((given) => placeOf(given) !== null, 'expected the id of an event of this stream'),
  v.transform((given) => placeOf(given)!),
);
const lastEventId = 'Last-Event-ID';

export const anomalyStreamParameters = {
  after: single(
    'The id of the last event that the client has: it goes on with the next. Without it, and without Last-Event-ID, the stream begins with what happens from now on.',
    cursor,
  ),
  ...anomalyFilterParameters,
};

export const anomalyStreamDescription: DescribedRoute = {
  path: '/api/anomalies/stream',
  operationId: 'streamAnomalyEvents',
  summary: 'What happens to anomalies, as it happens',
  description:
    'Server-sent events: an anomaly was opened, updated, closed or triaged, a mute was made or ended. Each has an id, with which a client that was cut off goes on without a gap and without a repetition, for as long as events are kept; a client that comes later than that is told so by the event `gap`.',
  parameters: anomalyStreamParameters,
  headerParameters: {
    [lastEventId]: single('As `after`, which it overrules; browsers send it when they connect again.', cursor),
  },
  answerDescription: 'The events, until the client leaves.',
  answers: [
    {
      mediaType: 'text/event-stream',
      schema: {
        type: 'string',
        description: 'Events with `id`, `event` and `data`; data is JSON, times in it are RFC 3339 in UTC.',
      },
    },
  ],
  form: 'stream',
};

/** Undefined when there is none, an empty one included: a browser sends that when it has not had an event yet. */
export function lastEventIdIn(headers: IncomingHttpHeaders): v.InferOutput<typeof cursor> | undefined {
  const given = headers['last-event-id'];
  if (typeof given !== 'string' || given === '') return undefined;
  const result = v.safeParse(cursor, given);
  if (result.success) return result.output;
  const detail = `The header ${lastEventId} is "${given}"; ${result.issues[0].message}`;
  throw new RequestProblem(400, detail, { code: 'BAD_CURSOR' });
}
