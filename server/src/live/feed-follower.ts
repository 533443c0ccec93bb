/** One follower of the feed: first what he missed since his cursor, from history, then what happens, with no gap and no double between. */
import { comparePlaces, cursorOf, placeOf, type FeedEntry, type FeedPlace } from '../domain/feed-entry.ts';
import { entriesPerPage, type Backlog } from './backlog.ts';
import type { FeedItem, Gap } from './feed-item.ts';
import { SlowConsumerError, type Feed, type Stream } from './feed.ts';
import type { BeatAt, Heartbeats } from './heartbeats.ts';

/** Entries that may wait from earlier commits for one follower who takes none, before he is told that he is too slow. */
export const followerCapacity = 256;

export interface FollowerOptions {
  readonly feed: Pick<Feed, 'subscribe'>;
  readonly backlog: Backlog;
  readonly heartbeats: Heartbeats;
  /** The last place the follower knows; null: he begins now. */
  readonly after: FeedPlace | null;
  /** Which entries he wants. Called within publish; must be quick and not throw. */
  readonly passes: (entry: FeedEntry) => boolean;
}

type Step = IteratorResult<FeedItem, undefined>;
interface Reader {
  resolve(step: Step | Promise<Step>): void;
  reject(error: unknown): void;
}
const done: Step = { done: true, value: undefined };

/**
 * Listens to the feed first and reads history then: what is published in between is in both, and what the backlog gave
 * is left out of the live entries by its place. For one reader, one `next` after the other. Fails with
 * `SlowConsumerError` when the reader falls behind the live entries, which says how far he came.
 */
export class FeedFollower implements Stream<FeedItem> {
  readonly #options: FollowerOptions;
  readonly #leaveHeartbeats: () => void;
  #phase: 'start' | 'backlog' | 'live' | 'ended' = 'start';
  /** Everything up to here was handed over, or is not wanted. */
  #place: FeedPlace;
  #page: readonly FeedEntry[] = [];
  #taken = 0;
  #pageIsLast = false;
  #live: Stream<FeedEntry>;
  #tookLive = false;
  /** The newest entry that came by since it listens, whether he wants it or not. */
  #seen: FeedPlace | null = null;
  /** The next live entry, asked for already; a heartbeat may be given while it is waited for. */
  #pulled: Promise<IteratorResult<FeedEntry, undefined>> | null = null;
  /** Who waits for it. */
  #reader: Reader | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#place = options.after ?? { at: 0, ordinal: 0 };
    this.#live = this.#listen();
    this.#leaveHeartbeats = options.heartbeats.join((beatAt) => this.#beat(beatAt));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    if (this.#phase === 'ended') return Promise.resolve(done);
    return this.#phase === 'live' ? this.#nextLive() : this.#nextMissed();
  }

  takeNow(): FeedItem | undefined {
    if (this.#phase !== 'live' || this.#pulled !== null) return undefined;
    for (;;) {
      const entry = this.#live.takeNow?.();
      if (entry === undefined) return undefined;
      if (comparePlaces(entry, this.#place) <= 0) continue;
      this.#place = entry;
      this.#tookLive = true;
      return entry;
    }
  }

  return(): Promise<Step> {
    this.#end();
    return Promise.resolve(done);
  }

  #listen(): Stream<FeedEntry> {
    const { feed, passes } = this.#options;
    this.#seen = null;
    const filter = (entry: FeedEntry): boolean => {
      this.#seen = entry;
      return passes(entry);
    };
    return feed.subscribe('anomaly', { capacity: followerCapacity, overflow: 'close', filter });
  }

  #end(): void {
    this.#phase = 'ended';
    this.#leaveHeartbeats();
    this.#reader?.resolve(done);
    this.#reader = null;
    void this.#live.return?.();
  }

  async #nextMissed(): Promise<Step> {
    try {
      const missed = this.#phase === 'start' ? await this.#begin() : await this.#nextOfBacklog();
      if (missed !== null) return { done: false, value: missed };
    } catch (error) {
      this.#end();
      throw error;
    }
    return this.next();
  }

  async #begin(): Promise<Gap | null> {
    const { after, backlog } = this.#options;
    const gap = after === null ? null : await backlog.gapAfter(after);
    const place = gap === null ? (after ?? (await backlog.end())) : placeOf(gap.cursor)!;
    if (this.#phase === 'ended') return null;
    this.#place = place;
    this.#phase = after === null || gap !== null ? 'live' : 'backlog';
    return gap;
  }

  /** Null when there is none left. */
  async #nextOfBacklog(): Promise<FeedEntry | null> {
    while (this.#phase === 'backlog') {
      const entry = this.#page[this.#taken];
      this.#taken += 1;
      if (entry !== undefined) {
        this.#place = entry;
        if (this.#options.passes(entry)) return entry;
      } else if (this.#pageIsLast) {
        this.#page = [];
        this.#phase = 'live';
      } else {
        this.#page = await this.#options.backlog.page(this.#place);
        this.#taken = 0;
        this.#pageIsLast = this.#page.length < entriesPerPage;
      }
    }
    return null;
  }

  #nextLive(): Promise<Step> {
    const pulled = (this.#pulled ??= this.#live.next());
    return new Promise((resolve, reject) => {
      const reader = { resolve, reject };
      this.#reader = reader;
      // Who was given a heartbeat meanwhile asks again, and then it is his.
      const isHis = (): boolean => this.#reader === reader;
      pulled.then(
        (step) => isHis() && this.#handOver(step, reader),
        (error: unknown) => isHis() && this.#fail(error, reader),
      );
    });
  }

  #handOver(step: IteratorResult<FeedEntry, undefined>, reader: Reader): void {
    this.#reader = null;
    this.#pulled = null;
    if (step.done) {
      this.#end();
      reader.resolve(done);
    } else if (comparePlaces(step.value, this.#place) <= 0) {
      reader.resolve(this.#nextLive());
    } else {
      this.#place = step.value;
      this.#tookLive = true;
      reader.resolve(step);
    }
  }

  #fail(error: unknown, reader: Reader): void {
    this.#reader = null;
    this.#pulled = null;
    if (error instanceof SlowConsumerError && !this.#tookLive) {
      // Too much came while the backlog was read, which is no fault of his: he goes on reading it.
      this.#live = this.#listen();
      this.#pageIsLast = false;
      this.#phase = 'backlog';
      reader.resolve(this.#nextMissed());
    } else {
      this.#end();
      const isSlow = error instanceof SlowConsumerError;
      reader.reject(isSlow ? new SlowConsumerError(followerCapacity, cursorOf(this.#place)) : error);
    }
  }

  /** Nothing waits for a reader who waits himself, so that all that came by was handed over. */
  #beat(beatAt: BeatAt): void {
    const reader = this.#reader;
    if (reader === null) return;
    this.#reader = null;
    if (this.#seen !== null && comparePlaces(this.#seen, this.#place) > 0) this.#place = this.#seen;
    reader.resolve({ done: false, value: beatAt(this.#place) });
  }
}
