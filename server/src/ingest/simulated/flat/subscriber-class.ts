/**
 * The four kinds of normal subscriber, with the figures measured on telecom10k (one week, 635 subscribers). Their
 * sessions differ because the rate swings over 24 hours and every session begins at another point of the swing: a sine
 * with the subscriber's own mean explains all but the row noise. So rates are bounded above, which no lognormal is.
 */
import { normalQuantile } from '../normal-quantile.ts';

export interface SubscriberClass {
  readonly name: string;
  /** J = company, P = person, as the operator's contracts say. */
  readonly contract: 'J' | 'P';
  /** Part of all subscribers, 0 to 1. */
  readonly share: number;
  /** Usual total rate (up + down) of the 5th, 25th, 50th, 75th and 95th subscriber of a hundred, kbit/s. */
  readonly kilobitsPerSecond: readonly [number, number, number, number, number];
  /** Swing of the rate over 24 hours, as part of its mean; lowest and highest among subscribers. */
  readonly swing: readonly [number, number];
  /** Standard deviation of the noise that every row's counters are multiplied with; normal around 1. */
  readonly rowDeviation: number;
  /** Upload part of the total, drawn evenly between the two for every row. */
  readonly uploadShare: readonly [number, number];
}

const companyUpload = [0.25, 0.35] as const;
const personUpload = [0.4, 0.5] as const;

export const subscriberClasses: readonly SubscriberClass[] = [
  {
    name: 'company',
    contract: 'J',
    share: 0.12,
    kilobitsPerSecond: [2332, 4870, 6800, 8861, 11149],
    swing: [0.1, 0.3],
    rowDeviation: 0.07,
    uploadShare: companyUpload,
  },
  {
    name: 'steady',
    contract: 'P',
    share: 0.29,
    kilobitsPerSecond: [110, 283, 470, 759, 1003],
    swing: [0.35, 0.6],
    rowDeviation: 0.16,
    uploadShare: personUpload,
  },
  {
    name: 'cyclic',
    contract: 'P',
    share: 0.45,
    kilobitsPerSecond: [103, 289, 473, 785, 1187],
    swing: [0.65, 0.95],
    rowDeviation: 0.17,
    uploadShare: personUpload,
  },
  {
    name: 'noisy',
    contract: 'P',
    share: 0.14,
    kilobitsPerSecond: [31, 92, 127, 166, 219],
    swing: [0.05, 0.2],
    rowDeviation: 0.57,
    uploadShare: personUpload,
  },
];

export const swingPeriodSeconds = 86_400;

const knots = [0.05, 0.25, 0.5, 0.75, 0.95].map(normalQuantile);

/** The class that holds the point `position` (0 to 1) of the subscribers laid out class after class: its index. */
export function classAt(position: number): number {
  let end = 0;
  const index = subscriberClasses.findIndex((candidate) => position < (end += candidate.share));
  return index === -1 ? subscriberClasses.length - 1 : index;
}

/**
 * Usual total rate of the subscriber at a normal quantile `z` of the class, bytes/s: logarithmic between the
 * measured percentiles, the outer slopes carried on beyond them.
 */
export function usualRateAt(subscriberClass: SubscriberClass, z: number): number {
  const segment = Math.max(
    0,
    knots.findLastIndex((knot, index) => index < knots.length - 1 && knot <= z),
  );
  const [fromZ, toZ] = [knots[segment]!, knots[segment + 1]!];
  const [from, to] = [subscriberClass.kilobitsPerSecond[segment]!, subscriberClass.kilobitsPerSecond[segment + 1]!];
  return from * (to / from) ** ((z - fromZ) / (toZ - fromZ)) * 125;
}
