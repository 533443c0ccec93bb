/** What each route of the HTTP server asks for. A path that is not here is one of the dashboard's files, which hold no data. */
import type { Permission } from './policy.ts';

/** `anyone`: strangers too. `own`: the route looks itself, by keys of its own or by what is proved to it. */
export type RouteRule = Permission | 'anyone' | 'own';

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
};

const folders = ['/api/subscriber/', '/access/accounts/', '/access/keys/'];
/** Below these there is nothing for strangers, whatever is added. */
const closed = ['/api/', '/access/', '/ingest/'];

export function ruleOfRoute(pathname: string): RouteRule {
  const rule = routeRules[pathname];
  if (rule !== undefined) return rule;
  const folder = folders.find((one) => pathname.startsWith(one));
  if (folder !== undefined) return routeRules[`${folder}{id}`]!;
  return closed.some((one) => pathname.startsWith(one)) ? 'read' : 'anyone';
}
