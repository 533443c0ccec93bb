/**
 * Noise of the real world: what a subscriber does beside his rhythm. The logarithm is a sum of normal draws that last a
 * slot, an hour, six hours and a day, blended into each other, so that neighbouring slots are alike, hours less so, and
 * every value follows from its moment alone. The mean of the multiplier is exactly 1.
 */
import type { EpochSeconds } from '../../../domain/traffic.ts';
import { drawOf, drawPrefix, purposes } from '../hash.ts';
import type { Purpose } from '../hash.ts';
import { normalOf16Bits } from '../normal-quantile.ts';
import type { RealPopulation } from './real-population.ts';

/** Parts of the variance. */
const ofVolume = { slot: Math.sqrt(0.3), hour: Math.sqrt(0.35), quarterDay: Math.sqrt(0.2), day: Math.sqrt(0.15) };
const ofRatio = { slot: Math.sqrt(0.4), hour: Math.sqrt(0.4), quarterDay: Math.sqrt(0.2) };

const hourSeconds = 3600;
const quarterDaySeconds = 6 * hourSeconds;
const daySeconds = 24 * hourSeconds;

/** Two neighbouring draws of one duration, and the weights that keep their sum at variance 1 between them. */
class Blend {
  before = 0;
  after = 0;
  beforeWeight = 1;
  afterWeight = 0;
  readonly #seed: number;
  readonly #purpose: Purpose;
  readonly #seconds: number;

  constructor(seed: number, purpose: Purpose, seconds: number) {
    this.#seed = seed;
    this.#purpose = purpose;
    this.#seconds = seconds;
  }

  moveTo(moment: EpochSeconds): void {
    const knot = Math.floor(moment / this.#seconds);
    const part = moment / this.#seconds - knot;
    const length = Math.hypot(1 - part, part);
    this.before = drawPrefix(this.#seed, this.#purpose, knot);
    this.after = drawPrefix(this.#seed, this.#purpose, knot + 1);
    this.beforeWeight = (1 - part) / length;
    this.afterWeight = part / length;
  }
}

export class Noise {
  /** Logarithms of the multipliers, written by `read`. */
  volume = 0;
  ratio = 0;
  readonly #population: RealPopulation;
  readonly #seed: number;
  readonly #hour: Blend;
  readonly #quarterDay: Blend;
  readonly #day: Blend;
  /** By subscriber: what stays within the hour, and the draws at its two ends. */
  readonly #volumeBase: Float32Array;
  readonly #volumeBefore: Float32Array;
  readonly #volumeAfter: Float32Array;
  readonly #ratioBase: Float32Array;
  readonly #ratioBefore: Float32Array;
  readonly #ratioAfter: Float32Array;
  #hourAtHand = -1;
  #slotPrefix = 0;

  constructor(seed: number, population: RealPopulation) {
    const floats = (): Float32Array => new Float32Array(population.count);
    this.#seed = seed;
    this.#population = population;
    this.#hour = new Blend(seed, purposes.hour, hourSeconds);
    this.#quarterDay = new Blend(seed, purposes.quarterDay, quarterDaySeconds);
    this.#day = new Blend(seed, purposes.day, daySeconds);
    [this.#volumeBase, this.#volumeBefore, this.#volumeAfter] = [floats(), floats(), floats()];
    [this.#ratioBase, this.#ratioBefore, this.#ratioAfter] = [floats(), floats(), floats()];
  }

  /** To the slot around a moment. */
  moveTo(middle: EpochSeconds): void {
    const hour = Math.floor(middle / hourSeconds);
    this.#hour.moveTo(middle);
    this.#slotPrefix = drawPrefix(this.#seed, purposes.slot, middle);
    if (hour === this.#hourAtHand) return;
    this.#hourAtHand = hour;
    this.#quarterDay.moveTo((hour + 0.5) * hourSeconds);
    this.#day.moveTo((hour + 0.5) * hourSeconds);
    for (let subscriber = 0; subscriber < this.#population.count; subscriber++) this.#enterHour(subscriber);
  }

  #enterHour(subscriber: number): void {
    const volume = this.#population.noiseDeviation[subscriber]!;
    const ratio = this.#population.ratioDeviation[subscriber]!;
    const { before, after, beforeWeight, afterWeight } = this.#quarterDay;
    const [sixBefore, sixAfter] = [drawOf(before, subscriber), drawOf(after, subscriber)];
    const six = beforeWeight * firstNormal(sixBefore) + afterWeight * firstNormal(sixAfter);
    const sixRatio = beforeWeight * secondNormal(sixBefore) + afterWeight * secondNormal(sixAfter);
    const day =
      this.#day.beforeWeight * firstNormal(drawOf(this.#day.before, subscriber)) +
      this.#day.afterWeight * firstNormal(drawOf(this.#day.after, subscriber));
    // The mean of a lognormal is exp(variance / 2).
    this.#volumeBase[subscriber] = volume * (ofVolume.quarterDay * six + ofVolume.day * day - volume / 2);
    this.#ratioBase[subscriber] = ratio * (ofRatio.quarterDay * sixRatio - ratio / 2);
    const [hourBefore, hourAfter] = [drawOf(this.#hour.before, subscriber), drawOf(this.#hour.after, subscriber)];
    this.#volumeBefore[subscriber] = volume * ofVolume.hour * firstNormal(hourBefore);
    this.#volumeAfter[subscriber] = volume * ofVolume.hour * firstNormal(hourAfter);
    this.#ratioBefore[subscriber] = ratio * ofRatio.hour * secondNormal(hourBefore);
    this.#ratioAfter[subscriber] = ratio * ofRatio.hour * secondNormal(hourAfter);
  }

  read(subscriber: number): void {
    const bits = drawOf(this.#slotPrefix, subscriber);
    const { beforeWeight, afterWeight } = this.#hour;
    this.volume =
      this.#volumeBase[subscriber]! +
      beforeWeight * this.#volumeBefore[subscriber]! +
      afterWeight * this.#volumeAfter[subscriber]! +
      this.#population.noiseDeviation[subscriber]! * ofVolume.slot * firstNormal(bits);
    this.ratio =
      this.#ratioBase[subscriber]! +
      beforeWeight * this.#ratioBefore[subscriber]! +
      afterWeight * this.#ratioAfter[subscriber]! +
      this.#population.ratioDeviation[subscriber]! * ofRatio.slot * secondNormal(bits);
  }
}

function firstNormal(bits: number): number {
  return normalOf16Bits[bits >>> 16]!;
}

function secondNormal(bits: number): number {
  return normalOf16Bits[bits & 0xffff]!;
}
