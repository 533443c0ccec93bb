/** Lets all processes of an installation forget a subscriber: notes it in history, calls, and waits until each of them has. */
import { setTimeout as wait } from 'node:timers/promises';
import type { PersonHistory } from '../history/person-history.ts';
import type { MeetingKeys } from '../live/meeting-keys.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import type { ErasedSubscribers } from '../privacy/erased-subscribers.ts';
import { NotForgotten, type Forgetting } from '../privacy/forgetting.ts';

export interface ErasureCallOptions {
  readonly connection: Pick<RedisConnection, 'client' | 'fault'>;
  readonly keys: Pick<MeetingKeys, 'erasures' | 'erasuresHeard'>;
  readonly history: Pick<PersonHistory, 'noteErasures'>;
  readonly erased: Pick<ErasedSubscribers, 'erasuresOf'>;
}

const pollMs = 100;
const patienceMs = 30_000;

export class ErasureCall implements Forgetting {
  readonly #options: ErasureCallOptions;

  constructor(options: ErasureCallOptions) {
    this.#options = options;
  }

  async forget(names: readonly string[], ignore: boolean): Promise<number> {
    const { connection, keys, history, erased } = this.#options;
    const fault = connection.fault();
    if (fault !== null) throw new NotForgotten(`The other processes can not be told: ${fault}`);
    // The clock that reports are put into the queue by.
    const [seconds, microseconds] = (await connection.client.time()).map(Number);
    const atMs = seconds! * 1000 + Math.floor(microseconds! / 1000);
    await history.noteErasures(erased.erasuresOf(names, ignore, atMs));
    return this.#untilHeard(await connection.client.incr(keys.erasures));
  }

  /** Gives how many have. */
  async #untilHeard(wanted: number): Promise<number> {
    const { client } = this.#options.connection;
    const { erasuresHeard } = this.#options.keys;
    for (let waitedMs = 0; ; waitedMs += pollMs) {
      const behind = await client.zrange(erasuresHeard, '-inf', `(${wanted}`, 'BYSCORE');
      const alive = await this.#alive(behind);
      const all = await client.zcard(erasuresHeard);
      if (alive.length === 0) return all;
      if (waitedMs > patienceMs)
        throw new NotForgotten(`${alive.length} of ${all} processes have not forgotten the subscriber yet`);
      await wait(pollMs);
    }
  }

  /** Those that give a sign of life; the others are taken off the list. */
  async #alive(processes: readonly string[]): Promise<string[]> {
    const { client } = this.#options.connection;
    const { erasuresHeard } = this.#options.keys;
    const alive: string[] = [];
    for (const one of processes) {
      if ((await client.exists(`${erasuresHeard}:${one}`)) === 1) alive.push(one);
      else await client.zrem(erasuresHeard, one);
    }
    return alive;
  }
}
