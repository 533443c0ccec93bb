/** How the API follows the feed: the parts that all followers have in common, put together. */
import type { HistoryReader } from '../history/history.ts';
import type { StatusReader } from '../telemetry/status.ts';
import { Backlog, type BacklogLimits } from './backlog.ts';
import { FeedFollower, type FollowerOptions } from './feed-follower.ts';
import type { Feed } from './feed.ts';
import { Heartbeats } from './heartbeats.ts';

export interface FollowOptions extends Partial<BacklogLimits> {
  readonly feed: Feed;
  readonly history: Pick<HistoryReader, 'feedEntries' | 'feedExtent'>;
  readonly status: StatusReader;
  /** 15,000 when not given. */
  readonly heartbeatMs?: number;
}

/** Follows the feed from after a place, or from now; ends when it is returned or the feed stops. */
export type Follow = (wanted: Pick<FollowerOptions, 'after' | 'passes'>) => FeedFollower;

export const defaultRetentionDays = 7;
/** At a page of 500 a reader has them within seconds. */
export const mostBacklogEntries = 50_000;
export const defaultHeartbeatMs = 15_000;

export function createFollow(options: FollowOptions): Follow {
  const { feed, history, status, heartbeatMs = defaultHeartbeatMs } = options;
  const { retentionDays = defaultRetentionDays, mostEntries = mostBacklogEntries } = options;
  const backlog = new Backlog(history, { retentionDays, mostEntries });
  const heartbeats = new Heartbeats(heartbeatMs, () => status.current().dataAsOf);
  return (wanted) => new FeedFollower({ feed, backlog, heartbeats, ...wanted });
}
