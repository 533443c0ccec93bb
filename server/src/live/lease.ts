/** A lease in Redis: one of several processes has it for a while, and says so again before it runs out. Each new holder gets a higher token. */
import type { RedisConnection } from './redis-connection.ts';

export interface LeaseOptions {
  readonly connection: RedisConnection;
  /** Of the token of the holder; expires when the holder is silent. */
  readonly holderKey: string;
  readonly tokenKey: string;
  readonly leaseMs: number;
}

const acquireScript = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token, 'PX', ARGV[1])
return token`;
const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1`;
const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;
const raiseScript = `
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1`;

export class Lease {
  readonly #options: LeaseOptions;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** The token of the new holder, or null while another holds it. */
  async acquire(): Promise<number | null> {
    const { connection, holderKey, tokenKey, leaseMs } = this.#options;
    const token = Number(await connection.client.eval(acquireScript, 2, holderKey, tokenKey, leaseMs));
    return token === 0 ? null : token;
  }

  /** False when it is another's, or nobody's: then it can't be had again with this token. */
  async renew(token: number): Promise<boolean> {
    const { connection, holderKey, leaseMs } = this.#options;
    return Number(await connection.client.eval(renewScript, 1, holderKey, leaseMs, token)) === 1;
  }

  async release(token: number): Promise<void> {
    const { connection, holderKey } = this.#options;
    await connection.client.eval(releaseScript, 1, holderKey, token);
  }

  /** The next token will be higher than this: a Redis that forgot some must not give them out again. */
  async raise(token: number): Promise<void> {
    const { connection, tokenKey } = this.#options;
    await connection.client.eval(raiseScript, 1, tokenKey, token);
  }
}
