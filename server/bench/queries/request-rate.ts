/**
 * Answers for each CPU-second of the server's process, to one question about 20 anomalies: Tidewatch's whole server beside
 * graphql-js over node:http, from the same rows in memory, in interleaved rounds; and Tidewatch with its real history.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { median } from '../quantile.ts';
import { connect, type GraphqlClient } from './graphql-client.ts';
import { rateQuestion } from './rate-question.ts';
import type { RateServerReport } from './rate-server.ts';

const rounds = 9;
const atOnce = 8;

interface RateServer {
  readonly title: string;
  readonly rates: number[];
  round(): Promise<void>;
  /** Resolves when the process is gone, and with it its hold on the history. */
  stop(): Promise<void>;
}

/** Says the rows of a markdown table. `folder` holds a history. */
export async function requestRate(folder: string, say: (row: string) => void): Promise<void> {
  const servers = [
    await startServer('graphql-js over node:http', ['plain'], 2000),
    await startServer('Tidewatch, rows in memory', ['memory'], 2000),
    await startServer('Tidewatch, embedded history', ['engine', folder], 100),
  ];
  try {
    for (let round = 0; round < rounds; round++) for (const server of servers) await server.round();
    const plain = median(servers[0]!.rates);
    for (const { title, rates } of servers) {
      const middle = median(rates);
      const range = `${Math.min(...rates).toFixed(0)}..${Math.max(...rates).toFixed(0)}`;
      say(`| ${title} | ${middle.toFixed(0)} [${range}] | ${(middle / plain).toFixed(2)} |`);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function startServer(title: string, args: string[], requestsEach: number): Promise<RateServer> {
  const child = fork(join(import.meta.dirname, 'rate-server.ts'), args);
  const [{ port }] = (await once(child, 'message')) as [Extract<RateServerReport, { port: number }>];
  const clients = Array.from({ length: atOnce }, () => connect(port));
  const rates: number[] = [];
  const cpuSeconds = async (): Promise<number> => {
    child.send('CPU time');
    const [report] = (await once(child, 'message')) as [Extract<RateServerReport, { cpuSeconds: number }>];
    return report.cpuSeconds;
  };
  await askAll(clients, requestsEach);
  return {
    title,
    rates,
    async round() {
      const before = await cpuSeconds();
      await askAll(clients, requestsEach);
      rates.push(requestsEach / ((await cpuSeconds()) - before));
    },
    async stop() {
      for (const client of clients) client.close();
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function askAll(clients: readonly GraphqlClient[], requests: number): Promise<void> {
  let asked = 0;
  const work = clients.map(async (client) => {
    while (asked++ < requests) await client.ask(rateQuestion);
  });
  await Promise.all(work);
}
