/**
 * Answers for each CPU-second of the server's process, to one question about 20 anomalies: Tidewatch's whole server beside
 * graphql-js over node:http, from the same rows in memory, in interleaved rounds; and Tidewatch with its real history.
 */
import { median } from '../quantile.ts';
import { startRatedServer } from './rated-server.ts';

const rounds = 9;

/** Says the rows of a markdown table. `folder` holds a history. */
export async function requestRate(folder: string, say: (row: string) => void): Promise<void> {
  const servers = [
    await startRatedServer('graphql-js over node:http', ['plain'], 2000),
    await startRatedServer('Tidewatch, rows in memory', ['memory'], 2000),
    await startRatedServer('Tidewatch, embedded history', ['engine', folder], 100),
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
