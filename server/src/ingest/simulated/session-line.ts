/**
 * When each subscriber's router is connected: sessions of 1 to 20 hours with gaps of 15 to 114 seconds. The line of
 * a subscriber is cut into blocks of five days at a moment of his own; inside a block the sessions follow from
 * (seed, subscriber, block) alone, so any moment is found by walking at most one block.
 */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { purposes, randomBits, unitOf } from './hash.ts';

const blockSeconds = 5 * 86_400;
const shortestSeconds = 3600;
const longestSeconds = 20 * 3600;
const shortestGapSeconds = 15;
const longestGapSeconds = 114;

/** No session is older than this. */
export const longestSessionSeconds = longestSeconds;

/** Seconds without a connection after something ended one at `endedAt`. */
export function gapAfter(seed: number, subscriber: number, endedAt: EpochSeconds): number {
  const bits = randomBits(seed, purposes.reconnect, endedAt, subscriber, 0);
  return shortestGapSeconds + (bits % (longestGapSeconds - shortestGapSeconds + 1));
}

/** One cursor per subscriber on his line of sessions. */
export interface SessionLine {
  readonly startedAt: Uint32Array;
  readonly endsAt: Uint32Array;
  /** 16 random bits of the session: where in the 24-hour swing it begins. */
  readonly swingBits: Uint16Array;
  /** Moves to the subscriber's first session that ends after `moment`, from wherever the cursor was. */
  seek(subscriber: number, moment: EpochSeconds): void;
  /** Moves to the next session. */
  advance(subscriber: number): void;
}

export function createSessionLine(seed: number, count: number): SessionLine {
  const startedAt = new Uint32Array(count);
  const endsAt = new Uint32Array(count);
  const swingBits = new Uint16Array(count);
  const block = new Int32Array(count).fill(-2);
  const ordinal = new Uint16Array(count);
  const offset = Uint32Array.from({ length: count }, (_, subscriber) =>
    Math.floor(unitOf(randomBits(seed, purposes.session, 0, subscriber, 0)) * blockSeconds),
  );

  function blockStart(subscriber: number, number: number): EpochSeconds {
    return number * blockSeconds + offset[subscriber]!;
  }

  function place(subscriber: number, start: EpochSeconds): void {
    const bits = randomBits(seed, purposes.session, 1 + block[subscriber]!, subscriber, ordinal[subscriber]!);
    const left = blockStart(subscriber, block[subscriber]! + 1) - start;
    let length = Math.floor(shortestSeconds + ((bits >>> 16) / 65536) * (longestSeconds - shortestSeconds));
    // The last sessions of a block share what is left, so that none is shorter than an hour.
    if (left - length < shortestSeconds + 2 * longestGapSeconds) {
      length = left <= longestSeconds ? left - gapAfter(seed, subscriber, start + left) : left >> 1;
    }
    startedAt[subscriber] = start;
    endsAt[subscriber] = start + length;
    swingBits[subscriber] = bits & 0xffff;
  }

  function enterBlock(subscriber: number, number: number): void {
    block[subscriber] = number;
    ordinal[subscriber] = 0;
    place(subscriber, blockStart(subscriber, number));
  }

  function advance(subscriber: number): void {
    const ended = endsAt[subscriber]!;
    const next = ended + gapAfter(seed, subscriber, ended);
    if (next + shortestSeconds > blockStart(subscriber, block[subscriber]! + 1)) {
      enterBlock(subscriber, block[subscriber]! + 1);
    } else {
      ordinal[subscriber] = ordinal[subscriber]! + 1;
      place(subscriber, next);
    }
  }

  function seek(subscriber: number, moment: EpochSeconds): void {
    const number = Math.floor((moment - offset[subscriber]!) / blockSeconds);
    if (number !== block[subscriber] || startedAt[subscriber]! > moment) enterBlock(subscriber, number);
    while (endsAt[subscriber]! <= moment) advance(subscriber);
  }

  return { startedAt, endsAt, swingBits, seek, advance };
}
