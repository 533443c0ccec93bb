/** What is decided once a day for every subscriber: his level, when he is active, and one large transfer each way. */
import { createDraws } from '../draws.ts';
import { purposes, randomBits, unitOf } from '../hash.ts';
import type { PlanUpgrades } from '../plan-upgrade.ts';
import { realClasses } from './real-class.ts';
import type { RealPopulation } from './real-population.ts';
import type { RhythmClock } from './rhythm-clock.ts';
import { downloads, uploads } from './transfer.ts';
import type { TransferHabit } from './transfer.ts';

const daySeconds = 86_400;

/** Columns by subscriber. Slots are counted from midnight. */
export class DayHabits {
  /** Multiples of the usual rates: growth, decline and a new plan; without days off. */
  readonly upLevel: Float32Array;
  readonly downLevel: Float32Array;
  /** Slots of the active hours; all of them for most, none for somebody away. */
  readonly activeFrom: Int16Array;
  readonly activeTo: Int16Array;
  /** Slots and rate, bytes/s, of the day's large download and upload; from = to where there is none. */
  readonly downloadFrom: Int16Array;
  readonly downloadTo: Int16Array;
  readonly downloadRate: Float32Array;
  readonly uploadFrom: Int16Array;
  readonly uploadTo: Int16Array;
  readonly uploadRate: Float32Array;
  readonly #seed: number;
  readonly #population: RealPopulation;
  readonly #rhythm: RhythmClock;
  readonly #upgrades: PlanUpgrades;

  constructor(seed: number, population: RealPopulation, rhythm: RhythmClock, upgrades: PlanUpgrades) {
    const floats = (): Float32Array => new Float32Array(population.count);
    const slots = (): Int16Array => new Int16Array(population.count);
    [this.upLevel, this.downLevel, this.downloadRate, this.uploadRate] = [floats(), floats(), floats(), floats()];
    [this.activeFrom, this.activeTo] = [slots(), slots()];
    [this.downloadFrom, this.downloadTo, this.uploadFrom, this.uploadTo] = [slots(), slots(), slots(), slots()];
    this.#seed = seed;
    this.#population = population;
    this.#rhythm = rhythm;
    this.#upgrades = upgrades;
  }

  /** `day` in days since 1970-01-01; the rhythm has entered it already. */
  enterDay(day: number): void {
    for (let subscriber = 0; subscriber < this.#population.count; subscriber++) {
      this.#setLevel(subscriber, day);
      this.#setActiveHours(subscriber, day);
      this.#setTransfer(downloads, subscriber, day, this.downloadFrom, this.downloadTo, this.downloadRate);
      this.#setTransfer(uploads, subscriber, day, this.uploadFrom, this.uploadTo, this.uploadRate);
    }
  }

  #setLevel(subscriber: number, day: number): void {
    const { driftDays, driftPhase, driftSwing } = this.#population;
    const turn = 2 * Math.PI * (day / driftDays[subscriber]! + driftPhase[subscriber]!);
    const level = Math.exp(driftSwing[subscriber]! * Math.sin(turn));
    const upgrade = this.#upgrades.of(subscriber);
    const upgraded = upgrade !== undefined && upgrade.onset <= day * daySeconds;
    this.upLevel[subscriber] = level * (upgraded ? upgrade.upFactor : 1);
    this.downLevel[subscriber] = level * (upgraded ? upgrade.downFactor : 1);
  }

  #setActiveHours(subscriber: number, day: number): void {
    const { slotsPerDay } = this.#rhythm;
    const hours = this.#population.activeHours[subscriber]!;
    this.activeFrom[subscriber] = 0;
    this.activeTo[subscriber] = slotsPerDay;
    if (hours >= 24) return;
    const draws = createDraws(this.#seed, purposes.day, day, subscriber);
    const isAway = draws.unit() < realClasses[this.#population.classIndex[subscriber]!]!.emptyDays;
    // Around the habit, by two hours either way; what would run into another day is moved into this one.
    const length = isAway ? 0 : Math.max(1, Math.round((hours * slotsPerDay) / 24));
    const begin = this.#population.activeAround[subscriber]! + draws.between(-2, 2) - hours / 2;
    const from = Math.min(slotsPerDay - length, Math.max(0, Math.round((begin * slotsPerDay) / 24)));
    this.activeFrom[subscriber] = from;
    this.activeTo[subscriber] = from + length;
  }

  #setTransfer(
    habit: TransferHabit,
    subscriber: number,
    day: number,
    from: Int16Array,
    to: Int16Array,
    rate: Float32Array,
  ): void {
    from[subscriber] = 0;
    to[subscriber] = 0;
    if (unitOf(randomBits(this.#seed, habit.purpose, day, subscriber, 0)) >= habit.perDay) return;
    const { slotsPerDay } = this.#rhythm;
    const draws = createDraws(this.#seed, habit.purpose, day, subscriber);
    draws.unit();
    // The busier of two moments: transfers have a rhythm too, though a weaker one.
    const [one, other] = [draws.integer(0, slotsPerDay - 1), draws.integer(0, slotsPerDay - 1)];
    const busier = this.#rhythm.at(subscriber, one) >= this.#rhythm.at(subscriber, other) ? one : other;
    const { usualUp, usualDown, mostUp, mostDown } = this.#population;
    const isUpload = habit === uploads;
    const usual = isUpload ? usualUp[subscriber]! : usualDown[subscriber]!;
    const bytes = habit.bytes(draws, usual);
    const speed = habit.speed(draws, usual, isUpload ? mostUp[subscriber]! : mostDown[subscriber]!);
    const slotSeconds = daySeconds / slotsPerDay;
    const slots = Math.max(1, Math.round(bytes / speed / slotSeconds));
    from[subscriber] = busier;
    to[subscriber] = Math.min(slotsPerDay, busier + slots);
    rate[subscriber] = bytes / (slots * slotSeconds);
  }
}
