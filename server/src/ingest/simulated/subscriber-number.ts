/** What the operator calls the subscriber at a position: four or five digits in networks of up to 14,000. */
import { purposes, randomBits } from './hash.ts';

/** Numbers are one in every seven: distinct and in order, but with gaps, as an operator's are. */
const numberStep = 7;

export function subscriberNumber(seed: number, position: number): number {
  return 1000 + position * numberStep + (randomBits(seed, purposes.population, 0, position, 0) % numberStep);
}
