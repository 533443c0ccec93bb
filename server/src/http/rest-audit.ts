/** Notes what is read over the REST routes: one subscriber's traffic, and lists of many. */
import type { IncomingMessage } from 'node:http';
import type { Principal } from '../access/policy.ts';
import type { Auditing } from '../graphql/audited.ts';
import { nameOfSubscriber } from '../graphql/node.ts';
import type { Sealer } from '../graphql/sealed-text.ts';

const ofSubscriber = '/api/subscriber/';

export function noteRest(
  auditing: Auditing | undefined,
  sealer: Sealer,
  { name: actor }: Principal,
  { pathname, searchParams }: URL,
  { method }: IncomingMessage,
  from: string,
): void {
  if (auditing === undefined || method !== 'GET') return;
  if (pathname.startsWith(ofSubscriber)) {
    auditing.looks.note({ actor, from }, 'rows', [
      nameOfSubscriber(decoded(pathname.slice(ofSubscriber.length)), sealer),
    ]);
  } else if (pathname === '/api/anomalies') {
    const details = { limit: searchParams.get('limit')?.slice(0, 10) ?? null };
    auditing.note({ action: 'export', actor, subject: pathname, from, details });
  }
}

/** What is no percent-encoding is refused by the route. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return '';
  }
}
