/**
 * The hours that are not over, as the commits of this process tell of them: what is known from the first sample on need not be read
 * back from the tables to be summed up. What is not, is: an hour that began before this process did, or amid which a commit failed
 * or a report was corrected.
 */
import type { SampleBlock } from '../domain/sample.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { HourSums } from './hour-sums.ts';
import { hourOf, hourSeconds } from './roll-up.ts';

/** While one is written, the next has begun. */
const mostSpare = 2;

export interface ClosedHours {
  /** Those that begin before it are to be read. */
  readonly knownFrom: EpochSeconds;
  /** The others that had samples, in order. */
  readonly hours: readonly (readonly [hour: EpochSeconds, sums: HourSums])[];
}

export class OpenHours {
  readonly #sums = new Map<EpochSeconds, HourSums>();
  /** Of hours that are over, for the next ones: to make room for a large network again each hour takes longer than to add it up. */
  readonly #spare: HourSums[] = [];
  /** Hours from this one on are known as a whole. */
  #knownFrom: EpochSeconds;
  /** End of the newest hour that a sample came for. */
  #seenTo = 0;

  /** `nextSlot` is the start of the first slot that is not in history. */
  constructor(nextSlot: EpochSeconds) {
    this.#knownFrom = endOfHourBefore(nextSlot);
  }

  /** Adds what a commit has of hours from `from` on; those before are summed up already. */
  add(blocks: readonly SampleBlock[], from: EpochSeconds): void {
    for (const block of blocks) {
      const hour = hourOf(block.slotStart);
      if (hour < from) continue;
      this.#seenTo = Math.max(this.#seenTo, hour + hourSeconds);
      if (hour >= this.#knownFrom && !this.#sumsOf(hour).add(block)) this.forget();
    }
  }

  /** The hours in the range, which end. Their sums are good until the next `add`. */
  close(from: EpochSeconds, to: EpochSeconds): ClosedHours {
    const hours = [...this.#sums].filter(([hour]) => hour < to).sort(([a], [b]) => a - b);
    for (const [hour, sums] of hours) {
      this.#sums.delete(hour);
      if (this.#spare.length < mostSpare) this.#spare.push(sums);
    }
    return { knownFrom: Math.min(Math.max(from, this.#knownFrom), to), hours };
  }

  /** What came so far may not be what is in the tables: the hours that it is of are to be read. */
  forget(): void {
    this.#sums.clear();
    this.#knownFrom = Math.max(this.#knownFrom, this.#seenTo);
  }

  #sumsOf(hour: EpochSeconds): HourSums {
    const known = this.#sums.get(hour);
    if (known !== undefined) return known;
    const sums = this.#spare.pop() ?? new HourSums();
    sums.clear();
    this.#sums.set(hour, sums);
    return sums;
  }
}

const endOfHourBefore = (moment: EpochSeconds): EpochSeconds => Math.ceil(moment / hourSeconds) * hourSeconds;
