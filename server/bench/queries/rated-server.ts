/** A server in a process of its own whose answers for each CPU-second are counted, round by round. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect, type GraphqlClient } from './graphql-client.ts';
import { rateQuestion } from './rate-question.ts';
import type { RateServerReport } from './rate-server.ts';

const atOnce = 8;

export interface RateServer {
  readonly title: string;
  readonly rates: number[];
  round(): Promise<void>;
  /** Resolves when the process is gone, and with it its hold on the history. */
  stop(): Promise<void>;
}

/** `folder` has the `rate-server.ts` to start: another checkout's, to compare with it. */
export async function startRatedServer(
  title: string,
  args: string[],
  requestsEach: number,
  folder = import.meta.dirname,
): Promise<RateServer> {
  const child = fork(join(folder, 'rate-server.ts'), args);
  const [{ port, headers }] = (await once(child, 'message')) as [Extract<RateServerReport, { port: number }>];
  const clients = Array.from({ length: atOnce }, () => connect(port, headers));
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
