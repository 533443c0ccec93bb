/** What a request or a connection says of who it is: a key, a session, or nothing. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** `proof` is the hash of a key, or the text of a session; never the key itself. */
export interface Credential {
  readonly type: 'key' | 'session' | 'none';
  readonly proof: string;
}

export const noCredential: Credential = { type: 'none', proof: '' };
export const sessionCookie = 'tidewatch-session';

export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');
const sessionIn = new RegExp(`(?:^|; *)${sessionCookie}=([\\w-]{1,1000})(?:;|$)`);
const bearer = /^Bearer +([\x21-\x7e]+)$/i;

function ofAuthorization(text: unknown): Credential | null {
  if (text === undefined) return null;
  const key = typeof text === 'string' ? bearer.exec(text)?.[1] : undefined;
  // Whoever says something that is no key is not taken for who says nothing.
  return { type: 'key', proof: key === undefined ? '' : hashOfKey(key) };
}

/** A key goes before a cookie: it was given on purpose. */
export function credentialOf({ authorization, cookie }: IncomingHttpHeaders): Credential {
  const key = ofAuthorization(authorization);
  if (key !== null) return key;
  const session = cookie === undefined ? undefined : sessionIn.exec(cookie)?.[1];
  return session === undefined ? noCredential : { type: 'session', proof: session };
}

/** Of a WebSocket: what `connection_init` says goes before the cookie of the page that opened it. */
export function credentialOfConnection(
  parameters: Readonly<Record<string, unknown>> | undefined,
  headers: IncomingHttpHeaders,
): Credential {
  return ofAuthorization(parameters?.['authorization'] ?? undefined) ?? credentialOf(headers);
}
