/** Messages on their way to Redis: bounded, oldest dropped, sent in order and again until Redis has them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../telemetry/log.ts';
import type { FeedMessages, FeedTopic, OnDropped } from './feed.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { RedisStreams } from './redis-streams.ts';

export interface RedisOutboxOptions {
  readonly connection: RedisConnection;
  readonly streams: RedisStreams;
  readonly capacity: number;
  readonly onDropped: OnDropped;
  readonly log: Logger;
}

interface Entry {
  readonly topic: FeedTopic;
  readonly key: string;
  readonly keptEntries: number;
  readonly id: string;
  readonly text: string;
}

/** Those of one transaction are read at once, too: as one publish, they make no listener slow. */
const entriesPerTransaction = 1000;
const retryDelayMs = 500;
/** What Redis says of an id that the stream already has or has passed. */
const alreadyThere = /equal or smaller than the target stream top item/;

export class RedisOutbox {
  readonly #options: RedisOutboxOptions;
  readonly #waiting: Entry[] = [];
  readonly #stopped = new AbortController();
  #started = false;
  #toldPassedOver = false;
  #sending: Promise<void> | null = null;

  constructor(options: RedisOutboxOptions) {
    this.#options = options;
  }

  add<Topic extends FeedTopic>(topic: Topic, messages: readonly FeedMessages[Topic][]): void {
    const { streams, capacity, onDropped } = this.#options;
    const { key, keptEntries, idOf } = streams[topic];
    for (const message of messages) {
      this.#waiting.push({ topic, key, keptEntries, id: idOf(message), text: JSON.stringify(message) });
    }
    const excess = this.#waiting.splice(0, Math.max(0, this.#waiting.length - capacity));
    for (const entry of excess) onDropped(entry.topic, 1, 'outbox');
    this.#send();
  }

  /** Begins to send; what was added before waits until then. */
  start(): void {
    this.#started = true;
    this.#send();
  }

  /** Sends what is left, for at most `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    const { signal } = this.#stopped;
    const timer = setTimeout(() => this.#stopped.abort(), graceMs);
    // Without a connection nothing can leave, so there is nothing to wait for.
    if (this.#options.connection.fault() !== null) this.#stopped.abort();
    const gone = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (this.#sending !== null && !signal.aborted) await Promise.race([this.#sending, gone]);
    this.#stopped.abort();
    clearTimeout(timer);
  }

  #send(): void {
    if (this.#started && this.#waiting.length > 0) this.#sending ??= this.#sendAll();
  }

  /** Sends until nothing waits. Never rejects. */
  async #sendAll(): Promise<void> {
    const { signal } = this.#stopped;
    while (this.#waiting.length > 0 && !signal.aborted) {
      const batch = this.#waiting.splice(0, entriesPerTransaction);
      while (!signal.aborted && !(await this.#sent(batch))) {
        await wait(retryDelayMs, undefined, { signal }).catch(() => undefined);
      }
    }
    this.#sending = null;
  }

  async #sent(batch: readonly Entry[]): Promise<boolean> {
    const { connection, log } = this.#options;
    try {
      const refused = await writeBatch(connection, batch);
      const passedOver = await missingOf(connection, refused);
      if (passedOver.length > 0) this.#tellPassedOver(passedOver);
      return true;
    } catch (error) {
      if (!this.#stopped.signal.aborted) {
        log.warn({ err: error }, 'Redis did not take messages of the feed; trying again');
      }
      return false;
    }
  }

  /** All are counted, the first are logged: it may go on for the whole of a replay. */
  #tellPassedOver(entries: readonly Entry[]): void {
    const { onDropped, log } = this.#options;
    for (const { topic } of entries) onDropped(topic, 1, 'redis');
    if (this.#toldPassedOver) return;
    this.#toldPassedOver = true;
    const streams = [...new Set(entries.map(({ key }) => key))];
    log.warn(
      { messages: entries.length, streams },
      'Redis has later messages of the feed than these, so nobody is told of them: when a history was removed, remove its streams too (further ones are only counted)',
    );
  }
}

/**
 * All of the batch or none, so that an entry that failed can't be overtaken by a later one with a greater id.
 * Gives those that Redis refused because it has them, or later ones.
 */
async function writeBatch({ client }: RedisConnection, batch: readonly Entry[]): Promise<Entry[]> {
  const transaction = client.multi();
  for (const { key, keptEntries, id, text } of batch) {
    transaction.xadd(key, 'MAXLEN', '~', keptEntries, id, 'message', text);
  }
  const answers = (await transaction.exec()) ?? [];
  return batch.filter((_, index) => {
    const error = answers[index]?.[0] ?? null;
    if (error !== null && !alreadyThere.test(error.message)) throw error;
    return error !== null;
  });
}

/** Those that Redis does not have: an entry that was sent again after a break is there, and nothing is lost. */
async function missingOf({ client }: RedisConnection, refused: readonly Entry[]): Promise<Entry[]> {
  if (refused.length === 0) return [];
  const look = client.pipeline();
  for (const { key, id } of refused) look.xrange(key, id, id);
  const answers = (await look.exec()) ?? [];
  return refused.filter((_, index) => {
    const [error, found] = answers[index] ?? [];
    if (error) throw error;
    return !Array.isArray(found) || found.length === 0;
  });
}
