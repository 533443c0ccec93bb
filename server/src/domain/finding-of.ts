/** Makes a finding of an opening: what was observed, what would have been usual, and how others compare. */
import type { Comparison, ExpectedTraffic } from './anomaly.ts';
import type { CohortDirectory } from './cohort-directory.ts';
import type { Finding } from './finding.ts';
import type { Judge } from './judgement.ts';
import type { Opening } from './opening.ts';
import type { SlotPoint } from './slot-point.ts';
import { volumeLeast } from './statistics.ts';
import type { SubscriberParts } from './subscriber-parts.ts';
import { bytesPerSecond } from './traffic.ts';

export interface Whose {
  readonly subscriber: string;
  readonly device: string;
  readonly cohorts: CohortDirectory;
}

/** Fewer days behind a judgement make it a hint. */
const knownDays = 2;
/** The band holds what single slots usually do: so many deviations of the moving hour to each side, and e^0.2 times upwards at least. */
const leastHigh = 0.2;
const deviationsUp = 2.5;
const deviationsDown = 3;

export function findingOf(
  opening: Opening,
  point: SlotPoint,
  judge: Judge,
  parts: SubscriberParts,
  { subscriber, device, cohorts }: Whose,
): Finding {
  const { usual, highs } = parts;
  const { who, seconds, up, down } = point;
  const [meanUp, meanDown] = [usual.meanUp(who), usual.meanDown(who)];
  return {
    ...opening,
    who,
    subscriber,
    device,
    seconds,
    upBytesPerSecond: up,
    downBytesPerSecond: down,
    expected: expectedTraffic(point, judge, parts),
    usualUploadShare: meanUp + meanDown > 0 ? meanUp / (meanUp + meanDown) : 0,
    comparison: comparisonOf(point, parts, cohorts),
    isKnown: highs.daysOf(who) >= knownDays,
  };
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
export function highGrowthOf(who: number, judge: Judge, { spread }: SubscriberParts): number {
  return Math.max(leastHigh, judge.referenceOf(who, volumeLeast), deviationsUp * spread.deviationOf(who));
}

function comparisonOf(
  point: SlotPoint,
  { usual, rates }: SubscriberParts,
  cohorts: CohortDirectory,
): Comparison | null {
  const cohort = usual.cohortOf(point.who);
  const shareBelow = rates.shareBelow(cohort, point.up);
  return shareBelow === null ? null : { cohort: cohorts.nameOf(cohort), shareBelow };
}
