/**
 * The nine statistics of each subscriber (see `statistics.ts`), kept up to date slot by slot: least values of some slots in
 * a row, moving means, and *floors*, which sink half the way to a lower value at once and rise slowly: a floor is high
 * only when hardly any slot of its time was low, which noise seldom manages and a machine always does.
 */
import { fromFixedPoint, toFixedPoint } from './fixed-point.ts';
import type { Rule } from './rule.ts';
import { clipped, type SlotPoint } from './slot-point.ts';
import { mostGrowth } from './usual.ts';
import {
  shareLeast,
  shareNow,
  shareSixHours,
  shareThreeHours,
  silence,
  slotsInRow,
  statistics,
  volumeHour,
  volumeLeast,
  volumeLong,
  volumeSixHours,
} from './statistics.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const remembered = slotsInRow - 1;

const shapes = {
  volumeHour: perSubscriber(Float32Array),
  volumeSixHours: perSubscriber(Float32Array),
  volumeLong: perSubscriber(Float32Array),
  shareThreeHours: perSubscriber(Float32Array),
  shareSixHours: perSubscriber(Float32Array),
  /** Mean of the last hour of how much more the download has grown than the upload. */
  mix: perSubscriber(Float32Array),
  recentVolume: perSubscriber(Uint16Array, remembered),
  recentShare: perSubscriber(Uint16Array, remembered),
  silentSlots: perSubscriber(Uint16Array),
};

/** Moving means take a slot for at most e^1.5 times, so that one slot alone can't lift them. */
const mostInMean = 1.5;
/** How far a floor sinks towards a lower value at once. */
const sinking = 0.5;

export class Evidence extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  /** Of the subscriber of the last `update`. */
  readonly values = new Float64Array(statistics);
  readonly #rule: Rule;

  constructor(rule: Rule) {
    super(shapes);
    this.#rule = rule;
  }

  /** Slots in a row begin anew after an absence. */
  breakRow(who: number): void {
    const at = who * remembered;
    this.of.recentVolume.fill(0, at, at + remembered);
    this.of.recentShare.fill(0, at, at + remembered);
  }

  /** Adds the point, and leaves the statistics in `values`. */
  update(point: SlotPoint, isSilent: boolean): void {
    const { who, volume, share } = point;
    const { hourSlots, threeHourSlots, sixHourSlots, longSlots } = this.#rule;
    const of = this.of;
    const { values } = this;
    const inMean = clipped(volume, -mostGrowth, mostInMean);
    values[volumeLeast] = leastInRow(of.recentVolume, who * remembered, volume);
    values[volumeHour] = of.volumeHour[who]! += (inMean - of.volumeHour[who]!) / hourSlots;
    values[volumeSixHours] = of.volumeSixHours[who] = floor(of.volumeSixHours[who]!, volume, sixHourSlots);
    values[volumeLong] = of.volumeLong[who] = floor(of.volumeLong[who]!, volume, longSlots);
    values[shareLeast] = leastInRow(of.recentShare, who * remembered, share);
    values[shareThreeHours] = of.shareThreeHours[who]! +=
      (clipped(share, -mostInMean, mostInMean) - of.shareThreeHours[who]!) / threeHourSlots;
    values[shareSixHours] = of.shareSixHours[who] = floor(of.shareSixHours[who]!, share, sixHourSlots);
    values[shareNow] = share;
    of.silentSlots[who] = isSilent ? Math.min(0xffff, of.silentSlots[who]! + 1) : 0;
    values[silence] = Math.log1p(of.silentSlots[who]!);
    of.mix[who]! += (clipped(point.downGrowth - point.upGrowth, -1, 1) - of.mix[who]!) / hourSlots;
  }

  mixOf(who: number): number {
    return this.of.mix[who]!;
  }

  silentSlotsOf(who: number): number {
    return this.of.silentSlots[who]!;
  }

  /** Whether the volume has been high for long already: a rise too slow for the hour to stand out from the half day. */
  hasCrept(who: number): boolean {
    const { volumeHour: hour, volumeSixHours: sixHours, volumeLong: long } = this.of;
    return hour[who]! > 0 && sixHours[who]! > 0.6 * hour[who]! && long[who]! > 0.3 * hour[who]!;
  }

  /** After an anomaly: what it left in the slow statistics is not to open the next one. `highs` are his usual highest values. */
  calm(point: SlotPoint, highOf: (statistic: number) => number): void {
    const { who, volume, share } = point;
    const of = this.of;
    of.volumeHour[who] = Math.min(0, of.volumeHour[who]!);
    of.shareThreeHours[who] = Math.min(0, of.shareThreeHours[who]!);
    of.volumeSixHours[who] = Math.min(of.volumeSixHours[who]!, volume, highOf(volumeSixHours));
    of.volumeLong[who] = Math.min(of.volumeLong[who]!, volume, highOf(volumeLong));
    of.shareSixHours[who] = Math.min(of.shareSixHours[who]!, share, highOf(shareSixHours));
  }
}

/** The least of the value and of those before it in the row, which it then joins. */
function leastInRow(recent: Uint16Array, at: number, value: number): number {
  const bits = toFixedPoint(value);
  let least = bits;
  for (let i = at + remembered - 1; i > at; i--) {
    const before = recent[i]!;
    if (before < least) least = before;
    recent[i] = recent[i - 1]!;
  }
  const before = recent[at]!;
  recent[at] = bits;
  return fromFixedPoint(before < least ? before : least);
}

function floor(before: number, value: number, slots: number): number {
  return before + (value - before) * (value < before ? sinking : 1 / slots);
}
