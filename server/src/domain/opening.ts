/** Decides whether a judged slot opens an anomaly, and of which kind. */
import type { subscriberAnomalyKinds } from './anomaly.ts';
import type { ChannelScore, Judge } from './judgement.ts';
import type { Rule } from './rule.ts';
import { clipped, type SlotPoint } from './slot-point.ts';
import { shareLeast, shareNow, slotsInRow, uploadRun, volumeHour, volumeLeast, volumeSixHours } from './statistics.ts';
import type { SubscriberParts } from './subscriber-parts.ts';

export interface Opening {
  readonly kind: (typeof subscriberAnomalyKinds)[number];
  readonly score: number;
  /** Slots in a row that it has been unusual, this one included. */
  readonly slots: number;
}

/** A burst changes the mix more than this, and beyond what the subscriber ever did. */
const leastBurstShare = 1.2;
/** What goes on for longer is no burst. */
const mostBurstSlots = 4;
/** Twice on a day above what was the highest of ten days or more: one day in a hundred, whatever the class says. */
const leastBurstScore = 2;
/** An upload that has grown by so much more than the download, e^0.3 times, is one of its own. */
const surgeShare = 0.3;

/** Call for every slot that is worth a closer look: a burst is remembered even when it opens nothing. */
export function openingOf(
  point: SlotPoint,
  judge: Judge,
  parts: SubscriberParts,
  rule: Rule,
  slot: number,
  isUsualHour: boolean,
): Opening | null {
  const { volume, share, burst, silence } = judge.judgement;
  const { evidence, guards, usual, highs, habit } = parts;
  const { who } = point;
  const times = point.up / Math.max(usual.meanUp(who), rule.settings.rateOffsetBytesPerSecond);
  const isBurst = isViolent(point, times, rule) && point.share > highs.highOf(who, shareNow);
  const isRepeated = isBurst && guards.isRepeatedBurst(who, slot) && guards.surgeSlotsOf(who) <= mostBurstSlots;
  const keepsMix = evidence.mixOf(who, usual.meanUp(who), usual.meanDown(who)) <= rule.settings.mixTolerance;
  if (volume.score >= rule.volumeScore && keepsMix) {
    return volumeOpening(who, volume, parts, rule);
  }
  const exceeds = point.up - point.usualUp > rule.settings.minExcessBytesPerSecond;
  const goesOn = exceeds && point.share > judge.referenceOf(who, shareLeast);
  if (
    share.score >= rule.shareScore &&
    goesOn &&
    guards.hasSurged(who, habit.isExceededBy(who, point.share)) &&
    !isUsualHour
  ) {
    return { kind: 'upload-surge', score: share.score, slots: guards.surgeSlotsOf(who) };
  }
  const isSingle = burst.score >= rule.burstScore && times > rule.settings.burstFactor;
  if ((isSingle || isRepeated) && !isUsualHour) {
    const kind = guards.surgeSlotsOf(who) > mostBurstSlots ? 'upload-surge' : 'burst';
    return { kind, score: Math.max(burst.score, leastBurstScore), slots: 1 };
  }
  if (silence.score < rule.silenceScore) return null;
  return { kind: 'silence', score: silence.score, slots: evidence.silentSlotsOf(who) };
}

function isViolent(point: SlotPoint, times: number, rule: Rule): boolean {
  const { repeatedBurstFactor, minExcessBytesPerSecond } = rule.settings;
  const excess = point.up - point.usualUp;
  return times > repeatedBurstFactor && point.share > leastBurstShare && excess > minExcessBytesPerSecond;
}

function volumeOpening(who: number, { score, statistic }: ChannelScore, parts: SubscriberParts, rule: Rule): Opening {
  const { evidence } = parts;
  if (statistic === uploadRun) {
    const kind = evidence.shareOf(who) > surgeShare ? 'upload-surge' : 'volume-takeover';
    return { kind, score, slots: evidence.uploadingSlotsOf(who) };
  }
  const slots =
    statistic === volumeLeast
      ? slotsInRow
      : statistic === volumeHour
        ? rule.hourSlots
        : statistic === volumeSixHours
          ? rule.threeHourSlots
          : rule.sixHourSlots;
  // The statistic may have been lifted by fewer slots than it is of: what is told must not begin before it did.
  const raised = clipped(evidence.raisedSlotsOf(who), 1, slots);
  return { kind: evidence.hasCrept(who) ? 'slow-creep' : 'volume-takeover', score, slots: raised };
}
