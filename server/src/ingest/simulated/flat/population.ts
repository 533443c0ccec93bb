/** Who the subscribers of the flat world are: class, usual rate, home device and swing, drawn once from the seed. */
import { normalOf16Bits } from '../normal-quantile.ts';
import { purposes, randomBits, unitOf } from '../hash.ts';
import { homeDevice } from '../session-place.ts';
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
  /** Swing of the rate over 24 hours, as part of its mean. */
  readonly swing: Float64Array;
}

export function createPopulation(seed: number, count: number, devices: number): Population {
  const population = {
    count,
    classIndex: new Uint8Array(count),
    usualRate: new Float64Array(count),
    home: new Uint8Array(count),
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
    population.swing[position] = lowest + (highest - lowest) * unitOf(draw(5));
  }
  return population;
}
