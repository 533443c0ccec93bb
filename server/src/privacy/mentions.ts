/** Which entries of the feed are of a subscriber, or name him as history looks for him in comments. */
import type { FeedEntry } from '../domain/feed-entry.ts';
import { patternOfNames } from '../domain/name-pattern.ts';

/** `names` are all that he stands under. */
export function mentionsOf(names: readonly string[]): (entry: FeedEntry) => boolean {
  const pattern = patternOfNames(names);
  const inText = pattern === null ? null : new RegExp(pattern, 'u');
  return (entry) => {
    if ('anomaly' in entry && entry.anomaly.subscriber !== null && names.includes(entry.anomaly.subscriber))
      return true;
    if ('mute' in entry && 'subscriber' in entry.mute.scope && names.includes(entry.mute.scope.subscriber)) return true;
    // Of somebody else: whoever reads it later has it from history, without the name.
    return 'comment' in entry && inText?.test(entry.comment) === true;
  };
}
