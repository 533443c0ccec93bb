/** On whose behalf an operation runs. On a machine without accounts the request may name him: a header over HTTP, the same key in `connection_init` over a WebSocket. */
import { isUtf8 } from 'node:buffer';
import { localAdmin, type Principal } from '../access/policy.ts';
import { isPersonName, longestName } from '../domain/person-name.ts';
import { clientError } from './errors.ts';

export const actorKey = 'x-tidewatch-actor';

/** Of a header. HTTP hands over bytes, each as one character: a name beyond ASCII comes as UTF-8. */
export function actorOfHeader(principal: Principal, value: string | null): Principal {
  return principal.kind !== 'local' || value === null ? principal : named(decoded(value));
}

export function actorOfConnection(
  principal: Principal,
  parameters: Readonly<Record<string, unknown>> | undefined,
): Principal {
  const value = parameters?.[actorKey];
  return principal.kind !== 'local' || value === undefined || value === null ? principal : named(value);
}

/** Null when it is no UTF-8. */
function decoded(bytes: string): string | null {
  const text = Buffer.from(bytes, 'latin1');
  return isUtf8(text) ? text.toString('utf8') : null;
}

/** Over HTTP the status is 400. */
function named(given: unknown): Principal {
  if (typeof given === 'string' && isPersonName(given)) return localAdmin(given);
  const shown = typeof given === 'string' ? JSON.stringify(given.slice(0, longestName)) : 'no text';
  const expected = `expected a name of 1 to ${longestName} printable characters`;
  throw clientError('BAD_USER_INPUT', `"${actorKey}" is ${shown}; ${expected}`, null, { http: { status: 400 } });
}
