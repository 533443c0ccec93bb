/** Makes the source of the seed's keys where a setting asks for it. */
import type { DeviceReading } from '../../domain/device.ts';
import { connectToRedis } from '../../live/redis-connection.ts';
import type { Logger } from '../../telemetry/log.ts';
import type { Source } from '../source.ts';
import type { SourceParts } from '../source-of-config.ts';
import { createRedisKeysSource, type RedisKeysOptions } from './redis-keys-source.ts';

export type RedisKeysPorts = Pick<RedisKeysOptions, 'metrics' | 'wait'> & { readonly log: Logger };

/** An hour of a device with 300,000 subscribers; what the process holds at a time is some times that. */
const mostValueBytes = 256 << 20;

/** Null when no setting asks for it. */
export function createRedisKeys(
  { config, edge, redisKeys, onUnusable, onUnlisted }: SourceParts,
  devices: readonly DeviceReading[],
): Source | null {
  const { 'redis-keys': url, 'redis-keys-counters': counters } = config;
  if (url === null) return null;
  const { log, ...ports } = redisKeys;
  const { host, pathname } = new URL(url);
  return createRedisKeysSource({
    ...ports,
    connections: { commands: connectToRedis(url, log), notifications: connectToRedis(url, log) },
    place: host + pathname,
    devices,
    counters,
    subscribers: edge.numbers,
    sessionOf: (number) => edge.sessionOf(number),
    maxValueBytes: Math.min(mostValueBytes, config['max-file-size']),
    scanIntervalMs: config['redis-keys-interval'],
    now: Date.now,
    onFault: onUnusable,
    onUnlisted: (unlisted) => onUnlisted('keys of Redis', unlisted),
  });
}
