/** What each subscriber of the real world sends and receives in one slot, but for incidents of his own: bytes/s. */
import type { EpochSeconds } from '../../../domain/traffic.ts';
import { drawOf, drawPrefix, purposes, unitOf } from '../hash.ts';
import type { PlanUpgrades } from '../plan-upgrade.ts';
import { DayHabits } from './day-habits.ts';
import { Noise } from './noise.ts';
import { realClasses } from './real-class.ts';
import type { RealPopulation } from './real-population.ts';
import { RhythmClock } from './rhythm-clock.ts';

const daySeconds = 86_400;
/** Acknowledgements: part of a large download that goes up. */
const acknowledged = 0.02;
const emptySlots = realClasses.map((own) => own.emptySlots);
/** Some are busy all their time: what is missing at other times is made up for in the active hours. */
const isRestless = realClasses.map((own) => own.activeHours[0] === 24);

export class SlotUsage {
  /** Written by `read`. */
  up = 0;
  down = 0;
  readonly habits: DayHabits;
  readonly #population: RealPopulation;
  readonly #rhythm: RhythmClock;
  readonly #noise: Noise;
  readonly #seed: number;
  readonly #slotSeconds: number;
  /** Multiple of the usual rate in active hours, such that the mean over all hours stays as it was drawn. */
  readonly #activeGain: Float32Array;
  #day = -1;
  #slotOfDay = 0;
  #emptyPrefix = 0;

  constructor(seed: number, population: RealPopulation, upgrades: PlanUpgrades, slotSeconds: number) {
    this.#seed = seed;
    this.#population = population;
    this.#slotSeconds = slotSeconds;
    this.#rhythm = new RhythmClock(seed, population, slotSeconds);
    this.#noise = new Noise(seed, population);
    this.habits = new DayHabits(seed, population, this.#rhythm, upgrades);
    this.#activeGain = population.activeHours.map((hours, subscriber) => {
      const { emptyDays, emptySlots: empty } = realClasses[population.classIndex[subscriber]!]!;
      return 24 / hours / (1 - emptyDays) / (1 - empty);
    });
  }

  moveTo(slotStart: EpochSeconds): void {
    const day = Math.floor(slotStart / daySeconds);
    this.#slotOfDay = Math.floor((slotStart - day * daySeconds) / this.#slotSeconds);
    this.#noise.moveTo(slotStart + (this.#slotSeconds >> 1));
    this.#emptyPrefix = drawPrefix(this.#seed, purposes.emptySlot, slotStart);
    if (day === this.#day) return;
    this.#day = day;
    this.#rhythm.enterDay(day);
    this.habits.enterDay(day);
  }

  /** Sets `up` and `down`; `rush` multiplies what the household does by itself. */
  read(subscriber: number, rush: number): void {
    const { habits } = this;
    const population = this.#population;
    this.#noise.read(subscriber);
    if (isRestless[population.classIndex[subscriber]!]!) {
      const multiple = rush * this.#rhythm.at(subscriber, this.#slotOfDay) * Math.exp(this.#noise.volume);
      this.down = population.usualDown[subscriber]! * habits.downLevel[subscriber]! * multiple;
      this.up = population.usualUp[subscriber]! * habits.upLevel[subscriber]! * multiple * Math.exp(this.#noise.ratio);
    } else {
      this.#readSparse(subscriber, rush);
    }
    const slot = this.#slotOfDay;
    if (slot >= habits.downloadFrom[subscriber]! && slot < habits.downloadTo[subscriber]!) {
      this.down += habits.downloadRate[subscriber]!;
      this.up += acknowledged * habits.downloadRate[subscriber]!;
    }
    if (slot >= habits.uploadFrom[subscriber]! && slot < habits.uploadTo[subscriber]!) {
      this.up += habits.uploadRate[subscriber]!;
    }
    this.down = Math.min(this.down, population.mostDown[subscriber]!);
    this.up = Math.min(this.up, population.mostUp[subscriber]!);
  }

  /** Somebody who is not always there: much while he is, a trickle while he is not, and for some classes nothing. */
  #readSparse(subscriber: number, rush: number): void {
    const { habits } = this;
    const population = this.#population;
    const empty = emptySlots[population.classIndex[subscriber]!]!;
    const isActive =
      this.#slotOfDay >= habits.activeFrom[subscriber]! && this.#slotOfDay < habits.activeTo[subscriber]!;
    const isEmpty = empty > 0 && (!isActive || unitOf(drawOf(this.#emptyPrefix, subscriber)) < empty);
    if (isEmpty) {
      this.up = 0;
      this.down = 0;
      return;
    }
    const volume = Math.exp(this.#noise.volume);
    const multiple = isActive ? rush * this.#activeGain[subscriber]! * volume : 0;
    const trickle = isActive ? 0 : population.trickle[subscriber]! * volume;
    const ratio = Math.exp(this.#noise.ratio);
    this.down = population.usualDown[subscriber]! * habits.downLevel[subscriber]! * multiple + trickle;
    this.up = (population.usualUp[subscriber]! * habits.upLevel[subscriber]! * multiple + trickle / 2) * ratio;
  }
}
