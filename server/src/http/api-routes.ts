/** All that the HTTP server of the API answers, by route. */
import { createAccessRoutes, type AccessPorts } from '../access/access-routes.ts';
import type { DeviceScope, Principal } from '../access/policy.ts';
import type { Auditing } from '../graphql/audited.ts';
import type { CostLimit } from '../graphql/cost-limit.ts';
import { createGraphiql } from '../graphql/graphiql.ts';
import type { ApiPorts } from '../graphql/ports.ts';
import { graphqlPath, type Graphql } from '../graphql/yoga.ts';
import { createHealthRoutes, type HealthPorts } from '../rest/health.ts';
import { createPushRoute, pushPaths, type PushRouteOptions } from '../rest/push/push-route.ts';
import { createRestShim, type RestShimOptions } from '../rest/shim.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createDashboard } from './dashboard.ts';
import { createGraphqlRoute, type StreamLimits } from './graphql-route.ts';
import { noteRest } from './rest-audit.ts';
import { passCost } from './rest-cost.ts';
import { reading, type Answer, type Asked, type Routes } from './router.ts';
import { exportWithin, type TimeLimits } from './time-limits.ts';
import { watchStream } from './watch-stream.ts';

export interface ApiRouteOptions extends HealthPorts, PushRouteOptions {
  readonly graphql: Graphql;
  readonly access: AccessPorts;
  readonly scopes: (devices: DeviceScope) => ApiPorts;
  readonly costLimit: CostLimit;
  readonly auditing?: Auditing;
  readonly streamLimits: StreamLimits;
  readonly timeLimits: TimeLimits;
  readonly rest: Pick<RestShimOptions, 'deviceIdOf'>;
  readonly dashboardDir: string;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export function createApiRoutes(options: ApiRouteOptions): Routes {
  const { graphql, access, streamLimits, timeLimits } = options;
  const { paths, answer: answerAccess } = createAccessRoutes(access);
  const answerPush = createPushRoute(options);
  const graphiql = createGraphiql();
  const dashboard = createDashboard(options.dashboardDir);
  const answerGraphql = createGraphqlRoute(graphql, streamLimits);
  const { doorkeeper } = access;
  return new Map<string, Answer>([
    [
      graphqlPath,
      known(doorkeeper, ({ request, response, visitor }, principal) =>
        answerGraphql(request, response, principal, visitor.from),
      ),
    ],
    [`${graphqlPath} as a page`, ({ request, response }) => graphiql(request, response)],
    ...restRoutes(options),
    ...[...pushPaths].map(([path, scope]): [string, Answer] => [path, (asked) => answerPush(scope, asked)]),
    ...[...paths].map((path): [string, Answer] => [
      path,
      ({ url, request, response, visitor }) =>
        exportWithin(timeLimits.exportMs, response, () => answerAccess(url.pathname, request, response, visitor)),
    ]),
    ...createHealthRoutes(options, options.metrics),
    ['/*', reading(({ request, response }) => dashboard(request, response))],
  ]);
}

/** Whose rule let in nobody but who is known; an answer that goes on ends with his access. */
function known(
  doorkeeper: AccessPorts['doorkeeper'],
  answer: (asked: Asked, principal: Principal) => Promise<void> | void,
): Answer {
  return (asked) => {
    const { request, response, visitor } = asked;
    if (visitor.principal === null) throw new Error('A route whose rule lets in strangers asks who it is');
    watchStream(request, response, doorkeeper, visitor, visitor.principal);
    return answer(asked, visitor.principal);
  };
}

function restRoutes({
  access,
  scopes,
  costLimit,
  auditing,
  log,
  rest,
  streamLimits,
  timeLimits,
}: ApiRouteOptions): Routes {
  const within = restWithin(scopes, (seen) => createRestShim({ ...rest, ...seen, log, streamLimits, timeLimits }));
  const answerWith =
    (path: string) =>
    (asked: Asked, principal: Principal): Promise<void> | void => {
      const { url, request, response, visitor } = asked;
      if (!passCost(costLimit, principal, url, request, response)) return undefined;
      noteRest(auditing, scopes(null).sealer, principal, url, request, visitor.from);
      return within(principal.devices).get(path)?.(asked);
    };
  return new Map([...within(null).keys()].map((path) => [path, known(access.doorkeeper, answerWith(path))]));
}

/** Who sees the same has the same shim: what is under way at once is bounded for all of them together. */
function restWithin(scopes: (devices: DeviceScope) => ApiPorts, create: (seen: ApiPorts) => Routes) {
  const shims = new WeakMap<ApiPorts, Routes>();
  return (devices: DeviceScope): Routes => {
    const seen = scopes(devices);
    const shim = shims.get(seen) ?? create(seen);
    shims.set(seen, shim);
    return shim;
  };
}
