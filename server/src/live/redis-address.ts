/** Reads `REDIS_URL`: one server, one that Sentinels watch over, or a Cluster; with TLS, and with a user of Redis' ACL. */

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  readonly tls: boolean;
  /** The server; otherwise Sentinels, or nodes, of which one that answers is enough. */
  readonly nodes: readonly RedisNode[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** What Sentinels call the server. */
  readonly name: string | undefined;
  readonly database: number;
  /** User and password at the Sentinels themselves. */
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
}

/** What `redisAddress` reads, to say what was expected. */
export const redisForms =
  'redis://[user:password@]host[:port][/number], redis+sentinel://…host:port,host:port/name or redis+cluster://…host:port,host:port, with rediss for TLS';

const form = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^/?@]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const defaultPorts = { single: 6379, cluster: 6379, sentinel: 26_379 } as const;

/** Null when it is not of one of the forms. */
export function redisAddress(url: string): RedisAddress | null {
  const [, scheme, many, credentials = '', hosts = '', path = '', query = ''] = form.exec(url) ?? [];
  if (scheme === undefined) return null;
  const kind = many === 'sentinel' || many === 'cluster' ? many : 'single';
  const nodes = hosts.split(',').map((host) => nodeOf(host, defaultPorts[kind]));
  const [name, database] = kind === 'sentinel' ? path.split('/') : [undefined, path];
  const [username, password] = credentials.split(':').map(decoded);
  const parameters = new URLSearchParams(query);
  if (!nodes.every((node) => node !== null) || (kind === 'single' && nodes.length > 1)) return null;
  if (kind === 'sentinel' ? !name : kind === 'cluster' && path !== '') return null;
  if (!/^\d{0,4}$/.test(database ?? '') || credentials.split(':').length > 2) return null;
  return {
    kind,
    tls: scheme === 'rediss',
    nodes,
    username: username || undefined,
    password: password || undefined,
    name: name === undefined ? undefined : decoded(name),
    database: Number(database ?? 0),
    sentinelUsername: parameters.get('sentinelUser') ?? undefined,
    sentinelPassword: parameters.get('sentinelPassword') ?? undefined,
  };
}

/** An IPv6 address stands in brackets. */
function nodeOf(text: string, defaultPort: number): RedisNode | null {
  const [, address6, host, port = `${defaultPort}`] =
    /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const found = address6 ?? host;
  return found === undefined || Number(port) < 1 || Number(port) > 65_535 ? null : { host: found, port: Number(port) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
