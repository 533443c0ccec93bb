/** One HTTP server for everything: GraphQL over HTTP, event stream and WebSocket, REST, health, metrics and the dashboard. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DeviceReading } from './domain/device.ts';
import type { ApiPorts } from './graphql/ports.ts';
import { createSealer } from './graphql/sealed-text.ts';
import { createGraphqlSocket, defaultSocketLimits, type GraphqlSocket, type SocketLimits } from './graphql/socket.ts';
import { createGraphql, graphqlPath } from './graphql/yoga.ts';
import { createApiRoutes } from './http/api-routes.ts';
import { passFront } from './http/front.ts';
import { createOriginRules, type OriginRules } from './http/origin.ts';
import { defaultTimeLimits, type TimeLimits } from './http/time-limits.ts';
import { createRouter, wantsPage } from './http/router.ts';
import { createSenders } from './http/sender-address.ts';
import { createHttpServer, finish, listen } from './http/server.ts';
import { accessInMemory } from './access/access-file.ts';
import { createAccess } from './access/access.ts';
import type { AccessPorts } from './access/access-routes.ts';
import type { Auditing } from './graphql/audited.ts';
import { CostLimit, defaultCostLimit } from './graphql/cost-limit.ts';
import { trustedDocumentsIn, type TrustedDocuments } from './graphql/trusted-documents.ts';
import { createScopes } from './graphql/scoped-ports.ts';
import type { TokenBucketOptions } from './http/token-bucket.ts';
import { createGate } from './http/gate.ts';
import { createFollow, type FollowOptions } from './live/follow.ts';
import { NumberDesk } from './privacy/number-desk.ts';
import type { Pseudonyms } from './privacy/pseudonyms.ts';
import type { Logger } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { PushPorts } from './rest/push/push-route.ts';
import type { DeviceIdOf } from './rest/seed-row.ts';

export interface ApiOptions extends Omit<ApiPorts, 'deviceNames' | 'sealer' | 'follow' | 'numbers'> {
  /** How the feed is followed; each has a default. */
  readonly following?: Pick<FollowOptions, 'retentionDays' | 'mostEntries' | 'heartbeatMs'>;
  readonly deviceIdOf: DeviceIdOf;
  /** Devices to show before they report; none when not given. */
  readonly deviceTable?: readonly DeviceReading[];
  /** What pushed rows are handed to; nothing is taken without it. */
  readonly push?: PushPorts | null;
  /** At least 16 bytes that stay the same across restarts and among processes: ids and cursors are sealed with them. */
  readonly secret: Uint8Array;
  /** The built dashboard; when it has no fallback.html a page says how to build it. */
  readonly dashboardDir: string;
  /** Other sites whose pages may use the API, as `https://host[:port]`; none by default. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks of proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies?: readonly string[];
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Who may come in, and where accounts are kept; without it, whoever reaches the server is its admin. */
  readonly access?: AccessPorts;
  /** What who may send no documents of his own may send; those of the built dashboard unless given. */
  readonly documents?: TrustedDocuments;
  /** Cost points that each sender may spend. */
  readonly costLimit?: Pick<TokenBucketOptions, 'perSecond' | 'burst'>;
  /** Subscribers stand under their numbers without them. */
  readonly pseudonyms?: Pseudonyms | null;
  /** How long answers may take; each has a default. */
  readonly timeLimits?: Partial<TimeLimits>;
  /** What is noted of who does and looks at what; nothing without it. */
  readonly auditing?: Auditing;
  readonly limits?: Partial<SocketLimits> & { readonly stopGraceMs?: number };
}

export interface Api {
  /** All that is answered, as in `routeRules`. */
  readonly routes: readonly string[];
  /** Listens; port 0 takes a free one. Rejects when it can't, naming the address. */
  start(port: number, host: string): Promise<{ port: number }>;
  /** Accepts nothing more, tells sockets, lets requests finish for at most `stopGraceMs` (5,000), then cuts them off. */
  stop(): Promise<void>;
}

const defaultStopGraceMs = 5000;

