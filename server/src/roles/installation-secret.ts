/** The secret that all processes of an installation share without having been told it. */
import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { redisAddress } from '../live/redis-address.ts';

/**
 * The same in all processes of an installation, so that ids, cursors and logins of one are good at every other. The passwords are
 * in it, as who may read history alone must not be able to make a login.
 */
export function secretOf(config: Config, historyId: string): Buffer {
  const { password } = new URL(config['clickhouse-url'] ?? '');
  const redis = redisAddress(config['redis-url'] ?? '')?.password ?? '';
  return createHash('sha256')
    .update(JSON.stringify(['tidewatch', historyId, password, redis]))
    .digest();
}
