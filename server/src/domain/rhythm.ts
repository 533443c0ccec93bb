/**
 * The rhythm of the week that the subscribers of a cohort have in common, learned by hour: it is lent to whoever is new,
 * and tells a busy evening from an unusual one. Sums are of whole numbers, so that the order of subscribers is all one.
 */
import { hoursOfWeek } from './clock.ts';
import { clipped } from './slot-point.ts';

/** Sums are kept in this fraction of a logarithm. */
const resolution = 2 ** 16;
/** Part of the way to what an hour shows that is gone with each of its weeks. */
const learningPerHour = 0.3;
/** A cohort of so many learns half as fast. */
const smallCohort = 100;

export class Rhythm {
  /** By cohort and hour: up, down. */
  #growth: Float64Array;
  #cohorts: number;
  #sums: Float64Array;

  constructor(cohorts: number) {
    this.#cohorts = cohorts;
    this.#growth = new Float64Array(cohorts * hoursOfWeek * 2);
    this.#sums = new Float64Array(cohorts * 3);
  }

  upAt(cohort: number, hourOfWeek: number): number {
    return this.#growth[(cohort * hoursOfWeek + hourOfWeek) * 2]!;
  }

  downAt(cohort: number, hourOfWeek: number): number {
    return this.#growth[(cohort * hoursOfWeek + hourOfWeek) * 2 + 1]!;
  }

  /** What one subscriber's slot lay above the rhythm. */
  note(cohort: number, upGrowth: number, downGrowth: number): void {
    this.#sums[cohort * 3]! += Math.round(clipped(upGrowth, -1, 1) * resolution);
    this.#sums[cohort * 3 + 1]! += Math.round(clipped(downGrowth, -1, 1) * resolution);
    this.#sums[cohort * 3 + 2]!++;
  }

  /** Learns from the slot that was noted. */
  endSlot(hourOfWeek: number, slotSeconds: number): void {
    for (let cohort = 0; cohort < this.#cohorts; cohort++) {
      const count = this.#sums[cohort * 3 + 2]!;
      if (count === 0) continue;
      const weight = (learningPerHour * (slotSeconds / 3600) * count) / (count + smallCohort) / count / resolution;
      const at = (cohort * hoursOfWeek + hourOfWeek) * 2;
      this.#growth[at]! += weight * this.#sums[cohort * 3]!;
      this.#growth[at + 1]! += weight * this.#sums[cohort * 3 + 1]!;
    }
    this.#sums.fill(0);
  }

  save(): Float64Array {
    return this.#growth.slice();
  }

  restore(growth: Float64Array): void {
    this.#growth = growth;
  }
}
