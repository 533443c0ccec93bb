/** Hears which keys are written, where Redis tells of it (`notify-keyspace-events` with K and $); it is never told to. */
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../../live/redis-connection.ts';
import { ofSeedKey } from '../../seed-words.ts';

const pattern = (database: number): string => `__keyspace@${database}__:* ????-??-?? ??:00:00`;
/** What takes a key away, not what writes it. */
const endings: ReadonlySet<string> = new Set([
  'del',
  'unlink',
  'expired',
  'evicted',
  'expire',
  'persist',
  'rename_from',
]);

export class KeyWatch {
  readonly #client: Redis;
  readonly #onWritten: () => void;
  readonly #written = new Set<string>();
  #isListening = false;

  /** `onWritten` is called for each key of the seed's that was written; `connection` is for this alone. */
  constructor(connection: RedisConnection, onWritten: () => void) {
    this.#client = connection.client;
    this.#onWritten = onWritten;
    this.#client.on('close', () => (this.#isListening = false));
    this.#client.on('pmessage', (_pattern: string, channel: string, event: string) => this.#hear(channel, event));
  }

  /** Whether all that was written since `listen` is known. */
  get isListening(): boolean {
    return this.#isListening;
  }

  /** Listens, where `commands` says that Redis tells of it. What was written before has to be looked for. */
  async listen(commands: Redis): Promise<void> {
    if (this.#isListening || !(await tellsOfKeys(commands))) return;
    await this.#client.psubscribe(pattern(this.#client.options.db ?? 0));
    this.#isListening = true;
  }

  /** Those written since it was last asked. */
  take(): string[] {
    const written = [...this.#written];
    this.#written.clear();
    return written;
  }

  #hear(channel: string, event: string): void {
    const key = channel.slice(channel.indexOf(':') + 1);
    if (endings.has(event) || ofSeedKey(key) === null) return;
    this.#written.add(key);
    this.#onWritten();
  }
}

/** Also false where the account may not ask. */
async function tellsOfKeys(commands: Redis): Promise<boolean> {
  const answer = await commands.config('GET', 'notify-keyspace-events').catch(() => []);
  const events = (answer as string[])[1] ?? '';
  return events.includes('K') && /[A$]/.test(events);
}
