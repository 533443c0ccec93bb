/**
 * Lets one process at a time write to history and tell the feed, so that the feed has one order. It is a courtesy: what a
 * process that lost its turn in its sleep would spoil, the conditions of its statements keep it from. Acts of people go before commits.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Turn } from '../pipeline/journal.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { RedisConnection } from './redis-connection.ts';

export interface RedisTurnOptions {
  readonly connection: RedisConnection;
  readonly turnKey: string;
  readonly wantedKey: string;
  /** After that long without the turn the work is not done. */
  readonly patienceMs?: number;
}

/** A process that died amid its turn holds up the others for so long. */
const longestTurnMs = 5000;
const wantedMs = 1000;
const pollMs = 20;
const defaultPatienceMs = 8000;

const takeScript = `
if ARGV[3] == 'commit' and redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  if ARGV[3] == 'act' then redis.call('DEL', KEYS[2]) end
  return 1
end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
if ARGV[3] == 'act' then redis.call('SET', KEYS[2], 1, 'PX', ARGV[4]) end
return 0`;
const giveBackScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

export function createRedisTurn({
  connection,
  turnKey,
  wantedKey,
  patienceMs = defaultPatienceMs,
}: RedisTurnOptions): Turn {
  const { client } = connection;

  async function take(of: 'commit' | 'act', holder: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const fault = connection.fault();
      if (fault !== null) throw new Error(fault);
      const answer = client.eval(takeScript, 2, turnKey, wantedKey, holder, longestTurnMs, of, wantedMs);
      if ((await unlessAborted(answer, signal)) === 1) return;
      await wait(pollMs, undefined, { signal }).catch(() => undefined);
    }
    throw new Error('Others write to history for too long; try again');
  }

  return async (of, work) => {
    const holder = randomUUID();
    const giveBack = (): void => void client.eval(giveBackScript, 1, turnKey, holder).catch(() => undefined);
    try {
      await take(of, holder, AbortSignal.timeout(patienceMs));
      return await work();
    } finally {
      // Also when it was not had: the answer may have been lost.
      if (connection.fault() === null) giveBack();
    }
  };
}
