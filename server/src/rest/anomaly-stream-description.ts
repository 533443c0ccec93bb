/** How the stream of anomalies, /api/anomalies/stream, is described. */
import * as v from 'valibot';
import { anomalyFilterParameters } from './anomaly-filter-parameters.ts';
import { single } from './parameters.ts';
import type { DescribedRoute } from './route.ts';

const cursor = v.string();

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
    'Server-sent events: an anomaly was opened, updated, closed or triaged. Each has an id, with which a client that was cut off goes on without a gap and without a repetition, for as long as events are kept; a client that comes later than that is told so by an event.',
  parameters: anomalyStreamParameters,
  headerParameters: {
    'Last-Event-ID': single('As `after`, which it overrules; browsers send it when they connect again.', cursor),
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
