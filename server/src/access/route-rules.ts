/** What each route of the HTTP server asks for. A route that is not here is refused to everybody, and a test fails: whoever adds one decides who may use it. */
import type { Permission } from './policy.ts';

/** `anyone`: strangers too. `own`: the route looks itself, by keys of its own or by what is proved to it. `nobody`: it has no row. */
export type RouteRule = Permission | 'anyone' | 'own' | 'nobody';

export const routeRules: Readonly<Record<string, RouteRule>> = {
  '/graphql': 'read',
  '/graphql as a page': 'explore',
  '/api/anomalies': 'read',
  '/api/anomalies/stream': 'read',
  '/api/subscriber/{id}': 'read',
  '/api/statistics': 'read',
  '/api/openapi.json': 'explore',
  '/api/docs': 'explore',
  '/ingest/samples': 'own',
  '/ingest/sessions': 'own',
  '/health/live': 'anyone',
  '/health/ready': 'anyone',
  '/metrics': 'monitor',
  '/access/me': 'anyone',
  '/access/login': 'own',
  '/access/first': 'own',
  '/access/logout': 'anyone',
  '/access/oidc/start': 'own',
  '/access/oidc/callback': 'own',
  '/access/password': 'read',
  '/access/accounts': 'administer',
  '/access/accounts/{id}': 'administer',
  '/access/audit': 'administer',
  '/access/subscriber-export': 'administer',
  '/access/subscriber-erasure': 'administer',
  '/access/keys': 'administer',
  '/access/keys/{id}': 'administer',
  /** The dashboard's files, which hold no data. */
  '/*': 'anyone',
};

export const ruleOf = (route: string): RouteRule => routeRules[route] ?? 'nobody';
