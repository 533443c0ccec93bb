/** Whether an entry of the feed is of a subscriber, or names him. */
import type { FeedEntry } from '../domain/feed-entry.ts';

export function mentions(entry: FeedEntry, names: ReadonlySet<string>): boolean {
  if ('anomaly' in entry && entry.anomaly.subscriber !== null && names.has(entry.anomaly.subscriber)) return true;
  if ('mute' in entry && 'subscriber' in entry.mute.scope && names.has(entry.mute.scope.subscriber)) return true;
  // Of somebody else: whoever reads it later has it from history, without the name.
  return 'comment' in entry && names.values().some((name) => entry.comment.includes(name));
}
