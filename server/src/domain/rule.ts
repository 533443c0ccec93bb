/** The rule as the detector works with it, for slots of one length. */
import { defaultRuleSettings, type RuleSettings } from './rule-parameters.ts';
import { ruleVersion } from './rule-version.ts';
import { defaultSlotSeconds } from './slot.ts';

export interface Rule {
  /** What it was made from, and the version of that: every anomaly carries it. */
  readonly settings: RuleSettings;
  readonly version: string;
  /** Observed slots before a subscriber is judged: a day. */
  readonly minHistorySlots: number;
  /** The spread counts (1 + doubtSlots / slots learned from) times: twice after a day of 144 slots, a seventh more after a week. */
  readonly doubtSlots: number;
  /** A slot is outside the band above this z-score; the drawn band has the same width. */
  readonly zOutside: number;
  /** A slot is suspicious above this: the baseline learns slower, and a run does not count as quiet. */
  readonly zSuspicious: number;
  /** Slots in a row outside the band, in the same direction, before an anomaly is opened. */
  readonly slotsToOpen: number;
  /** Quiet slots in a row before it is closed. */
  readonly slotsToClose: number;
  /** Time without an observation that ends a run; seconds. */
  readonly forgetRunAfterSeconds: number;
  /** A slot counts as outside only if it lies this much above the usual rate as well; bytes per second. */
  readonly minExcessBytesPerSecond: number;
  /** Slots over which what was learned loses half its weight: three days. */
  readonly halfLifeSlots: number;
  /** Learning rate while suspicious, as a share of the normal one. */
  readonly suspiciousLearning: number;
  /** Added to a rate before the logarithm, so that an idle minute is not minus infinity; bytes per second. */
  readonly rateOffset: number;
  /** Least spread of the log rate: 0.05 is 5 %. */
  readonly minSpread: number;
  /** A sample covering less of the slot than this is no observation; seconds. */
  readonly minSecondsCovered: number;
  /** A deviation counts at most this many spreads when learning (Huber's clipping). */
  readonly clipSpreads: number;
}

/** The one place where what a person gives in hours and days becomes slots of a length. */
export function ruleFor(slotSeconds: number, settings: RuleSettings = defaultRuleSettings): Rule {
  const slotsIn = (seconds: number): number => Math.ceil(seconds / slotSeconds);
  return {
    settings,
    version: ruleVersion(settings),
    minHistorySlots: slotsIn(settings.minHistoryHours * 3600),
    doubtSlots: slotsIn(settings.doubtHours * 3600),
    zOutside: settings.zOutside,
    zSuspicious: settings.zSuspicious,
    slotsToOpen: settings.slotsToOpen,
    slotsToClose: settings.slotsToClose,
    forgetRunAfterSeconds: settings.forgetRunAfterMinutes * 60,
    minExcessBytesPerSecond: settings.minExcessBytesPerSecond,
    halfLifeSlots: slotsIn(settings.halfLifeDays * 86_400),
    suspiciousLearning: settings.suspiciousLearning,
    rateOffset: settings.rateOffsetBytesPerSecond,
    minSpread: settings.minSpread,
    minSecondsCovered: slotSeconds * settings.minCoveredShare,
    clipSpreads: settings.clipSpreads,
  };
}

/** For the ten minutes between the snapshots of PSX devices. */
export const defaultRule: Rule = ruleFor(defaultSlotSeconds);
