/**
 * How much each subscriber strays by himself, and which others stray alike: a class lends its members what one alone
 * can't know, how far beyond his own highest value he may still come. Volume and upload share have classes of their own.
 */
import { clipped, type SlotPoint } from './slot-point.ts';
import { shareLeast, shareNow } from './statistics.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const shapes = {
  /** Variance of the volume's moving hour, and of the share's of a slot. */
  volume: perSubscriber(Float32Array),
  share: perSubscriber(Float32Array),
  /** Moving hour of the share. */
  shareHour: perSubscriber(Float32Array),
  /** Part of the slots with next to nothing. */
  idle: perSubscriber(Float32Array),
  volumeClass: perSubscriber(Uint8Array),
  shareClass: perSubscriber(Uint8Array),
};

const leastDeviation = 0.05;
const widening = 1.4;
const widths = 14;
/** Those who are idle for more of their time than this are classes of their own: their values come in two heaps. */
const oftenIdle = 0.25;
const idleMemorySlots = 500;
const memorySlots = 1500;
const mostInMean = 1.5;

export const spreadClasses = 2 * widths;

/** Standard deviation in the middle of a class. */
export function deviationOf(spreadClass: number): number {
  return leastDeviation * widening ** (spreadClass % widths);
}

export class SpreadClasses extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #hourSlots: number;

  constructor(hourSlots: number) {
    super(shapes);
    this.#hourSlots = hourSlots;
  }

  /** Learns from a slot without suspicion; `slots` is how many were learned from before. */
  learn(who: number, point: SlotPoint, volumeHour: number, isIdle: boolean, isCalm: boolean, slots: number): void {
    const of = this.of;
    of.idle[who]! += (Number(isIdle) - of.idle[who]!) / idleMemorySlots;
    of.shareHour[who]! += (clipped(point.share, -mostInMean, mostInMean) - of.shareHour[who]!) / this.#hourSlots;
    if (!isCalm) return;
    const weight = Math.max(1 / memorySlots, 1 / (slots + 1));
    of.volume[who]! += weight * (volumeHour ** 2 - of.volume[who]!);
    of.share[who]! += weight * (of.shareHour[who]! ** 2 - of.share[who]!);
  }

  /** Once a day, so that a subscriber is measured by one class from morning to night. */
  assign(who: number): void {
    const of = this.of;
    const heap = this.isOftenIdle(who) ? widths : 0;
    of.volumeClass[who] = heap + widthOf(of.volume[who]!);
    of.shareClass[who] = heap + widthOf(of.share[who]!);
  }

  volumeClassOf(who: number): number {
    return this.of.volumeClass[who]!;
  }

  shareClassOf(who: number): number {
    return this.of.shareClass[who]!;
  }

  /** The class that the statistic of a subscriber belongs to. */
  classOf(who: number, statistic: number): number {
    const isShare = statistic >= shareLeast && statistic <= shareNow;
    return isShare ? this.of.shareClass[who]! : this.of.volumeClass[who]!;
  }

  isOftenIdle(who: number): boolean {
    return this.of.idle[who]! > oftenIdle;
  }

  /** Standard deviation of his volume's moving hour. */
  deviationOf(who: number): number {
    return Math.max(leastDeviation, Math.sqrt(this.of.volume[who]!));
  }
}

function widthOf(variance: number): number {
  const width = Math.round(Math.log(Math.sqrt(variance) / leastDeviation) / Math.log(widening));
  return width > 0 ? Math.min(width, widths - 1) : 0;
}
