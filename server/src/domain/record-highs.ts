/**
 * What each subscriber is measured by: the highest value of every statistic in the last days, today's apart. A maximum
 * over days needs no assumption about how his values are spread, holds what he does once a week, and makes the chance of
 * exceeding it a chance *per day*, whatever the number of slots in it (block maxima: Fisher and Tippett 1928).
 */
import { fromFixedPoint, toFixedPoint } from './fixed-point.ts';
import { shareLeast, shareNow, statistics } from './statistics.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const shapes = {
  today: perSubscriber(Uint16Array, statistics),
  /** Of the remembered days that are running, and of those before. */
  current: perSubscriber(Uint16Array, statistics),
  previous: perSubscriber(Uint16Array, statistics),
  /** Days that count, up to 250. */
  days: perSubscriber(Uint8Array),
};

const mostDays = 250;

export class RecordHighs extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #rememberedDays: number;

  constructor(rememberedDays: number) {
    super(shapes);
    this.#rememberedDays = rememberedDays;
  }

  /**
   * Notes the values of a slot, and gives those worth a closer look as a set of bits (bit 0 is the first statistic): the ones
   * not below the subscriber's own high by more than the slack of his classes allows (see `ClassHighs.slack`).
   */
  note(who: number, values: Float64Array, slack: Int32Array, volumeClass: number, shareClass: number): number {
    const { today, current, previous } = this.of;
    const at = who * statistics;
    const volumeRow = volumeClass * statistics;
    const shareRow = shareClass * statistics;
    let notable = 0;
    for (let statistic = 0; statistic < statistics; statistic++) {
      const bits = toFixedPoint(values[statistic]!);
      const i = at + statistic;
      if (bits > today[i]!) today[i] = bits;
      const high = current[i]! > previous[i]! ? current[i]! : previous[i]!;
      const row = statistic >= shareLeast && statistic <= shareNow ? shareRow : volumeRow;
      if (bits >= high + slack[row + statistic]!) notable |= 1 << statistic;
    }
    return notable;
  }

  daysOf(who: number): number {
    return this.of.days[who]!;
  }

  /** Highest value before today; less than anything when there is none. */
  highOf(who: number, statistic: number): number {
    const at = who * statistics + statistic;
    const { current, previous } = this.of;
    return fromFixedPoint(current[at]! > previous[at]! ? current[at]! : previous[at]!);
  }

  todayOf(who: number, statistic: number): number {
    return fromFixedPoint(this.of.today[who * statistics + statistic]!);
  }

  /** Takes today's values among the highs: `share` of what they exceed them by, 1 for a day without suspicion. */
  endDay(who: number, share: number): void {
    const { today, current, previous, days } = this.of;
    const at = who * statistics;
    const rolls = days[who]! % this.#rememberedDays === this.#rememberedDays - 1;
    for (let i = at; i < at + statistics; i++) {
      const high = current[i]! > previous[i]! ? current[i]! : previous[i]!;
      const counted = today[i]! > high ? Math.round(high + share * (today[i]! - high)) : today[i]!;
      if (counted > current[i]!) current[i] = counted;
      if (rolls) {
        previous[i] = current[i]!;
        current[i] = 0;
      }
    }
    if (days[who]! < mostDays) days[who]!++;
    this.forgetToday(who);
  }

  forgetToday(who: number): void {
    const at = who * statistics;
    this.of.today.fill(0, at, at + statistics);
  }
}
