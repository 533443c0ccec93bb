/** One clock for the heartbeats of all followers: those at the same place get the same object, so that it is written once. */
import { cursorOf, type FeedPlace } from '../domain/feed-entry.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Heartbeat } from './feed-item.ts';

/** Gives the heartbeat for a follower at this place. */
export type BeatAt = (place: FeedPlace) => Heartbeat;

export class Heartbeats {
  readonly #intervalMs: number;
  readonly #dataAsOf: () => EpochSeconds | null;
  readonly #members = new Set<(beatAt: BeatAt) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(intervalMs: number, dataAsOf: () => EpochSeconds | null) {
    this.#intervalMs = intervalMs;
    this.#dataAsOf = dataAsOf;
  }

  /** Calls `onBeat` at every beat until what it returns is called. The clock runs while there is a member. */
  join(onBeat: (beatAt: BeatAt) => void): () => void {
    this.#members.add(onBeat);
    this.#timer ??= setInterval(() => this.#beat(), this.#intervalMs);
    return () => {
      this.#members.delete(onBeat);
      if (this.#members.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #beat(): void {
    const made = new Map<string, Heartbeat>();
    const dataAsOf = this.#dataAsOf();
    const beatAt: BeatAt = (place) => {
      const cursor = cursorOf(place);
      const beat = made.get(cursor) ?? { type: 'heartbeat', cursor, dataAsOf };
      made.set(cursor, beat);
      return beat;
    };
    for (const onBeat of this.#members) onBeat(beatAt);
  }
}
