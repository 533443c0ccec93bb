/** Reads the feed's streams from where they ended at the start, on a connection of its own; after a break it goes on where it was. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { FeedMessages, FeedTopic } from './feed.ts';
import type { Listeners } from './listeners.ts';
import type { RedisConnection } from './redis-connection.ts';
import { topics, type RedisStreams } from './redis-streams.ts';

export interface RedisReaderOptions {
  readonly connection: RedisConnection;
  readonly streams: RedisStreams;
  readonly listeners: Pick<Listeners, 'deliver'>;
  readonly log: Logger;
}

export interface RedisReader {
  /** Begins to read. `onPositioned` is called once it is known where: with the first connection. */
  start(onPositioned: () => void): void;
  /** Resolves when nothing more will be delivered. Close the connection first: it ends a read that blocks. */
  stop(): Promise<void>;
}

type StreamEntry = readonly [id: string, fields: readonly string[]];

const blockMs = 5000;
const entriesPerRead = 1000;
const retryDelayMs = 500;

export function createRedisReader({ connection, streams, listeners, log }: RedisReaderOptions): RedisReader {
  const { client } = connection;
  const stopped = new AbortController();
  const positions = new Map<FeedTopic, string>();
  let reading: Promise<void> = Promise.resolve();

  const findEnds = async (): Promise<void> => {
    for (const topic of topics) {
      const [newest] = await client.xrevrange(streams[topic].key, '+', '-', 'COUNT', 1);
      positions.set(topic, newest?.[0] ?? '0-0');
    }
  };

  const readOnce = async (): Promise<void> => {
    const keys = topics.map((topic) => streams[topic].key);
    const after = topics.map((topic) => positions.get(topic) ?? '0-0');
    const reply = await client.xread('COUNT', entriesPerRead, 'BLOCK', blockMs, 'STREAMS', ...keys, ...after);
    for (const [key, entries] of reply ?? []) {
      const topic = topics[keys.indexOf(key)];
      const last = entries.at(-1);
      if (topic === undefined || last === undefined) continue;
      positions.set(topic, last[0]);
      listeners.deliver(topic, entries.flatMap(messageOf<typeof topic>));
    }
  };

  const messageOf = <Topic extends FeedTopic>([id, fields]: StreamEntry): FeedMessages[Topic][] => {
    try {
      return [JSON.parse(fields[1] ?? '') as FeedMessages[Topic]];
    } catch {
      log.warn({ id }, 'An entry of the feed in Redis is not JSON; it is left out');
      return [];
    }
  };

  /** Until it succeeds or the reader is stopped. */
  const persistently = async (step: () => Promise<void>): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        return await step();
      } catch (error) {
        if (stopped.signal.aborted) return;
        log.warn({ err: error }, 'The feed could not be read from Redis; trying again');
        await wait(retryDelayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  };

  return {
    start(onPositioned) {
      reading = (async () => {
        await persistently(findEnds);
        onPositioned();
        while (!stopped.signal.aborted) await persistently(readOnce);
      })();
    },
    async stop() {
      stopped.abort();
      await reading;
    },
  };
}
