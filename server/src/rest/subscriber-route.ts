/** GET /api/subscriber/{id}: the samples of one subscriber. */
import type { SampleKey } from '../history/history.ts';
import { nameOfSubscriber } from '../graphql/node.ts';
import { cursorsOf } from './cursor.ts';
import { describedRows } from './described-rows.ts';
import { readParameters } from './parameters.ts';
import { answerPage, streamRows } from './row-answer.ts';
import { chosenFormat, rowFormat } from './row-formats.ts';
import { rowParameters } from './row-parameters.ts';
import type { RestPorts, Route } from './route.ts';
import { columnsOf, seedRowSchema } from './seed-schema.ts';
import { allSubscriberRows, subscriberPage } from './subscriber-rows.ts';
import { allTime, rangeOf, timeParameters } from './time-parameters.ts';

const parameters = { ...rowParameters, ...timeParameters('Only slots that start') };
const columns = columnsOf(seedRowSchema);

export function subscriberRoute(ports: RestPorts): Route {
  return {
    path: '/api/subscriber/{id}',
    operationId: 'listSubscriberRows',
    summary: 'The traffic of one subscriber',
    description:
      'The newest samples of the subscriber, oldest first; the next page has the samples before them. A subscriber who used two devices in a slot has two rows. No rows for one that nobody saw.',
    idDescription:
      "The ISP's number of the subscriber, or the opaque `id` that GraphQL gives him, which can be logged. Where subscribers stand under pseudonyms, that or the pseudonym: nobody has rows under his number.",
    parameters,
    answerDescription: 'The rows.',
    answers: describedRows('Row'),
    form: 'page',
    async answer({ url, request, response, id }) {
      const { limit, cursor, format: givenFormat, ...given } = readParameters(parameters, url.searchParams);
      const question = { subscriber: nameOfSubscriber(id, ports.sealer), range: rangeOf(given) ?? allTime };
      const format = rowFormat(chosenFormat(request.headers.accept, givenFormat), columns, false);
      const cursors = cursorsOf<SampleKey>(ports.sealer, ['subscriber', question]);
      const after = cursors.open(cursor);
      if (limit === 'all') return streamRows(request, response, format, allSubscriberRows(ports, question, after));
      const { rows, next } = await subscriberPage(ports, question, limit, after);
      answerPage(request, response, format, { rows, next: next && cursors.seal(next) }, url);
    },
  };
}
