/** A connection to Redis that comes back by itself and never throws into the process. */
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../telemetry/log.ts';
import { redisAddress, redisForms, type RedisAddress } from './redis-address.ts';

export interface RedisConnection {
  /** Commands wait while the connection is down; those on their way are sent again, so each must be repeatable. */
  readonly client: Redis;
  /** Null while connected, otherwise why not. */
  fault(): string | null;
  /** Connects now instead of with the first command. */
  open(): void;
  close(): void;
}

const longestRetryDelayMs = 2000;
/** Longer than any reader blocks: a peer that vanished without a word is given up after it. */
const silenceMs = 15_000;

/** Connects with the first command, or by `open`. Throws when the address is none. */
export function connectToRedis(url: string, log: Logger): RedisConnection {
  const address = redisAddress(url);
  if (address === null) throw new Error(`The address of Redis is not one of ${redisForms}`);
  const client = clientOf(address);
  let problem = 'not connected yet';
  client.on('error', (error: Error) => {
    // The same failure comes back with every attempt: it is logged once.
    if (error.message !== problem) log.warn({ err: error }, 'Redis is not reachable; trying again');
    problem = error.message;
  });
  client.on('close', () => {
    if (problem === '') problem = 'the connection was closed';
  });
  client.on('ready', () => {
    problem = '';
    log.info('Connected to Redis');
  });
  return {
    client,
    fault: () => (client.status === 'ready' ? null : `Redis is not reachable: ${problem}`),
    open: () => void client.connect().catch(() => undefined),
    close: () => client.disconnect(),
  };
}

const retryDelayMs = (attempts: number): number => Math.min(attempts * 100, longestRetryDelayMs);

/**
 * The keys of everything that belongs together have one hash tag, so that a Cluster takes the same commands as one server.
 * It reads from the master alone: a replica may be behind.
 */
function clientOf({ kind, tls, nodes, username, password, database, ...sentinel }: RedisAddress): Redis {
  const options = {
    lazyConnect: true,
    // In RESP3 the reply of XREAD has another shape.
    protocol: 2,
    maxRetriesPerRequest: null,
    socketTimeout: silenceMs,
    retryStrategy: retryDelayMs,
    db: database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
  } satisfies RedisOptions;
  if (kind === 'single') return new Redis({ ...options, ...nodes[0]! });
  if (kind === 'cluster') {
    const redisOptions = { ...options, lazyConnect: false };
    const cluster = new Cluster([...nodes], { lazyConnect: true, redisOptions, clusterRetryStrategy: retryDelayMs });
    // It has the same commands; the types of the two differ in what a chain of them gives.
    return cluster as unknown as Redis;
  }
  const { name, sentinelUsername, sentinelPassword } = sentinel;
  return new Redis({
    ...options,
    sentinels: [...nodes],
    sentinelRetryStrategy: retryDelayMs,
    ...(name === undefined ? {} : { name }),
    ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  });
}
