/** Which web pages may talk to this server: those of its own host, and those of the origins that the operator listed. */
import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';

export interface OriginRules {
  /** True when the request's Origin is the host it was sent to, or listed, or when there is none (not a browser's page). */
  allowsOrigin(request: IncomingMessage): boolean;
  /** The request's Origin when it is listed, for the CORS headers; otherwise null. */
  listedOrigin(request: IncomingMessage): string | null;
  /** True when the Host header is one that this server is reached by. */
  allowsHost(request: IncomingMessage): boolean;
}

const hostPattern = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/** Without the port, in lower case, and addresses in their shortest form; '' when there can be no such host. */
const nameOf = (host: string): string => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '');

/** All of 127.0.0.0/8 is this machine, whichever of its addresses a server was bound to. */
const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'));

/** Whether nobody but this machine reaches a server that listens on the address. */
export const isLoopback = (boundHost: string): boolean =>
  isLoopbackName(nameOf(boundHost.includes(':') ? `[${boundHost}]` : boundHost));

/**
 * `boundHost` is the address the server listens on. On a loopback address only loopback names and the hosts of the
 * listed origins are served: another site's name that was made to point at this machine (DNS rebinding) is not.
 * Throws for an origin that is not of the form `https://host[:port]`.
 */
export function createOriginRules(allowedOrigins: readonly string[], boundHost: string): OriginRules {
  const listed = new Set(allowedOrigins.map(checkOrigin));
  const listedHosts = new Set([...listed].map((origin) => new URL(origin).hostname));
  const isLocal = isLoopback(boundHost);
  return {
    allowsOrigin({ headers: { origin, host } }) {
      if (origin === undefined || listed.has(origin)) return true;
      return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
    },
    listedOrigin: ({ headers: { origin } }) => (origin !== undefined && listed.has(origin) ? origin : null),
    allowsHost({ headers: { host } }) {
      if (host === undefined || !hostPattern.test(host)) return false;
      return !isLocal || isLoopbackName(nameOf(host)) || listedHosts.has(nameOf(host));
    },
  };
}

function checkOrigin(given: string): string {
  if (URL.canParse(given) && new URL(given).origin === given) return given;
  throw new Error(`The allowed origin "${given}" is not of the form https://host or https://host:port`);
}
