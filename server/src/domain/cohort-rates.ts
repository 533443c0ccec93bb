/** How much the subscribers of each cohort upload: what "more than 99.9 % of the subscribers on his plan" is counted from. */
import { StateMismatch } from './saved-state.ts';

/** Eight steps for each doubling of the rate, from 1 byte/s to more than anybody moves. */
const stepsPerDoubling = 8;
const steps = 8 * 40;
/** A count loses half its weight in a week of hours. */
const keptPerHour = 2 ** (-1 / (24 * 7));

export class CohortRates {
  readonly #counts: Float64Array;

  constructor(cohorts: number) {
    this.#counts = new Float64Array(cohorts * steps);
  }

  /** Upload of one slot, bytes per second. */
  note(cohort: number, upBytesPerSecond: number): void {
    this.#counts[cohort * steps + stepOf(upBytesPerSecond)]!++;
  }

  endHour(): void {
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i]! *= keptPerHour;
  }

  /** Part of the cohort's slots that uploaded less, 0 to 1; null when too few were counted to tell. */
  shareBelow(cohort: number, upBytesPerSecond: number): number | null {
    const counts = this.#counts.subarray(cohort * steps, (cohort + 1) * steps);
    const step = stepOf(upBytesPerSecond);
    let below = 0;
    let all = 0;
    for (let i = 0; i < steps; i++) {
      all += counts[i]!;
      if (i < step) below += counts[i]!;
    }
    return all < 1000 ? null : below / all;
  }

  save(): Float64Array {
    return this.#counts.slice();
  }

  restore(counts: Float64Array): void {
    if (counts.length !== this.#counts.length)
      throw new StateMismatch(`has ${counts.length} counts of rates, expected ${this.#counts.length}: as many cohorts`);
    this.#counts.set(counts);
  }
}

function stepOf(bytesPerSecond: number): number {
  return Math.min(steps - 1, Math.floor(Math.log2(1 + bytesPerSecond) * stepsPerDoubling));
}
