/**
 * The ten statistics of each subscriber (see `statistics.ts`), kept up to date slot by slot: least values of some slots in
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
  uploadRun,
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
  /** Moving hours of the rates themselves, bytes per second. */
  upHour: perSubscriber(Float32Array),
  downHour: perSubscriber(Float32Array),
  recentVolume: perSubscriber(Uint16Array, remembered),
  recentShare: perSubscriber(Uint16Array, remembered),
  silentSlots: perSubscriber(Uint16Array),
  uploadingSlots: perSubscriber(Uint16Array),
  raisedSlots: perSubscriber(Uint16Array),
};

/** Moving means take a slot for at most e^1.5 times, so that one slot alone can't lift them. */
const mostInMean = 1.5;
/** How far a floor sinks towards a lower value at once. */
const sinking = 0.5;
/** A slot below the mean takes so many from an upload run: one pause does not end it, many do. */
const slotsLostByPause = 6;
/** A slot of e^0.2 times the usual volume is raised; one that is not takes so many from those in a row. */
const leastRaised = 0.2;
const slotsLostByLull = 2;

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
    this.of.silentSlots[who] = 0;
    this.of.uploadingSlots[who] = 0;
    this.of.raisedSlots[who] = 0;
  }

  /** Adds the point, and leaves the statistics in `values`. */
  update(point: SlotPoint, isSilent: boolean, isUploading: boolean): void {
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
    values[silence] = logarithmOf(of.silentSlots[who]);
    of.uploadingSlots[who] = isUploading
      ? Math.min(0xffff, of.uploadingSlots[who]! + 1)
      : Math.max(0, of.uploadingSlots[who]! - slotsLostByPause);
    values[uploadRun] = logarithmOf(of.uploadingSlots[who]);
    of.raisedSlots[who] =
      volume > leastRaised
        ? Math.min(0xffff, of.raisedSlots[who]! + 1)
        : Math.max(0, of.raisedSlots[who]! - slotsLostByLull);
    of.upHour[who]! += (point.up - of.upHour[who]!) / hourSlots;
    of.downHour[who]! += (point.down - of.downHour[who]!) / hourSlots;
  }

  /** How much more of the last hour was download than of his mean traffic, as a natural logarithm. */
  mixOf(who: number, meanUp: number, meanDown: number): number {
    const { upHour, downHour } = this.of;
    return Math.log((downHour[who]! * meanUp + 1) / (upHour[who]! * meanDown + 1));
  }

  uploadingSlotsOf(who: number): number {
    return this.of.uploadingSlots[who]!;
  }

  /** How long the volume has been above the usual: never more slots than it really was. */
  raisedSlotsOf(who: number): number {
    return this.of.raisedSlots[who]!;
  }

  /** Mean growth of the share over three hours. */
  shareOf(who: number): number {
    return this.of.shareThreeHours[who]!;
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
    of.uploadingSlots[who] = 0;
    of.raisedSlots[who] = 0;
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

/** ln(1 + count), from a table while counts are what they usually are. */
const logarithms = Float64Array.from({ length: 1024 }, (_, count) => Math.log1p(count));

function logarithmOf(count: number): number {
  return count < logarithms.length ? logarithms[count]! : Math.log1p(count);
}

function floor(before: number, value: number, slots: number): number {
  return before + (value - before) * (value < before ? sinking : 1 / slots);
}
