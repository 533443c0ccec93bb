/** The band that a subscriber usually keeps to at an hour: what is told with an anomaly, and drawn behind his traffic. */
import type { ExpectedTraffic } from './anomaly.ts';
import type { SlotClock } from './clock.ts';
import type { Judge } from './judgement.ts';
import type { Rule } from './rule.ts';
import type { SlotPoint } from './slot-point.ts';
import { volumeLeast } from './statistics.ts';
import type { SubscriberParts } from './subscriber-parts.ts';
import { bytesPerSecond } from './traffic.ts';

export interface Band {
  readonly expected: ExpectedTraffic;
  /** How many times the usual the upper edge is, and the slot was; as natural logarithms. */
  readonly highGrowth: number;
  readonly upGrowth: number;
  readonly downGrowth: number;
}

/** The band holds what single slots usually do: so many deviations of the moving hour to each side, and e^0.2 times upwards at least. */
const leastHigh = 0.2;
const deviationsUp = 2.5;
const deviationsDown = 3;

/** Of a point that was judged; null while its subscriber is not. */
export function bandOf(
  point: SlotPoint,
  clock: SlotClock,
  judge: Judge,
  parts: SubscriberParts,
  rule: Rule,
): Band | null {
  if (parts.highs.daysOf(point.who) < rule.settings.subscriberLearningDays) return null;
  parts.usual.setUsualRates(point, clock, point.shift);
  const { who, upGrowth, downGrowth } = point;
  const expected = expectedTraffic(point, judge, parts);
  return { expected, highGrowth: highGrowthOf(who, judge, parts), upGrowth, downGrowth };
}

/** The band that the subscriber usually keeps to at this hour. */
export function expectedTraffic(point: SlotPoint, judge: Judge, parts: SubscriberParts): ExpectedTraffic {
  const { usual, spread } = parts;
  const high = highGrowthOf(point.who, judge, parts);
  const low = -deviationsDown * spread.deviationOf(point.who);
  return {
    lowUp: bytesPerSecond(usual.rateUpAt(point, low)),
    usualUp: bytesPerSecond(point.usualUp),
    highUp: bytesPerSecond(usual.rateUpAt(point, high)),
    lowDown: bytesPerSecond(usual.rateDownAt(point, low)),
    usualDown: bytesPerSecond(point.usualDown),
    highDown: bytesPerSecond(usual.rateDownAt(point, high)),
  };
}

/** The upper edge of the band above the usual rate, as a natural logarithm. */
function highGrowthOf(who: number, judge: Judge, { spread }: SubscriberParts): number {
  return Math.max(leastHigh, judge.referenceOf(who, volumeLeast), deviationsUp * spread.deviationOf(who));
}
