/** What the feed tells, read back from history: several ordered sources merged into one order, finished commits alone. */
import { comparePlaces, type FeedEntry, type FeedPlace } from '../domain/feed-entry.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { newestMarker } from './commit-log.ts';
import type { Engine } from './engine.ts';
import type { FeedExtent } from './history.ts';

/** One kind of entries, in their order. `end` is the last moment that is finished: no entry beyond it is given. */
export interface FeedSource {
  /** The first `limit` entries after the place. */
  entries(after: FeedPlace, end: EpochSeconds, limit: number): Promise<FeedEntry[]>;
  /** How many there are after the place; the newest of those from the place's `at` on, or null. */
  extent(after: FeedPlace, end: EpochSeconds): Promise<Pick<FeedExtent, 'entries' | 'newest'>>;
}

export class FeedReader {
  readonly #engine: Engine;
  readonly #sources: readonly FeedSource[];

  constructor(engine: Engine, sources: readonly FeedSource[]) {
    this.#engine = engine;
    this.#sources = sources;
  }

  async feedEntries(after: FeedPlace, limit: number): Promise<FeedEntry[]> {
    const end = await this.#closedEnd();
    const found = await Promise.all(this.#sources.map((source) => source.entries(after, end, limit)));
    return found.flat().sort(comparePlaces).slice(0, limit);
  }

  async feedExtent(after?: FeedPlace): Promise<FeedExtent> {
    const closedEnd = await this.#closedEnd();
    const from = after ?? { at: closedEnd, ordinal: 0 };
    const extents = await Promise.all(this.#sources.map((source) => source.extent(from, closedEnd)));
    const newest = extents.flatMap((extent) => extent.newest ?? []).sort(comparePlaces);
    return {
      closedEnd,
      entries: extents.reduce((sum, { entries }) => sum + entries, 0),
      newest: newest.at(-1) ?? null,
    };
  }

  /** Asked anew each time: another process may be the one that writes. What an unfinished commit wrote lies beyond it. */
  async #closedEnd(): Promise<EpochSeconds> {
    const { closedThrough, slotSeconds } = await newestMarker(this.#engine);
    return closedThrough === null ? 0 : closedThrough + (slotSeconds ?? 0);
  }
}
