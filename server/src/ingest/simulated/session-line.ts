/**
 * When each subscriber's router is connected: sessions with gaps of 15 to 114 seconds. The line of a subscriber is cut
 * into blocks of some days at a moment of his own; inside a block the sessions follow from (seed, subscriber, block)
 * alone, so any moment is found by walking at most one block.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { purposes, randomBits, unitOf } from './hash.ts';

export interface SessionLengths {
  readonly shortestSeconds: number;
  /** No session is older than this. */
  readonly longestSeconds: number;
  /** Several times the longest session. */
  readonly blockSeconds: number;
  /** Evenly in seconds, or as often between 3 and 6 hours as between 6 and 12. */
  readonly spread: 'even' | 'logarithmic';
}

const shortestGapSeconds = 15;
const longestGapSeconds = 114;

/** Seconds without a connection after something ended one at `endedAt`. */
export function gapAfter(seed: number, subscriber: number, endedAt: EpochSeconds): number {
  const bits = randomBits(seed, purposes.reconnect, endedAt, subscriber, 0);
  return shortestGapSeconds + (bits % (longestGapSeconds - shortestGapSeconds + 1));
}

/** One cursor per subscriber on his line of sessions; the session it stands on is in the columns. */
export class SessionLine {
  readonly startedAt: Uint32Array;
  readonly endsAt: Uint32Array;
  /** 16 random bits of the session: where in the 24-hour swing it begins. */
  readonly swingBits: Uint16Array;
  readonly #seed: number;
  readonly #lengths: SessionLengths;
  /** Number of the block the session is in, and of the session within it. */
  readonly #block: Int32Array;
  readonly #ordinal: Uint16Array;
  /** Seconds from the common border of blocks to the subscriber's own. */
  readonly #offset: Uint32Array;

  constructor(seed: number, count: number, lengths: SessionLengths) {
    this.startedAt = new Uint32Array(count);
    this.endsAt = new Uint32Array(count);
    this.swingBits = new Uint16Array(count);
    this.#seed = seed;
    this.#lengths = lengths;
    this.#block = new Int32Array(count).fill(-2);
    this.#ordinal = new Uint16Array(count);
    this.#offset = Uint32Array.from({ length: count }, (_, subscriber) =>
      Math.floor(unitOf(randomBits(seed, purposes.session, 0, subscriber, 0)) * lengths.blockSeconds),
    );
  }

  /** Moves to the subscriber's first session that ends after `moment`, from wherever the cursor was. */
  seek(subscriber: number, moment: EpochSeconds): void {
    const block = Math.floor((moment - this.#offset[subscriber]!) / this.#lengths.blockSeconds);
    if (block !== this.#block[subscriber] || this.startedAt[subscriber]! > moment) this.#enterBlock(subscriber, block);
    while (this.endsAt[subscriber]! <= moment) this.advance(subscriber);
  }

  /** Moves to the next session. */
  advance(subscriber: number): void {
    const ended = this.endsAt[subscriber]!;
    const next = ended + gapAfter(this.#seed, subscriber, ended);
    const nextBlock = this.#block[subscriber]! + 1;
    if (next + this.#lengths.shortestSeconds > this.#blockStart(subscriber, nextBlock)) {
      this.#enterBlock(subscriber, nextBlock);
    } else {
      this.#ordinal[subscriber] = this.#ordinal[subscriber]! + 1;
      this.#place(subscriber, next);
    }
  }

  #enterBlock(subscriber: number, block: number): void {
    this.#block[subscriber] = block;
    this.#ordinal[subscriber] = 0;
    this.#place(subscriber, this.#blockStart(subscriber, block));
  }

  #place(subscriber: number, start: EpochSeconds): void {
    const block = this.#block[subscriber]!;
    const bits = randomBits(this.#seed, purposes.session, 1 + block, subscriber, this.#ordinal[subscriber]!);
    const left = this.#blockStart(subscriber, block + 1) - start;
    const { shortestSeconds, longestSeconds, spread } = this.#lengths;
    const point = (bits >>> 16) / 65536;
    let length = Math.floor(
      spread === 'even'
        ? shortestSeconds + point * (longestSeconds - shortestSeconds)
        : shortestSeconds * (longestSeconds / shortestSeconds) ** point,
    );
    // The last sessions of a block share what is left, so that none is shorter than the shortest.
    if (left - length < shortestSeconds + 2 * longestGapSeconds) {
      length = left <= longestSeconds ? left - gapAfter(this.#seed, subscriber, start + left) : left >> 1;
    }
    this.startedAt[subscriber] = start;
    this.endsAt[subscriber] = start + length;
    this.swingBits[subscriber] = bits & 0xffff;
  }

  #blockStart(subscriber: number, block: number): EpochSeconds {
    return block * this.#lengths.blockSeconds + this.#offset[subscriber]!;
  }
}
