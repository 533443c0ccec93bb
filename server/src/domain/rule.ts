/** The numbers of the detection rule, in one place. */
import { defaultSlotSeconds } from './slot.ts';

export interface Rule {
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

const secondsPerDay = 86_400;

/** The rule for slots of this length: what is meant in days stays that many days. */
export function ruleFor(slotSeconds: number): Rule {
  const slotsPerDay = Math.ceil(secondsPerDay / slotSeconds);
  return {
    minHistorySlots: slotsPerDay,
    doubtSlots: slotsPerDay,
    zOutside: 3,
    zSuspicious: 2,
    slotsToOpen: 3,
    slotsToClose: 3,
    forgetRunAfterSeconds: 3600,
    minExcessBytesPerSecond: 12_500,
    halfLifeSlots: 3 * slotsPerDay,
    suspiciousLearning: 0.1,
    rateOffset: 1000,
    minSpread: 0.05,
    minSecondsCovered: slotSeconds / 10,
    clipSpreads: 3,
  };
}

/** For the ten minutes between the snapshots of PSX devices. */
export const defaultRule: Rule = ruleFor(defaultSlotSeconds);
