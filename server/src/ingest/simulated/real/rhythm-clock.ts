/** The rhythm at the slots of one day, for each subscriber by his own clock. */
import { dayTypeCount, dayTypeOf } from './calendar.ts';
import { realClasses } from './real-class.ts';
import type { RealPopulation } from './real-population.ts';
import { createRhythmTable } from './rhythm-table.ts';

export class RhythmClock {
  readonly slotsPerDay: number;
  readonly #multiplier: Float32Array;
  readonly #seed: number;
  readonly #population: RealPopulation;
  readonly #shiftSlots: Int16Array;
  /** Types of yesterday, today and tomorrow: a clock may be ahead or behind. */
  readonly #types = new Uint8Array(3);

  constructor(seed: number, population: RealPopulation, slotSeconds: number) {
    const table = createRhythmTable(realClasses, slotSeconds);
    this.slotsPerDay = table.slotsPerDay;
    this.#multiplier = table.multiplier;
    this.#seed = seed;
    this.#population = population;
    this.#shiftSlots = Int16Array.from(population.shiftSeconds, (seconds) => Math.round(seconds / slotSeconds));
  }

  /** `day` in days since 1970-01-01. */
  enterDay(day: number): void {
    for (let at = 0; at < 3; at++) this.#types[at] = dayTypeOf(this.#seed, day + at - 1);
  }

  /** Multiple of the subscriber's usual rate in a slot of the day, 0 to `slotsPerDay` - 1. */
  at(subscriber: number, slotOfDay: number): number {
    const { slotsPerDay } = this;
    let slot = slotOfDay + this.#shiftSlots[subscriber]!;
    let day = 1;
    if (slot < 0) {
      slot += slotsPerDay;
      day = 0;
    } else if (slot >= slotsPerDay) {
      slot -= slotsPerDay;
      day = 2;
    }
    const row = this.#population.classIndex[subscriber]! * dayTypeCount + this.#types[day]!;
    return 1 + this.#population.rhythmStrength[subscriber]! * (this.#multiplier[row * slotsPerDay + slot]! - 1);
  }
}
