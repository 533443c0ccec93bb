/** Makes a finding of an opening: what was observed, what would have been usual, and how others compare. */
import type { Comparison } from './anomaly.ts';
import { expectedTraffic } from './band.ts';
import type { CohortDirectory } from './cohort-directory.ts';
import type { Finding } from './finding.ts';
import type { Judge } from './judgement.ts';
import type { Opening } from './opening.ts';
import type { SlotPoint } from './slot-point.ts';
import type { SubscriberParts } from './subscriber-parts.ts';

export interface Whose {
  readonly subscriber: string;
  readonly device: string;
  readonly cohorts: CohortDirectory;
}

/** Fewer days behind a judgement make it a hint. */
const knownDays = 2;

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

function comparisonOf(
  point: SlotPoint,
  { usual, rates }: SubscriberParts,
  cohorts: CohortDirectory,
): Comparison | null {
  const cohort = usual.cohortOf(point.who);
  const shareBelow = rates.shareBelow(cohort, point.up);
  return shareBelow === null ? null : { cohort: cohorts.nameOf(cohort), shareBelow };
}
