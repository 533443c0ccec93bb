/** Reads the feed's streams on from where they ended at the start, or from a given place, on a connection of its own; after a break it goes on where it was. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FeedPlace } from '../domain/feed-entry.ts';
import type { Logger } from '../telemetry/log.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { FeedMessages, FeedTopic } from './feed.ts';
import type { Listeners } from './listeners.ts';
import type { RedisConnection } from './redis-connection.ts';
import { idOfPlace, topics, type RedisStreams } from './redis-streams.ts';

export interface RedisReaderOptions {
  readonly connection: RedisConnection;
  readonly streams: RedisStreams;
  readonly listeners: Pick<Listeners, 'deliver'>;
  readonly log: Logger;
}

type StreamEntry = readonly [id: string, fields: readonly string[]];

const blockMs = 5000;
const entriesPerRead = 1000;
const retryDelayMs = 500;

export class RedisReader {
  readonly #options: RedisReaderOptions;
  readonly #stopped = new AbortController();
  readonly #positions = new Map<FeedTopic, string>();
  #reading: Promise<void> = Promise.resolve();

  constructor(options: RedisReaderOptions) {
    this.#options = options;
  }

  /**
   * Begins to read: of anomalies after a place, or without one from where the streams end. `onPositioned` is called once it is
   * known where that is: with the first connection.
   */
  start(after: FeedPlace | null, onPositioned: () => void): void {
    if (after !== null) this.#positions.set('anomaly', idOfPlace(after));
    this.#reading = (async () => {
      await this.#persistently(() => this.#findEnds());
      onPositioned();
      while (!this.#stopped.signal.aborted) await this.#persistently(() => this.#readOnce());
    })();
  }

  /** Resolves when nothing more will be delivered. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#reading;
  }

  async #findEnds(): Promise<void> {
    const { connection, streams } = this.#options;
    for (const topic of topics) {
      if (this.#positions.has(topic)) continue;
      const newest = await this.#answer(connection.client.xrevrange(streams[topic].key, '+', '-', 'COUNT', 1));
      if (newest !== null) this.#positions.set(topic, newest[0]?.[0] ?? '0-0');
    }
  }

  async #readOnce(): Promise<void> {
    const { connection, streams, listeners } = this.#options;
    const keys = topics.map((topic) => streams[topic].key);
    const after = topics.map((topic) => this.#positions.get(topic) ?? '0-0');
    const reply = await this.#answer(
      connection.client.xread('COUNT', entriesPerRead, 'BLOCK', blockMs, 'STREAMS', ...keys, ...after),
    );
    for (const [key, entries] of reply ?? []) {
      const topic = topics[keys.indexOf(key)];
      const last = entries.at(-1);
      if (topic === undefined || last === undefined) continue;
      this.#positions.set(topic, last[0]);
      listeners.deliver(
        topic,
        entries.flatMap((entry) => this.#messageOf<typeof topic>(entry)),
      );
    }
  }

  /** Null once the reader is stopped: a connection that is closed while it is lost leaves its commands without an answer. */
  #answer<Reply>(reply: Promise<Reply>): Promise<Reply | null> {
    return unlessAborted(reply, this.#stopped.signal);
  }

  #messageOf<Topic extends FeedTopic>([id, fields]: StreamEntry): FeedMessages[Topic][] {
    try {
      return [JSON.parse(fields[1] ?? '') as FeedMessages[Topic]];
    } catch {
      this.#options.log.warn({ id }, 'An entry of the feed in Redis is not JSON; it is left out');
      return [];
    }
  }

  /** Until it succeeds or the reader is stopped. */
  async #persistently(step: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        return await step();
      } catch (error) {
        if (signal.aborted) return;
        this.#options.log.warn({ err: error }, 'The feed could not be read from Redis; trying again');
        await wait(retryDelayMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}
