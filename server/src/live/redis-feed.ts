/** The feed among processes: Redis Streams with explicit ids, written through a bounded outbox and read on a connection of its own. */
import type { FeedPlace } from '../domain/feed-entry.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Feed, OnDropped } from './feed.ts';
import { createListeners } from './listeners.ts';
import { connectToRedis } from './redis-connection.ts';
import { eraseFromStream } from './redis-erasure.ts';
import { RedisOutbox } from './redis-outbox.ts';
import { RedisReader } from './redis-reader.ts';
import { createStreams } from './redis-streams.ts';

export interface RedisFeedOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** Begins the names of the streams; processes with the same one share a feed. */
  readonly prefix: string;
  readonly onDropped?: OnDropped;
  /**
   * Where history ends, asked at the start: where others write to the feed too, what they tell from then on is heard, also what
   * they tell before Redis is reached.
   */
  readonly historyEnd?: () => Promise<FeedPlace>;
  readonly log: Logger;
  /** Most messages waiting for Redis; the oldest are dropped. 10,000 when not given. */
  readonly outboxCapacity?: number;
}

const stopGraceMs = 1000;

/** Starts and goes on without Redis: what is published waits, and `fault` says so. */
export function createRedisFeed(options: RedisFeedOptions): Feed {
  const { url, prefix, log, onDropped, historyEnd, outboxCapacity = 10_000 } = options;
  const tellDropped = onDropped ?? (() => undefined);
  const streams = createStreams(prefix);
  const listeners = createListeners(tellDropped);
  const writing = connectToRedis(url, log);
  const reading = connectToRedis(url, log);
  const reader = new RedisReader({ connection: reading, streams, listeners, log });
  const outbox = new RedisOutbox({
    connection: writing,
    streams,
    capacity: outboxCapacity,
    onDropped: tellDropped,
    log,
  });

  return {
    async start() {
      const after = (await historyEnd?.()) ?? null;
      writing.open();
      // Sent before it is known where reading begins, a message could be missed by our own listeners.
      reader.start(after, () => outbox.start());
    },
    async stop() {
      await outbox.stop(stopGraceMs);
      writing.close();
      reading.close();
      await reader.stop();
      listeners.end();
    },
    publish: (topic, messages) => outbox.add(topic, messages),
    subscribe: (topic, wanted) => listeners.subscribe(topic, wanted),
    erase: (topic, isChosen) => eraseFromStream(writing, streams[topic], isChosen),
    fault: () => writing.fault() ?? reading.fault(),
  };
}
