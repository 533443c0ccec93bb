/**
 * How likely it is that a usual subscriber exceeds his highest value by so much on a day: a histogram of the excesses of
 * many subscribers and days, and beyond what can be counted an exponential tail through two of its quantiles (the simplest
 * of the peaks-over-threshold tails: Pickands 1975). Quantiles, not moments: a few attacked days among many do not move them.
 */

const step = 0.02;
const below = 150;
const steps = 400;
/** Numbers that `save` gives. */
export const tailCounts = steps;
/** The tail begins where one day in ten lies beyond, and is as steep as from there to one in a hundred. */
const beginsAt = 0.1;
const steepnessAt = 0.01;
/** A quantile needs so many days beyond it. */
const fewestBeyond = 6;
/** With fewer days nothing is counted yet. */
const fewestDays = 100;
const fewestForSteepness = 400;
/** The steepness expected beforehand counts for so many days. */
const expectedWeight = 300;

export class Tail {
  readonly #counts = new Float64Array(steps);
  /** Days beyond the beginning of each step; one more entry than steps. */
  readonly #beyond = new Float64Array(steps + 1);
  #days = 0;
  #begin = 0;
  #scale = 1;

  /** Takes the excess of one subscriber's day. */
  add(excess: number): void {
    const at = Math.floor(excess / step) + below;
    this.#counts[at < 0 ? 0 : at >= steps ? steps - 1 : at]!++;
    this.#days++;
  }

  /** Lays the tail anew. `expectedScale` stands in for what is not known yet; it is never steeper than `leastScale`. */
  fit(expectedScale: number, leastScale: number): void {
    let days = 0;
    for (let i = steps - 1; i >= 0; i--) this.#beyond[i] = days += this.#counts[i]!;
    this.#begin = days > fewestDays ? this.#quantile(beginsAt) : expectedScale / 2;
    let scale = expectedScale;
    if (days > fewestForSteepness) {
      const share = Math.max(steepnessAt, fewestBeyond / days);
      const counted = (this.#quantile(share) - this.#begin) / Math.log(beginsAt / share);
      scale = (days * counted + expectedWeight * expectedScale) / (days + expectedWeight);
    }
    this.#scale = Math.max(leastScale, scale);
  }

  /** -log10 of the chance per day to exceed so much. Below the beginning of the tail nothing is unusual: 0. */
  score(excess: number): number {
    if (excess < this.#begin) return 0;
    return (-Math.log(beginsAt) + (excess - this.#begin) / this.#scale) / Math.LN10;
  }

  /** The excess that has the score; the inverse of `score` from 1 on. */
  excessAt(score: number): number {
    return this.#begin + this.#scale * (score * Math.LN10 + Math.log(beginsAt));
  }

  save(): Float64Array {
    return this.#counts.slice();
  }

  restore(counts: Float64Array): void {
    this.#counts.set(counts);
    this.#days = counts.reduce((sum, count) => sum + count, 0);
  }

  get days(): number {
    return this.#days;
  }

  /** The excess with this share of days beyond it. */
  #quantile(share: number): number {
    const wanted = share * this.#days;
    let at = steps - 1;
    while (at > 0 && this.#beyond[at]! < wanted) at--;
    const counted = this.#beyond[at]! - this.#beyond[at + 1]!;
    const part = counted > 0 ? (this.#beyond[at]! - wanted) / counted : 0;
    return (at - below + part) * step;
  }
}
