/** The HTTP server of a process that has no API: health and metrics, and what is pushed where that is taken. */
import { randomBytes } from 'node:crypto';
import { keyUsesIn, openAccounts } from '../access-of-config.ts';
import { Doorkeeper } from '../access/doorkeeper.ts';
import type { Foundation } from '../foundation.ts';
import { answerProblem } from '../http/answer.ts';
import { passFront } from '../http/front.ts';
import { createGate } from '../http/gate.ts';
import { createOriginRules, isLoopback } from '../http/origin.ts';
import { createRouter, type Answer, type Routes } from '../http/router.ts';
import { createHttpServer, finish, listen } from '../http/server.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createHealthRoutes, type HealthPorts } from '../rest/health.ts';
import { createPushRoute, pushPaths, type PushPorts } from '../rest/push/push-route.ts';

export interface ProbeServerOptions {
  readonly health: HealthPorts;
  /** Null when nothing is taken. */
  readonly push: PushPorts | null;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Decides who may know more than whether it is ready. */
  readonly doorkeeper: Doorkeeper;
}

export interface ProbeServer {
  /** Listens; port 0 takes a free one. Rejects when it can't, naming the address. */
  start(port: number, host: string): Promise<{ port: number }>;
  stop(): Promise<void>;
}

const stopGraceMs = 5000;

export function createProbeServer({ health, push, metrics, log, doorkeeper }: ProbeServerOptions): ProbeServer {
  const answerPush = createPushRoute({ push, log, metrics });
  const routes: Routes = new Map<string, Answer>([
    ...createHealthRoutes(health, metrics),
    ...[...pushPaths].map(([path, scope]): [string, Answer] => [path, (asked) => answerPush(scope, asked)]),
    [
      '/*',
      ({ request, response }) =>
        answerProblem(request, response, 404, 'This process has no API: ask one with --role serve'),
    ],
  ]);
  const route = createRouter(
    routes,
    createGate(doorkeeper, () => false),
  );
  let rules = createOriginRules([], '');
  const server = createHttpServer(async (request, response) => {
    if (passFront(request, response, rules, false)) await route(request, response, rules);
  }, log);
  return {
    async start(port, host) {
      rules = createOriginRules([], host);
      return { port: await listen(server, port, host) };
    },
    async stop() {
      doorkeeper.stop();
      await finish(server, stopGraceMs);
    },
  };
}

/** As in every process: on its own machine it is open, else keys of the file of accounts are asked for. Throws `ConfigError` when that can't be used. */
export async function openDoor({ config, log }: Pick<Foundation, 'config' | 'log'>): Promise<Doorkeeper> {
  const store = await openAccounts({ config, log });
  const now = (): number => Date.now() / 1000;
  const keyUses = keyUsesIn(store, log);
  return new Doorkeeper({ store, isLocal: isLoopback(config.host), secret: randomBytes(32), keyUses, now });
}
