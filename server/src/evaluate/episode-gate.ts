/** Makes episodes of flags: a subscriber's flags no more than an hour apart are one episode, told of once. */
import type { EpochSeconds } from '../domain/traffic.ts';

/** As long as Tidewatch waits for a subscriber before it ends his anomaly: a plain rule gets the same patience. */
const longestPauseSeconds = 3600;

export class EpisodeGate {
  readonly #lastFlagAt: Float64Array;

  constructor(subscribers: number) {
    this.#lastFlagAt = new Float64Array(subscribers).fill(-Infinity);
  }

  /** Takes a flag; true when it begins an episode. */
  opens(subscriber: number, at: EpochSeconds): boolean {
    const begins = at - this.#lastFlagAt[subscriber]! > longestPauseSeconds;
    this.#lastFlagAt[subscriber] = at;
    return begins;
  }
}
