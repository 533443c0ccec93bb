/** How unusual a subscriber's slot is: for each channel the score of its most telling statistic. */
import {
  channelOf,
  shareLeast,
  shareNow,
  shareSixHours,
  shareThreeHours,
  silence,
  statistics,
  volumeHour,
  volumeLeast,
  volumeLong,
  volumeSixHours,
  type Channel,
} from './statistics.ts';
import type { ClassHighs } from './class-highs.ts';
import type { Evidence } from './evidence.ts';
import type { RecordHighs } from './record-highs.ts';
import type { Rule } from './rule.ts';
import type { SlotPoint } from './slot-point.ts';
import type { SpreadClasses } from './spread-class.ts';

export interface ChannelScore {
  /** -log10 of the chance per day; 0 when nothing is unusual or nothing may be judged. */
  score: number;
  /** The statistic that has it. */
  statistic: number;
}

export type Judgement = Readonly<Record<Channel, ChannelScore>>;

/** Less growth of the upload than this is no volume of a takeover, whatever the download does. */
const leastUploadGrowth = 0.1;
/** A burst changes the mix: so much more upload than download, e times. */
const leastBurstShare = 1;

const bit = (statistic: number): number => 1 << statistic;
const slowVolumeStatistics = bit(volumeSixHours) | bit(volumeLong);
const volumeStatistics = bit(volumeLeast) | bit(volumeHour) | slowVolumeStatistics;
const shareStatistics = bit(shareLeast) | bit(shareThreeHours) | bit(shareSixHours);
const burstStatistic = bit(shareNow);
const silenceStatistic = bit(silence);

export class Judge {
  /** Of the last `judge`; one object for all. */
  readonly judgement: Judgement = {
    volume: { score: 0, statistic: 0 },
    share: { score: 0, statistic: 0 },
    burst: { score: 0, statistic: shareNow },
    silence: { score: 0, statistic: silence },
  };
  readonly #rule: Rule;
  readonly #highs: RecordHighs;
  readonly #classHighs: ClassHighs;
  readonly #spread: SpreadClasses;

  constructor(rule: Rule, highs: RecordHighs, classHighs: ClassHighs, spread: SpreadClasses) {
    this.#rule = rule;
    this.#highs = highs;
    this.#classHighs = classHighs;
    this.#spread = spread;
  }

  /** What the value of a statistic is compared with. */
  referenceOf(who: number, statistic: number): number {
    const own = this.#highs.highOf(who, statistic);
    return this.#classHighs.reference(this.#spread.classOf(who, statistic), statistic, own, this.#highs.daysOf(who));
  }

  /**
   * Fills `judgement` from the statistics of the point, whose usual rates must be set, and gives the highest score of any
   * channel. `notable` says which statistics can have one (see `RecordHighs.note`).
   */
  judge(point: SlotPoint, evidence: Evidence, notable: number): number {
    const { judgement } = this;
    this.clear();
    if (this.#highs.daysOf(point.who) < this.#rule.settings.subscriberLearningDays) return 0;
    const judged = notable & this.#judgeable(point, evidence);
    for (let statistic = 0; statistic < statistics; statistic++) {
      if ((judged & (1 << statistic)) === 0) continue;
      const score = this.#scoreOf(point.who, statistic, evidence.values[statistic]!);
      const channel = judgement[channelOf[statistic]!];
      if (score <= channel.score) continue;
      channel.score = score;
      channel.statistic = statistic;
    }
    return Math.max(judgement.volume.score, judgement.share.score, judgement.burst.score, judgement.silence.score);
  }

  /** Nothing is unusual. */
  clear(): void {
    const { volume, share, burst, silence: silent } = this.judgement;
    volume.score = share.score = burst.score = silent.score = 0;
  }

  /** The statistics that mean something for the subscriber in this slot. */
  #judgeable(point: SlotPoint, evidence: Evidence): number {
    const oftenIdle = this.#spread.isOftenIdle(point.who);
    const isSilent = evidence.silentSlotsOf(point.who) >= this.#rule.silentSlots;
    const always = shareStatistics | (isSilent && !oftenIdle ? silenceStatistic : 0);
    if (point.up - point.usualUp <= this.#rule.settings.minExcessBytesPerSecond) return always;
    // Whoever is away for much of his time is as high as ever whenever he is back: only hours tell.
    const volume = point.upGrowth < leastUploadGrowth ? 0 : oftenIdle ? slowVolumeStatistics : volumeStatistics;
    return always | volume | (point.share > leastBurstShare ? burstStatistic : 0);
  }

  #scoreOf(who: number, statistic: number, value: number): number {
    return this.#classHighs.score(
      this.#spread.classOf(who, statistic),
      statistic,
      value - this.referenceOf(who, statistic),
    );
  }
}
