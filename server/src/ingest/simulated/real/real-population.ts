/** Who the subscribers of the real world are: class, usual rates, plan, home device and personal habits, drawn once. */
import { normalOf16Bits } from '../normal-quantile.ts';
import { purposes, randomBits, unitOf } from '../hash.ts';
import { homeDevice } from '../session-place.ts';
import { planFor } from '../plan.ts';
import { realClassAt, realClasses } from './real-class.ts';

const bytesPerKilobit = 125;
const lowestKilobits = 50;
const highestKilobits = 20_000;
/** A line carries at least so many times the usual rate. */
const headroom = 40;

/** Columns by subscriber position. Rates are bytes/s. */
export class RealPopulation {
  readonly count: number;
  /** Index into `realClasses`. */
  readonly classIndex: Uint8Array;
  readonly home: Uint8Array;
  readonly plan: string[];
  /** Long-run means with the rhythm, noise and idle times of the subscriber, but without downloads and incidents. */
  readonly usualUp: Float64Array;
  readonly usualDown: Float64Array;
  /** What the line carries. */
  readonly mostUp: Float64Array;
  readonly mostDown: Float64Array;
  /** Seconds by which the subscriber's day runs ahead of his class, and how much of the rhythm he shows, 0 to 1. */
  readonly shiftSeconds: Float32Array;
  readonly rhythmStrength: Float32Array;
  readonly noiseDeviation: Float32Array;
  readonly ratioDeviation: Float32Array;
  /** Hour of the day around which sparse users are active, and for how many hours. */
  readonly activeAround: Float32Array;
  readonly activeHours: Float32Array;
  /** Rate outside of the active hours. */
  readonly trickle: Float32Array;
  /** Slow growth and decline: the swing of the logarithm, its period in days and where in it time 0 lies, 0 to 1. */
  readonly driftSwing: Float32Array;
  readonly driftDays: Float32Array;
  readonly driftPhase: Float32Array;
  /** After an outage his router is back so many seconds after the device. */
  readonly reconnectSeconds: Uint16Array;

  constructor(seed: number, count: number, devices: number, noiseFactor = 1) {
    const floats = (): Float32Array => new Float32Array(count);
    this.count = count;
    this.classIndex = new Uint8Array(count);
    this.home = new Uint8Array(count);
    this.plan = new Array<string>(count);
    this.usualUp = new Float64Array(count);
    this.usualDown = new Float64Array(count);
    this.mostUp = new Float64Array(count);
    this.mostDown = new Float64Array(count);
    [this.shiftSeconds, this.rhythmStrength, this.noiseDeviation, this.ratioDeviation] = [
      floats(),
      floats(),
      floats(),
      floats(),
    ];
    [this.activeAround, this.activeHours, this.trickle] = [floats(), floats(), floats()];
    [this.driftSwing, this.driftDays, this.driftPhase] = [floats(), floats(), floats()];
    this.reconnectSeconds = new Uint16Array(count);
    for (let subscriber = 0; subscriber < count; subscriber++) {
      const pairBits = randomBits(seed, purposes.population, 1, subscriber >> 1, 0);
      this.home[subscriber] = homeDevice(subscriber, pairBits, devices);
      this.#drawRates(seed, subscriber);
      this.#drawHabits(seed, subscriber, noiseFactor);
    }
  }

  #drawRates(seed: number, subscriber: number): void {
    const bits = (field: number): number => randomBits(seed, purposes.customer, field, subscriber, 0);
    const index = realClassAt(unitOf(bits(1)));
    const { type, medianKilobits, rateDeviation, uploadShare } = realClasses[index]!;
    const drawn = medianKilobits * Math.exp(rateDeviation * normalOf16Bits[bits(2) >>> 16]!);
    const kilobits = Math.min(highestKilobits, Math.max(lowestKilobits, drawn));
    // Uniform in the logarithm: most households upload little.
    const share = uploadShare[0] * (uploadShare[1] / uploadShare[0]) ** unitOf(bits(3));
    const plan = planFor(type, kilobits * Math.exp(0.5 * normalOf16Bits[bits(4) >>> 16]!));
    this.classIndex[subscriber] = index;
    this.plan[subscriber] = plan.name;
    this.usualUp[subscriber] = kilobits * bytesPerKilobit * share;
    this.usualDown[subscriber] = kilobits * bytesPerKilobit * (1 - share);
    this.mostUp[subscriber] = Math.max(plan.upMegabits * 125_000, headroom * this.usualUp[subscriber]);
    this.mostDown[subscriber] = Math.max(plan.downMegabits * 125_000, headroom * this.usualDown[subscriber]);
  }

  #drawHabits(seed: number, subscriber: number, noiseFactor: number): void {
    const unit = (field: number): number => unitOf(randomBits(seed, purposes.customer, field, subscriber, 0));
    const between = ([low, high]: readonly [number, number], field: number): number => low + (high - low) * unit(field);
    const { noiseDeviation, ratioDeviation, activeHours } = realClasses[this.classIndex[subscriber]!]!;
    this.shiftSeconds[subscriber] = between([-5400, 5400], 5);
    this.rhythmStrength[subscriber] = between([0.6, 1], 6);
    this.noiseDeviation[subscriber] = noiseFactor * between(noiseDeviation, 7);
    this.ratioDeviation[subscriber] = noiseFactor * between(ratioDeviation, 8);
    this.activeHours[subscriber] = between(activeHours, 9);
    this.activeAround[subscriber] = between([9, 22], 10);
    // From 0.2 to 8 kbit/s of a router that keeps in touch.
    this.trickle[subscriber] = 25 * 40 ** unit(11);
    // A third of a per cent to 30 % a month at its steepest.
    this.driftDays[subscriber] = between([80, 200], 12);
    this.driftSwing[subscriber] = (Math.log(1.3) * unit(13) * this.driftDays[subscriber]) / 30 / (2 * Math.PI);
    this.driftPhase[subscriber] = unit(14);
    this.reconnectSeconds[subscriber] = 15 + Math.floor(285 * unit(15));
  }
}
