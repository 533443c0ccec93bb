/**
 * How long subscribers stay: everyone is a customer for 66 weeks, away for four, and so on, each from a moment of his
 * own. So 1.4 % leave in a week and as many come, with no history in a world that began while they were away.
 */
import type { EpochSeconds } from '../../../domain/traffic.ts';
import { purposes, randomBits, unitOf } from '../hash.ts';

const weekSeconds = 7 * 86_400;
const customerSeconds = 66 * weekSeconds;
const cycleSeconds = 70 * weekSeconds;

export interface Tenancy {
  /** The time as a customer that holds the moment, or the next one after it. */
  from(subscriber: number, moment: EpochSeconds): EpochSeconds;
  to(subscriber: number, moment: EpochSeconds): EpochSeconds;
}

export function createTenancy(seed: number): Tenancy {
  function from(subscriber: number, moment: EpochSeconds): EpochSeconds {
    const offset = Math.floor(unitOf(randomBits(seed, purposes.tenancy, 0, subscriber, 0)) * cycleSeconds);
    const begun = Math.floor((moment - offset) / cycleSeconds) * cycleSeconds + offset;
    return moment < begun + customerSeconds ? begun : begun + cycleSeconds;
  }
  return { from, to: (subscriber, moment) => from(subscriber, moment) + customerSeconds };
}
