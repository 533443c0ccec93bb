/**
 * What is usual for each subscriber at an hour: the level of his rates (on a logarithmic scale, up and down apart), his own
 * day, and the week of his cohort. Means are forgotten exponentially (West 1979; Finch 2009, "Incremental calculation of
 * weighted mean and variance"); a slot counts at most `mostGrowth` when it is learned from (Huber's clipping).
 */
import { dayKnots, type SlotClock } from './clock.ts';
import type { CohortDirectory } from './cohort-directory.ts';
import { Rhythm } from './rhythm.ts';
import type { Rule } from './rule.ts';
import { clipped, type SlotPoint } from './slot-point.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const shapes = {
  /** Mean rates, bytes per second. */
  meanUp: perSubscriber(Float32Array),
  meanDown: perSubscriber(Float32Array),
  /** Means of the logarithm of the rate, without rhythm. */
  levelUp: perSubscriber(Float32Array),
  levelDown: perSubscriber(Float32Array),
  /** His own day beside that of his cohort, at knots two hours apart; in `dayResolution`. */
  day: perSubscriber(Int16Array, dayKnots),
  cohort: perSubscriber(Uint8Array),
  /** Slots learned from, up to 65,535. */
  slots: perSubscriber(Uint16Array),
};

/** A slot further from the usual than e^2 times is learned from as that. */
export const mostGrowth = 2;
const dayResolution = 4096;
/** The first slots have nothing to be clipped by. */
const unclippedSlots = 6;
/** His own day is learned as if so many days without one had gone before. */
const daysOfDoubt = 12;

