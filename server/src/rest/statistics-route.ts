/** GET /api/statistics: the figures of all of history, or of a range of it. */
import type { Statistics } from '../history/history.ts';
import { answerHeld } from '../http/held-answer.ts';
import { describedObject } from './described-rows.ts';
import { readParameters } from './parameters.ts';
import { chosenFormat, rowFormat } from './row-formats.ts';
import { formatParameter } from './row-parameters.ts';
import type { RestPorts, Route } from './route.ts';
import { seedTime } from '../seed-words.ts';
import { columnsOf, seedStatisticsSchema, type SeedStatistics } from './seed-schema.ts';
import { rangeOf, timeParameters } from './time-parameters.ts';

const parameters = { ...timeParameters('Only slots that start'), ...formatParameter };
const columns = columnsOf(seedStatisticsSchema);

export function statisticsRoute({ history }: RestPorts): Route {
  return {
    path: '/api/statistics',
    operationId: 'getStatistics',
    summary: 'The figures',
    description: 'Figures over all of history, or over the slots of a range.',
    parameters,
    answerDescription: 'The figures.',
    answers: describedObject('Statistics'),
    form: 'whole',
    async answer({ url, request, response }) {
      const { format: givenFormat, ...given } = readParameters(parameters, url.searchParams);
      const range = rangeOf(given);
      const format = rowFormat(chosenFormat(request.headers.accept, givenFormat), columns, true);
      const figures = toSeedStatistics(await (range ? history.statistics(range) : history.statistics()));
      answerHeld(request, response, format.contentType, format.opening + format.line(figures) + format.closing);
    },
  };
}

/** Averages are bytes a sample; null while there is none. */
function toSeedStatistics(statistics: Statistics): SeedStatistics {
  const { subscribers, samples, upBytes, downBytes, anomalies, firstSlot, lastSlot } = statistics;
  return {
    total_subscribers: subscribers,
    total_records: samples,
    avg_upload: samples > 0 ? upBytes / samples : null,
    avg_download: samples > 0 ? downBytes / samples : null,
    anomalies_count: anomalies,
    time_range: {
      start: firstSlot === null ? null : seedTime(firstSlot),
      end: lastSlot === null ? null : seedTime(lastSlot),
    },
  };
}
