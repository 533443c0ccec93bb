/** One HTTP server for everything: GraphQL over HTTP, event stream and WebSocket, REST, health, metrics and the dashboard. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DeviceReading } from './domain/device.ts';
import type { ApiPorts } from './graphql/ports.ts';
import { createSealer } from './graphql/sealed-text.ts';
import { createGraphqlSocket, defaultSocketLimits, type GraphqlSocket, type SocketLimits } from './graphql/socket.ts';
import { createGraphql, graphqlPath } from './graphql/yoga.ts';
import { answerProblem } from './http/answer.ts';
import { createDashboard } from './http/dashboard.ts';
import { passFront } from './http/front.ts';
import { createGraphqlRoute, wantsGraphiql } from './http/graphql-route.ts';
import { createOriginRules, type OriginRules } from './http/origin.ts';
import { createHttpServer, finish, listen } from './http/server.ts';
import { watchStream } from './http/watch-stream.ts';
import { accessInMemory } from './access/access-file.ts';
import { createAccess } from './access/access.ts';
import { createAccessRoutes, type AccessPorts } from './access/access-routes.ts';
import type { DeviceScope, Principal } from './access/policy.ts';
import { routeRules, ruleOfRoute } from './access/route-rules.ts';
import type { Auditing } from './graphql/audited.ts';
import { CostLimit, defaultCostLimit } from './graphql/cost-limit.ts';
import { trustedDocumentsIn, type TrustedDocuments } from './graphql/trusted-documents.ts';
import { createScopes } from './graphql/scoped-ports.ts';
import type { TokenBucketOptions } from './http/token-bucket.ts';
import { noteRest } from './http/rest-audit.ts';
import { passCost } from './http/rest-cost.ts';
import { createGate } from './http/gate.ts';
import { createFollow, type FollowOptions } from './live/follow.ts';
import { NumberDesk } from './privacy/number-desk.ts';
import type { Pseudonyms } from './privacy/pseudonyms.ts';
import type { Logger } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { createHealthRoutes } from './rest/health.ts';
import { createPushRoute, pushPaths, type PushPorts } from './rest/push/push-route.ts';
import type { DeviceIdOf } from './rest/seed-row.ts';
import { createRestShim } from './rest/shim.ts';

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
  /** What is noted of who does and looks at what; nothing without it. */
  readonly auditing?: Auditing;
  readonly limits?: Partial<SocketLimits> & { readonly stopGraceMs?: number };
}

export interface Api {
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
  const graphql = createGraphql({ scopes, documents, costLimit, auditing, log, metrics });
  const socketLimits = { ...defaultSocketLimits, ...limits };
  const socket = createGraphqlSocket({ graphql, doorkeeper, limits: socketLimits, log, metrics });
  const stopping = new AbortController();
  const { connections, pingIntervalMs } = socketLimits;
  // Yoga pings event streams every 12 s, as often as sockets are by default.
  const streamLimits = { connections, silenceMs: 2.5 * pingIntervalMs, stopping: stopping.signal };
  const rest = restWithin(scopes, (seen) => createRestShim({ ...options, ...seen, sealer, streamLimits }));
  const route = createRouter(options, access, createGraphqlRoute(graphql, streamLimits), rest, costLimit);
  let rules: OriginRules = createOriginRules(options.allowedOrigins, '');

  const server = createHttpServer(async (request, response) => {
    if (passFront(request, response, rules)) await route(request, response, rules);
  }, log);
  server.on('upgrade', (request, connection, head) => upgrade(request, connection, head, rules, socket));

  return {
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

type AnswerRest = ReturnType<typeof createRestShim>;

/** Who sees the same has the same shim: what is under way at once is bounded for all of them together. */
function restWithin(scopes: (devices: DeviceScope) => ApiPorts, create: (seen: ApiPorts) => AnswerRest) {
  const shims = new WeakMap<ApiPorts, AnswerRest>();
  return ({ devices }: Principal): AnswerRest => {
    const seen = scopes(devices);
    const shim = shims.get(seen) ?? create(seen);
    shims.set(seen, shim);
    return shim;
  };
}

type Router = (request: IncomingMessage, response: ServerResponse, rules: OriginRules) => Promise<void>;

/** Decides by path who answers, once whoever asks was let in. */
function createRouter(
  options: ApiOptions,
  access: AccessPorts,
  answerGraphql: ReturnType<typeof createGraphqlRoute>,
  rest: (principal: Principal) => AnswerRest,
  costLimit: CostLimit,
): Router {
  const answerHealth = createHealthRoutes(options, options.metrics);
  const answerPush = createPushRoute(options);
  const answerDashboard = createDashboard(options.dashboardDir);
  const answerAccess = createAccessRoutes(access);
  const { doorkeeper } = access;
  const pass = createGate(doorkeeper, (request) => pathOf(request) === graphqlPath && !wantsGraphiql(request));
  return async (request, response, rules) => {
    const url = URL.parse(request.url ?? '', 'http://localhost');
    if (url === null) return answerProblem(request, response, 400, 'The path of the request is not a URL');
    // A request may name the whole URL, as to a proxy; from here on it is the path.
    request.url = url.pathname + url.search;
    const isPage = url.pathname === graphqlPath && wantsGraphiql(request);
    const visitor = await pass(
      request,
      response,
      isPage ? routeRules['/graphql as a page']! : ruleOfRoute(url.pathname),
      rules,
    );
    if (visitor === null) return;
    const { principal } = visitor;
    if (principal !== null) watchStream(request, response, doorkeeper, visitor, principal);
    if (url.pathname === graphqlPath && principal !== null) return answerGraphql(request, response, principal);
    if (url.pathname.startsWith('/api/') && principal !== null) {
      if (!passCost(costLimit, principal, url, request, response)) return;
      noteRest(options.auditing, principal, url, request);
      return rest(principal)(url, request, response);
    }
    if (url.pathname.startsWith('/access/')) return answerAccess(url.pathname, request, response, visitor);
    const pushed = pushPaths.get(url.pathname);
    if (pushed !== undefined) return answerPush(pushed, url, request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const detail = `${request.method ?? ''} is not possible here; expected GET or HEAD`;
      return answerProblem(request, response, 405, detail, { Allow: 'GET, HEAD' });
    }
    if (await answerHealth(url.pathname, request, response, principal)) return;
    answerDashboard(request, response);
  };
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
