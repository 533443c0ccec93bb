/** Hears at once that somebody was erased at another process, and lets the one who asked for it know when that was acted upon. */
import { randomUUID } from 'node:crypto';
import type { MeetingKeys } from '../live/meeting-keys.ts';
import type { RedisConnection } from '../live/redis-connection.ts';
import type { Logger } from '../telemetry/log.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { Part } from './parts-in-order.ts';

export interface ErasureWatchOptions {
  readonly connection: Pick<RedisConnection, 'client' | 'fault'>;
  readonly keys: Pick<MeetingKeys, 'erasures' | 'erasuresHeard'>;
  /**
   * Reads from history who was erased, and forgets him; tried again when it rejects. `isFirst`: whatever was erased before the
   * process began.
   */
  readonly hear: (isFirst: boolean) => Promise<void>;
  /** A process that sleeps for less may have kept its lease, and is waited for. */
  readonly leaseMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

const intervalMs = 500;
/** Who gave no sign of life for so long, and for as long as a lease, has ended without a word. */
const leastSignMs = 3000;

export class ErasureWatch implements Part {
  readonly #options: ErasureWatchOptions;
  readonly #id = randomUUID();
  readonly #stopping = new AbortController();
  /** The newest erasure that was acted upon; null before the first look. */
  #heard: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #fault = '';

  constructor(options: ErasureWatchOptions) {
    this.#options = options;
  }

  start(): void {
    // Also before Redis is reached: from then on it is waited for.
    this.#tell().catch(() => undefined);
    this.#turn();
    this.#timer = setInterval(() => this.#turn(), intervalMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#looking;
    const { connection, keys } = this.#options;
    // Not waited for, as Redis may be away: then the sign of life runs out.
    connection.client.zrem(keys.erasuresHeard, this.#id).catch(() => undefined);
  }

  #turn(): void {
    if (this.#options.connection.fault() !== null) return;
    this.#tell().catch(() => undefined);
    this.#looking ??= this.#look()
      .catch((error: Error) => this.#warn(error))
      .finally(() => (this.#looking = null));
  }

  /** Also while it is at work: who gives no sign is taken for gone. */
  async #tell(): Promise<void> {
    const { connection, keys, leaseMs } = this.#options;
    const { erasuresHeard } = keys;
    await connection.client
      .multi()
      .zadd(erasuresHeard, this.#heard ?? '0', this.#id)
      .set(`${erasuresHeard}:${this.#id}`, 1, 'PX', Math.max(leastSignMs, leaseMs))
      .exec();
  }

  async #look(): Promise<void> {
    const { connection, keys, hear } = this.#options;
    const { signal } = this.#stopping;
    const newest = (await unlessAborted(connection.client.get(keys.erasures), signal)) ?? '0';
    if (signal.aborted || newest === this.#heard) return;
    await hear(this.#heard === null);
    this.#heard = newest;
    this.#fault = '';
    await unlessAborted(this.#tell(), signal);
  }

  #warn(error: Error): void {
    if (error.message === this.#fault) return;
    this.#fault = error.message;
    this.#options.log.warn({ err: error }, 'Who was erased could not be forgotten yet; trying again');
  }
}
