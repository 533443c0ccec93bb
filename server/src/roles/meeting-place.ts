/** What the processes of one installation have in common in Redis, as each of them sees it. */
import type { Foundation } from '../foundation.ts';
import type { History } from '../history/history.ts';
import { Journal } from '../pipeline/journal.ts';
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import type { Feed } from '../live/feed.ts';
import { endOf } from '../live/backlog.ts';
import { FeedRelay } from '../live/feed-relay.ts';
import { connectToRedis, type RedisConnection } from '../live/redis-connection.ts';
import { createRedisFeed } from '../live/redis-feed.ts';
import { createStreams } from '../live/redis-streams.ts';
import { createRedisTurn } from '../live/redis-turn.ts';
import { meetingKeys, type MeetingKeys } from '../live/meeting-keys.ts';

export interface MeetingPlace {
  readonly keys: MeetingKeys;
  /** For commands that answer at once. */
  readonly connection: RedisConnection;
  /** Another connection, for what waits for an answer. */
  connect(): RedisConnection;
  /** History must be open when it is started. */
  makeFeed(history: Pick<History, 'feedExtent'>): Feed;
  makeJournal(history: History, suppressions: SuppressionIndex): Journal;
}

const prefix = 'tidewatch:live';

export function createMeetingPlace({ config, metrics, log }: Foundation): MeetingPlace {
  const url = config['redis-url'] ?? '';
  const keys = meetingKeys(prefix);
  const redisLog = log.child({ component: 'redis' });
  const feedLog = log.child({ component: 'feed' });
  const connection = connectToRedis(url, redisLog);
  return {
    keys,
    connection,
    connect: () => connectToRedis(url, redisLog),
    makeFeed: (history) =>
      createRedisFeed({
        url,
        prefix,
        onDropped: (topic, messages, place) => metrics.feedMessagesDropped.inc({ topic, place }, messages),
        historyEnd: () => endOf(history),
        log: feedLog,
      }),
    makeJournal(history, suppressions) {
      const feed = new FeedRelay({ connection, streams: createStreams(prefix), history, log: feedLog });
      const turn = createRedisTurn({ connection, turnKey: keys.turn, wantedKey: keys.turnWanted });
      return new Journal({ history, feed, suppressions, turn });
    },
  };
}
