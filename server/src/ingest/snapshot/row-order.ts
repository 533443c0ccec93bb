/**
 * Guesses the next subscriber of a device's snapshot from the order of its last one: devices keep their rows in
 * order (19 of 20 guesses are right on the real week), and a right guess costs no look-up.
 */
import { grownTo } from '../../domain/grown-array.ts';
import type { SubscriberIndex } from '../../domain/subscriber-index.ts';

/** How many places further on it compares ids, when a row of the last snapshot is gone. */
const lookAhead = 2;
/** How many places further on it looks for its footing again after a look-up. */
const resyncWindow = 64;

export class RowOrder {
  #last = new Uint32Array(0);
  #lastCount = 0;
  #current = new Uint32Array(256);
  #currentCount = 0;
  #guess = 0;

  /** Call before the first row of a snapshot. */
  beginSnapshot(): void {
    [this.#last, this.#current] = [this.#current, this.#last];
    this.#lastCount = this.#currentCount;
    this.#currentCount = 0;
    this.#guess = 0;
  }

  /** Index of the subscriber whose id is `source[from, to)`. */
  next(subscribers: SubscriberIndex, source: Uint8Array, from: number, to: number): number {
    const index = this.#find(subscribers, source, from, to);
    if (this.#currentCount === this.#current.length) {
      this.#current = grownTo(this.#current, Math.max(256, this.#current.length * 2));
    }
    this.#current[this.#currentCount++] = index;
    return index;
  }

  #find(subscribers: SubscriberIndex, source: Uint8Array, from: number, to: number): number {
    const end = Math.min(this.#guess + lookAhead, this.#lastCount);
    for (let at = this.#guess; at < end; at++) {
      const index = this.#last[at]!;
      if (subscribers.matches(index, source, from, to)) {
        this.#guess = at + 1;
        return index;
      }
    }
    const index = subscribers.indexOfBytes(source, from, to);
    this.#resync(index);
    return index;
  }

  #resync(index: number): void {
    const end = Math.min(this.#guess + resyncWindow, this.#lastCount);
    for (let at = this.#guess; at < end; at++) {
      if (this.#last[at] === index) {
        this.#guess = at + 1;
        return;
      }
    }
  }
}