export class Usual extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #rateOffset: number;
  readonly #meanOffsetShare: number;
  readonly #cohorts: CohortDirectory;
  readonly #rhythm: Rhythm;

  constructor(rule: Rule, slotSeconds: number, cohorts: CohortDirectory) {
    super(shapes);
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
    this.#rateOffset = rule.settings.rateOffsetBytesPerSecond;
    this.#meanOffsetShare = rule.settings.meanOffsetShare;
    this.#cohorts = cohorts;
    this.#rhythm = new Rhythm(cohorts.size);
  }

  /** Whether the subscriber was never seen; `enter` must be called before anything else then. */
  isNew(who: number): boolean {
    return this.of.slots[who] === 0;
  }

  /** Begins with the first slot of a subscriber: it is usual by definition. */
  enter(point: SlotPoint, id: string, clock: SlotClock): void {
    const { who, up, down } = point;
    const of = this.of;
    of.cohort[who] = this.#cohorts.cohortOf(id);
    of.meanUp[who] = up;
    of.meanDown[who] = down;
    of.levelUp[who] =
      Math.log(up + this.#offset(of.meanUp[who]!)) - this.#rhythm.upAt(of.cohort[who]!, clock.hourOfWeek);
    of.levelDown[who] =
      Math.log(down + this.#offset(of.meanDown[who]!)) - this.#rhythm.downAt(of.cohort[who]!, clock.hourOfWeek);
  }

  cohortOf(who: number): number {
    return this.of.cohort[who]!;
  }

  /** Slots learned from, up to 65,535. */
  slotsOf(who: number): number {
    return this.of.slots[who]!;
  }

  meanUp(who: number): number {
    return this.of.meanUp[who]!;
  }

  meanDown(who: number): number {
    return this.of.meanDown[who]!;
  }

  /** Sets how much more than usual the rates of the point are, before anything that is common to his device is taken away. */
  compare(point: SlotPoint, clock: SlotClock): void {
    const { who } = point;
    const { cohort, levelUp, levelDown, meanUp, meanDown } = this.of;
    const ownDay = this.#ownDay(who, clock);
    const upRhythm = this.#rhythm.upAt(cohort[who]!, clock.hourOfWeek);
    const downRhythm = this.#rhythm.downAt(cohort[who]!, clock.hourOfWeek);
    point.upGrowth = Math.log(point.up + this.#offset(meanUp[who]!)) - levelUp[who]! - ownDay - upRhythm;
    point.downGrowth = Math.log(point.down + this.#offset(meanDown[who]!)) - levelDown[who]! - ownDay - downRhythm;
  }

  /** Sets the usual rates of the point at this hour. */
  setUsualRates(point: SlotPoint, clock: SlotClock): void {
    const { who } = point;
    const { cohort, levelUp, levelDown, meanUp, meanDown } = this.of;
    const ownDay = this.#ownDay(who, clock);
    const up = levelUp[who]! + ownDay + this.#rhythm.upAt(cohort[who]!, clock.hourOfWeek);
    const down = levelDown[who]! + ownDay + this.#rhythm.downAt(cohort[who]!, clock.hourOfWeek);
    point.usualUp = Math.max(0, Math.exp(up) - this.#offset(meanUp[who]!));
    point.usualDown = Math.max(0, Math.exp(down) - this.#offset(meanDown[who]!));
  }

  /** The rates that would be `growth` above the usual of the point, bytes per second; not below 0. */
  rateUpAt(point: SlotPoint, growth: number): number {
    const offset = this.#offset(this.of.meanUp[point.who]!);
    return Math.max(0, (point.usualUp + offset) * Math.exp(growth) - offset);
  }

  rateDownAt(point: SlotPoint, growth: number): number {
    const offset = this.#offset(this.of.meanDown[point.who]!);
    return Math.max(0, (point.usualDown + offset) * Math.exp(growth) - offset);
  }

  /** Tells the cohort's rhythm of a point that was just compared. */
  noteRhythm(point: SlotPoint): void {
    this.#rhythm.note(this.of.cohort[point.who]!, point.upGrowth, point.downGrowth);
  }

  /** Learns from the point once it is judged; `weight` 1 normally, less while it is suspicious. */
  learn(point: SlotPoint, clock: SlotClock, weight: number): void {
    const { who } = point;
    const of = this.of;
    const learned = of.slots[who]!;
    const rate = Math.max(this.#rule.forgetting, 1 / (learned + 1)) * weight;
    const up = clipped(point.upGrowth, -mostGrowth, mostGrowth);
    const down = clipped(point.downGrowth, -mostGrowth, mostGrowth);
    of.meanUp[who]! += rate * (point.up - of.meanUp[who]!);
    of.meanDown[who]! += rate * (point.down - of.meanDown[who]!);
    of.levelUp[who]! += rate * (learned > unclippedSlots ? up : point.upGrowth);
    of.levelDown[who]! += rate * (learned > unclippedSlots ? down : point.downGrowth);
    if (learned > this.#rule.slotsPerDay) this.#learnDay(who, clock, (up + down) / 2, weight);
    if (learned < 0xffff) of.slots[who] = learned + 1;
  }

  endSlot(clock: SlotClock): void {
    this.#rhythm.endSlot(clock.hourOfWeek, this.#slotSeconds);
  }

  saveRhythm(): Float64Array {
    return this.#rhythm.save();
  }

  restoreRhythm(rhythm: Float64Array): void {
    this.#rhythm.restore(rhythm);
  }

  #learnDay(who: number, clock: SlotClock, growth: number, weight: number): void {
    const { slotsPerDay } = this.#rule;
    const { day, slots } = this.of;
    const days = Math.min(daysOfDoubt * 2, slots[who]! / slotsPerDay + daysOfDoubt);
    const step = ((weight * dayKnots) / slotsPerDay / days) * growth * dayResolution;
    const at = who * dayKnots;
    day[at + clock.knot]! += Math.round(step * (1 - clock.betweenKnots));
    day[at + clock.nextKnot]! += Math.round(step * clock.betweenKnots);
  }

  #ownDay(who: number, { knot, nextKnot, betweenKnots }: SlotClock): number {
    const { day } = this.of;
    const at = who * dayKnots;
    return (day[at + knot]! * (1 - betweenKnots) + day[at + nextKnot]! * betweenKnots) / dayResolution;
  }

  /** Added before the logarithm, so that an idle slot is not minus infinity and a quiet one not far from it. */
  #offset(mean: number): number {
    return this.#rateOffset + this.#meanOffsetShare * mean;
  }
}
