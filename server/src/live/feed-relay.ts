/**
 * Keeps the feed in Redis what it is in history, where several processes write: whoever has written copies what history's feed
 * has beyond the newest entry in Redis, be it his own or what one who died did not come to tell. Call it in turn with the writing.
 */
import { placeOf, type FeedEntry, type FeedPlace } from '../domain/feed-entry.ts';
import type { HistoryReader } from '../history/history.ts';
import type { Logger } from '../telemetry/log.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { RedisStreams } from './redis-streams.ts';

export interface FeedRelayOptions {
  readonly connection: RedisConnection;
  readonly streams: RedisStreams;
  readonly history: Pick<HistoryReader, 'feedEntries' | 'feedExtent'>;
  readonly log: Pick<Logger, 'warn'>;
}

const entriesPerPage = 1000;
/** How far back a Redis without any entry is filled, by the data's clock. */
const filledSeconds = 86_400;
/** What Redis says of an id that the stream already has or has passed. */
const alreadyThere = /equal or smaller than the target stream top item/;

export class FeedRelay {
  readonly #options: FeedRelayOptions;

  constructor(options: FeedRelayOptions) {
    this.#options = options;
  }

  /** Never rejects: what can't be told now, the next one tells. */
  async publish(): Promise<void> {
    const { connection, log } = this.#options;
    if (connection.fault() !== null) return;
    try {
      await this.#copy();
    } catch (error) {
      log.warn({ err: error }, 'The feed in Redis is behind history; it is brought up with the next commit or act');
    }
  }

  async #copy(): Promise<void> {
    const { history } = this.#options;
    for (let after = await this.#newestPlace(); ;) {
      const entries = await history.feedEntries(after, entriesPerPage);
      await this.#write(entries);
      const last = entries.at(-1);
      if (last === undefined || entries.length < entriesPerPage) return;
      after = last;
    }
  }

  async #newestPlace(): Promise<FeedPlace> {
    const { connection, streams, history } = this.#options;
    const [newest] = await connection.client.xrevrange(streams.anomaly.key, '+', '-', 'COUNT', 1);
    const [at, ordinal] = (newest?.[0] ?? '').split('-');
    const place = newest === undefined ? null : placeOf(`${Number(at) / 1000}-${ordinal}`);
    if (place !== null) return place;
    const { closedEnd } = await history.feedExtent();
    return { at: Math.max(0, closedEnd - filledSeconds), ordinal: 0 };
  }

  /** All or none, so that an entry that failed can't be overtaken by a later one with a greater id. */
  async #write(entries: readonly FeedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { connection, streams } = this.#options;
    const { key, keptEntries, idOf } = streams.anomaly;
    const transaction = connection.client.multi();
    for (const entry of entries) {
      transaction.xadd(key, 'MAXLEN', '~', keptEntries, idOf(entry), 'message', JSON.stringify(entry));
    }
    for (const [error] of (await transaction.exec()) ?? []) {
      if (error !== null && !alreadyThere.test(error.message)) throw error;
    }
  }
}
