/** How the feed lies in Redis: one stream a topic, each entry with an id made from the message itself. */
import type { FeedPlace } from '../domain/feed-entry.ts';
import type { FeedMessages, FeedTopic } from './feed.ts';

export interface RedisStream<Message> {
  readonly key: string;
  /** About this many entries are kept; a process that was away for longer misses the rest. */
  readonly keptEntries: number;
  /** `<time in ms>-<ordinal>`: the same message always gets the same id, which Redis refuses the second time. */
  readonly idOf: (message: Message) => string;
}

export type RedisStreams = { readonly [Topic in FeedTopic]: RedisStream<FeedMessages[Topic]> };

export const topics: readonly FeedTopic[] = ['anomaly', 'slot'];

/** Ids follow from places, and grow as they do. */
export const idOfPlace = ({ at, ordinal }: FeedPlace): string => `${at * 1000}-${ordinal}`;

/** The braces put all streams of one prefix on one node of a cluster, so that one transaction or XREAD may span them. */
export function createStreams(prefix: string): RedisStreams {
  return {
    anomaly: {
      key: `{${prefix}}:anomalies`,
      keptEntries: 10_000,
      idOf: idOfPlace,
    },
    slot: {
      key: `{${prefix}}:slots`,
      keptEntries: 1000,
      idOf: ({ slotStart }) => `${slotStart * 1000}-0`,
    },
  };
}
