/**
 * `npm run bench -- access [--before CHECKOUT]`: what it costs to know who asks. Answers for each CPU-second of the server's
 * process from rows in memory, in interleaved rounds: open, by a key, by a session; with another checkout, that one first.
 */
import { join, resolve } from 'node:path';
import { median } from './quantile.ts';
import { startRatedServer } from './queries/rated-server.ts';

const rounds = 11;
const requestsEach = 1500;

export async function access(options: string[]): Promise<void> {
  const [option, before] = options;
  if (option !== undefined && (option !== '--before' || before === undefined))
    throw new Error(`"${options.join(' ')}" is given, expected --before CHECKOUT or nothing`);
  const start = (title: string, kind: string, folder?: string) => startRatedServer(title, [kind], requestsEach, folder);
  const servers = [
    ...(before === undefined ? [] : [await start('before', 'memory', join(resolve(before), 'server/bench/queries'))]),
    await start('open, without accounts', 'memory'),
    await start('by a key, audited', 'key'),
    await start('by a session, audited', 'session'),
  ];
  try {
    for (let round = 0; round < rounds; round++) for (const server of servers) await server.round();
    const first = median(servers[0]!.rates);
    process.stdout.write('| server | answers per CPU-second | of the first |\n| --- | ---: | ---: |\n');
    for (const { title, rates } of servers) {
      const middle = median(rates);
      process.stdout.write(`| ${title} | ${middle.toFixed(0)} | ${(middle / first).toFixed(2)} |\n`);
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
