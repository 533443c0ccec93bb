/** A connection to Redis that comes back by itself and never throws into the process. */
import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';

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

/** Connects with the first command, or by `open`. */
export function connectToRedis(url: string, log: Logger): RedisConnection {
  const client = new Redis(url, {
    lazyConnect: true,
    // In RESP3 the reply of XREAD has another shape.
    protocol: 2,
    maxRetriesPerRequest: null,
    socketTimeout: silenceMs,
    retryStrategy: (attempts) => Math.min(attempts * 100, longestRetryDelayMs),
  });
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