export function createApi(options: ApiOptions): Api {
  const { history, feed, status, baseline, backtests, triage, suppressions, log, metrics, limits = {} } = options;
  const deviceNames = (options.deviceTable ?? []).map((device) => device.name);
  const sealer = createSealer(options.secret);
  const follow = createFollow({ history, feed, status, ...options.following });
  const reads = { history, feed, follow, status, baseline, backtests };
  const { pseudonyms = null, auditing = null } = options;
  const numbers = pseudonyms && new NumberDesk({ pseudonyms, auditing, now: () => performance.now() });
  const ports: ApiPorts = { ...reads, triage, suppressions, numbers, deviceNames, sealer };
  const access = options.access ?? openAccess(options.secret);
  const { doorkeeper } = access;
  const scopes = createScopes(ports);
  const { documents = trustedDocumentsIn(options.dashboardDir), costLimit: limit = defaultCostLimit } = options;
  const costLimit = new CostLimit({ ...limit, now: () => performance.now() });
  const timeLimits = { ...defaultTimeLimits, ...options.timeLimits };
  const graphql = createGraphql({
    scopes,
    documents,
    costLimit,
    timeLimitMs: timeLimits.answerMs,
    auditing,
    log,
    metrics,
  });
  const senders = createSenders(options.trustedProxies ?? []);
  const { addressOf } = senders;
  const socketLimits = { ...defaultSocketLimits, ...limits };
  const socket = createGraphqlSocket({ graphql, doorkeeper, addressOf, limits: socketLimits, log, metrics });
  const stopping = new AbortController();
  const { connections, pingIntervalMs } = socketLimits;
  // Yoga pings event streams every 12 s, as often as sockets are by default.
  const streamLimits = { connections, silenceMs: 2.5 * pingIntervalMs, stopping: stopping.signal };
  const { deviceIdOf } = options;
  const parts = { graphql, access, scopes, costLimit, timeLimits, streamLimits };
  const routes = createApiRoutes({ ...options, ...parts, rest: { deviceIdOf } });
  const isGraphql = (request: IncomingMessage): boolean => pathOf(request) === graphqlPath && !wantsPage(request);
  const route = createRouter(routes, createGate(doorkeeper, isGraphql, senders));
  let rules: OriginRules = createOriginRules(options.allowedOrigins, '');

  const server = createHttpServer(async (request, response) => {
    if (passFront(request, response, rules, senders.isHttps(request))) await route(request, response, rules);
  }, log);
  server.on('upgrade', (request, connection, head) => upgrade(request, connection, head, rules, socket));

  return {
    routes: [...routes.keys()],
    async start(port, host) {
      rules = createOriginRules(options.allowedOrigins, host);
      return { port: await listen(server, port, host) };
    },
    async stop() {
      const graceMs = limits.stopGraceMs ?? defaultStopGraceMs;
      stopping.abort();
      doorkeeper.stop();
      await Promise.all([finish(server, graceMs), socket.stop(graceMs)]);
      await graphql.yoga.dispose();
    },
  };
}

/** On its own machine a server is open, and an account holds until it stops. */
function openAccess(secret: Uint8Array): AccessPorts {
  const now = (): number => Date.now() / 1000;
  return createAccess({ store: accessInMemory(), isLocal: true, secret, now, audit: () => undefined });
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0]!;

/** A page of another origin must not read the feed: browsers send WebSocket upgrades without asking, so it is checked here. */
function upgrade(
  request: IncomingMessage,
  connection: Duplex,
  head: Buffer,
  rules: OriginRules,
  socket: GraphqlSocket,
): void {
  connection.on('error', () => connection.destroy());
  const pathname = URL.parse(request.url ?? '', 'http://localhost')?.pathname;
  const refusal =
    pathname !== graphqlPath
      ? '404 Not Found'
      : rules.allowsHost(request) && rules.allowsOrigin(request)
        ? null
        : '403 Forbidden';
  if (refusal === null) socket.upgrade(request, connection, head);
  else connection.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
