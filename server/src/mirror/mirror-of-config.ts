/** Makes the mirror in Redis where a setting asks for it. */
import type { Config } from '../config.ts';
import { connectToRedis } from '../live/redis-connection.ts';
import type { Logger } from '../telemetry/log.ts';
import { RedisMirror, type RedisMirrorOptions } from './redis-mirror.ts';

export type MirrorPorts = Pick<RedisMirrorOptions, 'devices' | 'history' | 'metrics' | 'wait'> & {
  readonly config: Config;
  readonly log: Logger;
};

/** Hours of devices: a day of 400 of them while Redis is away. */
const mostWaiting = 10_000;
const secondsPerDay = 86_400;

/** Null without a Redis to write to. */
export function createMirror({ config, log, ...ports }: MirrorPorts): RedisMirror | null {
  const url = config['redis-mirror'];
  if (url === null) return null;
  const mirrorLog = log.child({ component: 'redis-mirror' });
  const keptSeconds = config['redis-mirror-ttl'] * secondsPerDay;
  return new RedisMirror({
    ...ports,
    connection: connectToRedis(url, mirrorLog),
    keptSeconds,
    mostWaiting,
    log: mirrorLog,
  });
}
