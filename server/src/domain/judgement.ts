/** How unusual a subscriber's slot is: for each channel the score of its most telling statistic. */
import { channelOf, shareLeast, shareNow, silence, statistics, volumeSixHours, type Channel } from './statistics.ts';
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

  /** Fills `judgement` from the statistics of the point, and gives the highest score of any channel. */
  judge(point: SlotPoint, evidence: Evidence): number {
    const { judgement } = this;
    judgement.volume.score = judgement.share.score = judgement.burst.score = judgement.silence.score = 0;
    if (this.#highs.daysOf(point.who) < this.#rule.settings.subscriberLearningDays) return 0;
    const exceeds = point.up - point.usualUp > this.#rule.settings.minExcessBytesPerSecond;
    const oftenIdle = this.#spread.isOftenIdle(point.who);
    if (exceeds) this.#judgeGrowth(point, evidence, oftenIdle);
    if (!oftenIdle && evidence.silentSlotsOf(point.who) >= this.#rule.silentSlots) {
      judgement.silence.score = this.#scoreOf(point.who, silence, evidence.values[silence]!);
    }
    return Math.max(judgement.volume.score, judgement.share.score, judgement.burst.score, judgement.silence.score);
  }

  #judgeGrowth(point: SlotPoint, { values }: Evidence, oftenIdle: boolean): void {
    const { judgement } = this;
    // Whoever is away for much of his time is as high as ever whenever he is back: only hours tell.
    const first = point.upGrowth < leastUploadGrowth ? shareLeast : oftenIdle ? volumeSixHours : 0;
    for (let statistic = first; statistic < statistics - 1; statistic++) {
      const score = this.#scoreOf(point.who, statistic, values[statistic]!);
      const channel = judgement[channelOf[statistic]!];
      if (score <= channel.score) continue;
      channel.score = score;
      channel.statistic = statistic;
    }
    if (point.share <= leastBurstShare) judgement.burst.score = 0;
  }

  #scoreOf(who: number, statistic: number, value: number): number {
    return this.#classHighs.score(
      this.#spread.classOf(who, statistic),
      statistic,
      value - this.referenceOf(who, statistic),
    );
  }
}
