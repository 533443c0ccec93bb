/** What a follower of the feed receives: its entries, and between them what it has to know of the feed itself. */
import { cursorOf, type FeedEntry } from '../domain/feed-entry.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

/** The link is alive, and everything up to here was told. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly cursor: string;
  /** Start of the newest closed slot; null before the first. */
  readonly dataAsOf: EpochSeconds | null;
}

/**
 * `retention`   the place lies before what is kept for followers;
 * `too-many`    more entries came since than are told again;
 * `replaced`    history ends before the place, or lacks it: it was replaced by another.
 */
export const gapReasons = ['retention', 'too-many', 'replaced'] as const;
export type GapReason = (typeof gapReasons)[number];

/** Entries were left out: the feed goes on after `cursor`, and not after the place that was asked for. */
export interface Gap {
  readonly type: 'gap';
  readonly cursor: string;
  /** The cursor that was asked for. */
  readonly after: string;
  readonly reason: GapReason;
  readonly message: string;
}

export type FeedItem = FeedEntry | Heartbeat | Gap;

export function isEntry(item: FeedItem): item is FeedEntry {
  return item.type !== 'heartbeat' && item.type !== 'gap';
}

export function cursorOfItem(item: FeedItem): string {
  return isEntry(item) ? cursorOf(item) : item.cursor;
}
