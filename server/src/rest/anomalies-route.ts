/** GET /api/anomalies: the flagged slots of subscribers, newest anomaly first. */
import { anomalyFilterParameters, toAnomalyFilter } from './anomaly-filter-parameters.ts';
import { anomalyRows, type AnomalyQuestion, type AnomalyRowKey, type PlacedRow } from './anomaly-rows.ts';
import { cursorsOf } from './cursor.ts';
import { readParameters } from './parameters.ts';
import { answerPage, streamRows } from './row-answer.ts';
import { chosenFormat, rowFormat } from './row-formats.ts';
import { rowParameters } from './row-parameters.ts';
import type { RestPorts, Route } from './route.ts';
import { describedRows } from './described-rows.ts';
import { columnsOf, seedAnomalyRowSchema, type SeedAnomalyRow } from './seed-schema.ts';
import { rangeOf, timeParameters } from './time-parameters.ts';

/** So many reads at most for one page: what 10,000 rows need when each is another anomaly's. */
const mostChunks = 200;

const parameters = { ...rowParameters, ...timeParameters('Only slots that start'), ...anomalyFilterParameters };
const columns = columnsOf(seedAnomalyRowSchema);

export function anomaliesRoute(ports: RestPorts): Route {
  return {
    path: '/api/anomalies',
    operationId: 'listAnomalyRows',
    summary: 'The flagged slots of subscribers',
    description:
      'One row for each slot of an anomaly that lay above the usual band, or for each slot of it when none did; the newest anomaly first and in it the newest slot first, as far back as there are samples. Anomalies of devices have no rows, because a row names a subscriber.',
    parameters,
    answerDescription: 'The rows.',
    answers: describedRows('AnomalyRow'),
    form: 'page',
    async answer({ url, request, response }) {
      const { limit, cursor, format: givenFormat, ...given } = readParameters(parameters, url.searchParams);
      const question = { filter: toAnomalyFilter(given, ports.sealer), range: rangeOf(given) };
      const format = rowFormat(chosenFormat(request.headers.accept, givenFormat), columns, false);
      const cursors = cursorsOf<AnomalyRowKey>(ports.sealer, ['anomalies', question]);
      const after = cursors.open(cursor);
      if (limit === 'all') return streamRows(request, response, format, allRows(ports, question, after));
      const { rows, next } = await pageOf(ports, question, limit, after, () => response.destroyed);
      answerPage(request, response, format, { rows, next: next && cursors.seal(next) }, url);
    },
  };
}

async function* allRows(
  ports: RestPorts,
  question: AnomalyQuestion,
  after: AnomalyRowKey | undefined,
): AsyncGenerator<SeedAnomalyRow[]> {
  for await (const { rows } of anomalyRows(ports, question, after)) yield rows.map(({ row }) => row);
}

/** One row more than asked for is looked for, to know whether there is a next page. A client that left needs no more. */
async function pageOf(
  ports: RestPorts,
  question: AnomalyQuestion,
  limit: number,
  after: AnomalyRowKey | undefined,
  hasLeft: () => boolean,
): Promise<{ rows: SeedAnomalyRow[]; next: AnomalyRowKey | null }> {
  const placed: PlacedRow[] = [];
  let end: AnomalyRowKey | null = null;
  let chunks = 0;
  for await (const chunk of anomalyRows(ports, question, after)) {
    placed.push(...chunk.rows);
    chunks += 1;
    if (placed.length > limit || hasLeft()) break;
    if (chunks === mostChunks) {
      ({ end } = chunk);
      break;
    }
  }
  const rows = placed.slice(0, limit).map(({ row }) => row);
  return { rows, next: placed.length > limit ? placed[limit - 1]!.key : end };
}
