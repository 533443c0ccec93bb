/** Who the subscribers are: number, class, usual rate, home device and personal clock, drawn once from the seed. */
import { normalOf16Bits } from './normal-quantile.ts';
import { purposes, randomBits, unitOf } from './hash.ts';
import { homeDevice } from './session-place.ts';
import { classAt, subscriberClasses, usualRateAt } from './subscriber-class.ts';

/** Columns by subscriber position, 0 to count - 1. */
export interface Population {
  readonly count: number;
  /** Index into `subscriberClasses`. */
  readonly classIndex: Uint8Array;
  /** Usual total rate (up + down), bytes/s. */
  readonly usualRate: Float64Array;
  /** Position of the home device; sessions land on it or on a neighbour. */
  readonly home: Uint8Array;
  /** Seconds by which the subscriber's day runs ahead of the common rhythm. */
  readonly rhythmShiftSeconds: Float64Array;
  /** Swing of the rate over 24 hours, as part of its mean. */
  readonly swing: Float64Array;
}

const shiftRangeSeconds = 3600;
/** Numbers are one in every seven: distinct and in order, but with gaps, as an operator's are. */
const numberStep = 7;

/** What the operator calls the subscriber at a position: four or five digits in networks of up to 14,000. */
export function subscriberNumber(seed: number, position: number): number {
  return 1000 + position * numberStep + (randomBits(seed, purposes.population, 0, position, 0) % numberStep);
}

export function createPopulation(seed: number, count: number, devices: number): Population {
  const population = {
    count,
    classIndex: new Uint8Array(count),
    usualRate: new Float64Array(count),
    home: new Uint8Array(count),
    rhythmShiftSeconds: new Float64Array(count),
    swing: new Float64Array(count),
  };
  for (let position = 0; position < count; position++) {
    const draw = (field: number): number => randomBits(seed, purposes.population, field, position, 0);
    const classIndex = classAt(unitOf(draw(2)));
    population.classIndex[position] = classIndex;
    const subscriberClass = subscriberClasses[classIndex]!;
    const [lowest, highest] = subscriberClass.swing;
    population.usualRate[position] = usualRateAt(subscriberClass, normalOf16Bits[draw(3) >>> 16]!);
    population.home[position] = homeDevice(
      position,
      randomBits(seed, purposes.population, 1, position >> 1, 0),
      devices,
    );
    population.rhythmShiftSeconds[position] = (2 * unitOf(draw(4)) - 1) * shiftRangeSeconds;
    population.swing[position] = lowest + (highest - lowest) * unitOf(draw(5));
  }
  return population;
}
