/**
 * `npm run bench -- fan-out`: deliveries of events to 1,000 WebSocket clients for each CPU-second of the server process,
 * next to plain Yoga and graphql-ws with one execution a client. Clients live in another process; rounds are interleaved
 * and the median is taken. The next events are published when all clients have the ones before.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClientsReport } from './fan-out-clients.ts';
import type { ServerOrder, ServerReport } from './fan-out-server.ts';
import { median } from './quantile.ts';

const clients = 1000;
const rounds = 5;
const warmUpEvents = 40;
const kinds = ['tidewatch', 'plain'] as const;
type Kind = (typeof kinds)[number];

interface Round {
  readonly perCpuSecond: number;
  readonly bytes: number;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const script = (name: string): string => join(import.meta.dirname, name);

/** The next report that has what is asked for. Fails when the process ends before. */
function reported<Report, Name extends keyof Report>(
  child: ChildProcess,
  name: Name,
  passes: (value: Report[Name]) => boolean = () => true,
): Promise<NonNullable<Report[Name]>> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`${child.spawnargs.join(' ')} ended before its time`));
    const read = (report: Report): void => {
      const value = report[name];
      if (value == null || !passes(value)) return;
      child.off('message', read).off('exit', ended);
      resolve(value);
    };
    child.on('message', read).on('exit', ended);
  });
}

/** `events` after a warm-up, `atOnce` of them in one publish. */
async function measure(kind: Kind, events: number, atOnce: number): Promise<Round> {
  const server = fork(script('fan-out-server.ts'), [kind, String(clients)]);
  const order = (what: ServerOrder): void => void server.send(what);
  const port = await reported<ServerReport, 'port'>(server, 'port');
  const readers = fork(script('fan-out-clients.ts'), [String(port), String(clients)]);
  await reported<ClientsReport, 'ready'>(readers, 'ready');
  const cpuSeconds = async (): Promise<number> => {
    const report = reported<ServerReport, 'cpuSeconds'>(server, 'cpuSeconds');
    order({ do: 'measure' });
    return report;
  };
  const publish = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n += atOnce) {
      const all = reported<ClientsReport, 'received'>(readers, 'received', (count) => count === n + atOnce);
      order({ do: 'publish', from: n, to: n + atOnce });
      await all;
    }
  };
  const size = reported<ClientsReport, 'bytes'>(readers, 'bytes');
  await publish(0, warmUpEvents);
  const bytes = await size;
  const before = await cpuSeconds();
  await publish(warmUpEvents, warmUpEvents + events);
  const used = (await cpuSeconds()) - before;
  readers.disconnect();
  const ended = once(server, 'exit');
  order({ do: 'stop' });
  await ended;
  return { perCpuSecond: (events * clients) / used, bytes };
}

function row(name: string, runs: readonly Round[], own: number): string {
  const rates = runs.map(({ perCpuSecond }) => perCpuSecond);
  const thousands = (value: number): string => (value / 1000).toFixed(1);
  const middle = median(rates);
  const cells = [
    name,
    `${thousands(middle)} [${thousands(Math.min(...rates))}..${thousands(Math.max(...rates))}]`,
    (own / middle).toFixed(2),
    String(runs[0]!.bytes),
  ];
  return `| ${cells.join(' | ')} |`;
}

const medianOf = (runs: readonly Round[]): number => median(runs.map(({ perCpuSecond }) => perCpuSecond));

export async function fanOut(): Promise<void> {
  for (const atOnce of [1, 10]) {
    const runs: Record<Kind, Round[]> = { tidewatch: [], plain: [] };
    for (let round = 0; round < rounds; round++) {
      for (const kind of kinds) runs[kind].push(await measure(kind, kind === 'plain' ? 100 : 400, atOnce));
    }
    const own = medianOf(runs.tidewatch);
    say(`\n${clients} clients, ${atOnce === 1 ? 'one event' : `${atOnce} events`} at a time, ${rounds} rounds\n`);
    say(
      '| what | thousand deliveries per CPU-second, median [least..most] | Tidewatch is x times it | bytes a delivery |',
    );
    say('| --- | --- | --- | --- |');
    say(row('Tidewatch', runs.tidewatch, own));
    say(row('plain Yoga and graphql-ws', runs.plain, own));
  }
}
