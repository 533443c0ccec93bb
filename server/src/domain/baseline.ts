/**
 * What is usual for each subscriber: mean and variance of the log rate, up and down apart, forgotten exponentially
 * (West 1979; Finch 2009, "Incremental calculation of weighted mean and variance"), with deviations clipped so
 * that one burst does not move them. 26 bytes a subscriber.
 *
 * Why the logarithm: one threshold fits a subscriber of 100 kbit/s and one of 10 Mbit/s. Why exponential: tastes change.
 */
import type { Rule } from './rule.ts';
import type { Column } from './saved-state.ts';
import { bytesPerSubscriber, perSubscriber, SubscriberColumns } from './subscriber-columns.ts';

export const directions = 2;
export type Direction = 0 | 1;
export const up: Direction = 0;
export const down: Direction = 1;

const shapes = {
  mean: perSubscriber(Float32Array, directions),
  variance: perSubscriber(Float32Array, directions),
  slots: perSubscriber(Uint16Array),
};

export class Baseline {
  readonly #rule: Rule;
  readonly #forget: number;
  readonly #columns = new SubscriberColumns(shapes);
  #mean = this.#columns.arrays.mean;
  #variance = this.#columns.arrays.variance;
  #slots = this.#columns.arrays.slots;

  constructor(rule: Rule) {
    this.#rule = rule;
    this.#forget = 1 - 2 ** (-1 / rule.halfLifeSlots);
  }

  /** Bytes of state a subscriber. */
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);

  ensure(subscribers: number): void {
    if (this.#columns.ensure(subscribers)) this.#takeArrays();
  }

  save(subscribers: number): Map<string, Column> {
    this.ensure(subscribers);
    return this.#columns.save(subscribers);
  }

  restore(columns: ReadonlyMap<string, Column>, subscribers: number): void {
    this.#columns.restore(columns, subscribers);
    this.#takeArrays();
  }

  /** Slots learned from, up to 65,535. */
  slots(subscriber: number): number {
    return this.#slots[subscriber]!;
  }

  /** How many spreads the log rate lies above the subscriber's mean. The point is not part of its own baseline. */
  z(subscriber: number, direction: Direction, logRate: number): number {
    const at = directions * subscriber + direction;
    return (logRate - this.#mean[at]!) / (this.#spread(at) * this.#doubt(subscriber));
  }

  /** The rate `z` spreads from the usual one, bytes per second, never negative. `z = 0` is the usual rate. */
  rateAt(subscriber: number, direction: Direction, z: number): number {
    const at = directions * subscriber + direction;
    return Math.max(
      0,
      Math.exp(this.#mean[at]! + z * this.#spread(at) * this.#doubt(subscriber)) - this.#rule.rateOffset,
    );
  }

  /** Learns from one slot: `weight` 1 normally, less while the subscriber is suspicious. */
  learn(subscriber: number, logRateUp: number, logRateDown: number, weight: number): void {
    const learned = this.#slots[subscriber]!;
    const rate = Math.max(this.#forget, 1 / (learned + 1)) * weight;
    this.#learnDirection(directions * subscriber + up, logRateUp, rate, learned);
    this.#learnDirection(directions * subscriber + down, logRateDown, rate, learned);
    if (learned < 0xffff) this.#slots[subscriber] = learned + 1;
  }

  #takeArrays(): void {
    const { mean, variance, slots } = this.#columns.arrays;
    this.#mean = mean;
    this.#variance = variance;
    this.#slots = slots;
  }

  #learnDirection(at: number, logRate: number, rate: number, learned: number): void {
    let deviation = logRate - this.#mean[at]!;
    // The first slots have no spread to clip by.
    if (learned > 6) {
      const limit = this.#rule.clipSpreads * this.#spread(at);
      deviation = deviation > limit ? limit : deviation < -limit ? -limit : deviation;
    }
    const step = rate * deviation;
    this.#mean[at]! += step;
    this.#variance[at] = (1 - rate) * (this.#variance[at]! + step * deviation);
  }

  /** A spread learned from few slots is not to be trusted: it counts for more until there is more to go by. */
  #doubt(subscriber: number): number {
    return 1 + this.#rule.doubtSlots / this.#slots[subscriber]!;
  }

  #spread(at: number): number {
    return Math.max(Math.sqrt(this.#variance[at]!), this.#rule.minSpread);
  }
}
