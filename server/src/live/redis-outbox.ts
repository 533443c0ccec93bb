/** Messages on their way to Redis: bounded, oldest dropped, sent in order and again until Redis has them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { FeedMessages, FeedTopic } from './feed.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { RedisStreams } from './redis-streams.ts';

export interface RedisOutboxOptions {
  readonly connection: RedisConnection;
  readonly streams: RedisStreams;
  readonly capacity: number;
  readonly onDropped: (topic: FeedTopic, messages: number) => void;
  readonly log: Logger;
}

export interface RedisOutbox {
  add<Topic extends FeedTopic>(topic: Topic, messages: readonly FeedMessages[Topic][]): void;
  /** Begins to send; what was added before waits until then. */
  start(): void;
  /** Sends what is left, for at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
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

export function createRedisOutbox({ connection, streams, capacity, onDropped, log }: RedisOutboxOptions): RedisOutbox {
  const waiting: Entry[] = [];
  const stopped = new AbortController();
  let started = false;
  let sending: Promise<void> | null = null;

  /** Sends until nothing waits. Never rejects. */
  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0 && !stopped.signal.aborted) {
      const batch = waiting.splice(0, entriesPerTransaction);
      while (!stopped.signal.aborted && !(await sent(batch))) {
        await wait(retryDelayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
    sending = null;
  };

  const sent = async (batch: readonly Entry[]): Promise<boolean> => {
    try {
      const repeated = await writeBatch(connection, batch);
      if (repeated > 0) log.info({ messages: repeated }, 'Redis already had messages of the feed');
      return true;
    } catch (error) {
      if (!stopped.signal.aborted) log.warn({ err: error }, 'Redis did not take messages of the feed; trying again');
      return false;
    }
  };

  const send = (): void => {
    if (started && waiting.length > 0) sending ??= sendAll();
  };

  return {
    add(topic, messages) {
      const { key, keptEntries, idOf } = streams[topic];
      for (const message of messages) {
        waiting.push({ topic, key, keptEntries, id: idOf(message), text: JSON.stringify(message) });
      }
      const excess = waiting.splice(0, Math.max(0, waiting.length - capacity));
      for (const entry of excess) onDropped(entry.topic, 1);
      send();
    },
    start() {
      started = true;
      send();
    },
    async stop(graceMs) {
      const timer = setTimeout(() => stopped.abort(), graceMs);
      // Without a connection nothing can leave, so there is nothing to wait for.
      if (connection.fault() !== null) stopped.abort();
      const gone = new Promise((resolve) => stopped.signal.addEventListener('abort', resolve, { once: true }));
      if (sending !== null && !stopped.signal.aborted) await Promise.race([sending, gone]);
      stopped.abort();
      clearTimeout(timer);
    },
  };
}

/**
 * All of the batch or none, so that an entry that failed can't be overtaken by a later one with a greater id.
 * Gives how many Redis already had: a message that is sent again is no error.
 */
async function writeBatch({ client }: RedisConnection, batch: readonly Entry[]): Promise<number> {
  const transaction = client.multi();
  for (const { key, keptEntries, id, text } of batch) {
    transaction.xadd(key, 'MAXLEN', '~', keptEntries, id, 'message', text);
  }
  let repeated = 0;
  for (const [error] of (await transaction.exec()) ?? []) {
    if (error === null) continue;
    if (!alreadyThere.test(error.message)) throw error;
    repeated += 1;
  }
  return repeated;
}
