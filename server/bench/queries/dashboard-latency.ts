/** How long the dashboard's questions take over HTTP, one after another, on a history of many subscribers. */
import { seededRandom } from '../../test/random.ts';
import { quantile } from '../quantile.ts';
import { startBenchApi } from './bench-api.ts';
import { dashboardDocuments } from './dashboard-documents.ts';
import { dashboardQuestions, type DashboardQuestion } from './dashboard-questions.ts';
import { endOf, slotSeconds, type Dimensions } from './dimensions.ts';
import { connect, type GraphqlClient } from './graphql-client.ts';
import { openLargeHistory } from './large-history.ts';

const warmUps = 20;

/** Says the rows of a markdown table, each as it is known; of the questions whose title has `only` in it. */
export async function dashboardLatency(
  folder: string,
  dimensions: Dimensions,
  { rounds, only }: { readonly rounds: number; readonly only: string },
  say: (row: string) => void,
): Promise<void> {
  const history = await openLargeHistory(folder);
  const api = await startBenchApi(history, endOf(dimensions) - slotSeconds);
  const client = connect(api.port);
  try {
    const documents = dashboardDocuments();
    for (const question of await dashboardQuestions(dimensions, client)) {
      if (!question.title.includes(only)) continue;
      const document = documents.get(question.operation);
      if (document === undefined) throw new Error(`The dashboard has no operation ${question.operation}`);
      say(await measured(question, document, client, rounds));
    }
  } finally {
    client.close();
    await api.stop();
    await history.close();
  }
}

async function measured(
  { title, variables, aimMs }: DashboardQuestion,
  document: string,
  client: GraphqlClient,
  rounds: number,
): Promise<string> {
  const random = seededRandom(5);
  const below = (end: number): number => random.below(end);
  const elapsedMs: number[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const begun = performance.now();
    await client.ask(document, variables(below));
    if (round >= 0) elapsedMs.push(performance.now() - begun);
  }
  const [middle, most, nearlyAll] = [0.5, 0.95, 0.99].map((share) => quantile(elapsedMs, share));
  const figures = [middle, most, nearlyAll].map((value) => value!.toFixed(1));
  return `| ${[title, ...figures, aimMs, nearlyAll! <= aimMs ? 'yes' : 'no'].join(' | ')} |`;
}
