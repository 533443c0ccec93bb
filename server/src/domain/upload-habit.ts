/**
 * When each subscriber usually uploads most in a week: a backup at its usual hour is no surprise. Only the one hour of
 * the week before with the largest upload share is kept, and what happens near it is taken for the habit,
 * unless it is both larger and much longer than a backup.
 */
import { hoursOfWeek } from './clock.ts';
import { clipped } from './slot-point.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const shapes = {
  /** Of the hour at hand, in `resolution`, and its slots. */
  sum: perSubscriber(Int32Array),
  slots: perSubscriber(Uint8Array),
  /** Of the week at hand and of the one before; in `resolution`. */
  highest: perSubscriber(Uint16Array),
  highestHour: perSubscriber(Uint8Array),
  before: perSubscriber(Uint16Array),
  hourBefore: perSubscriber(Uint8Array),
};

const resolution = 1000;
/** An hour that uploads less than this above the usual is no habit. */
const leastHabit = 0.1;
const nearHours = 3;
/** One slot may be so many times the mean of last week's hour, and somewhat more. */
const mostTimesBefore = 2;
const roundedUp = 0.3;

export class UploadHabit extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #hourSlots: number;

  constructor(hourSlots: number) {
    super(shapes);
    this.#hourSlots = hourSlots;
  }

  note(who: number, hourOfWeek: number, share: number, isOpen: boolean): void {
    const of = this.of;
    of.sum[who]! += Math.round(clipped(share, -1, 2) * resolution);
    if (++of.slots[who]! < this.#hourSlots) return;
    const mean = Math.round(of.sum[who]! / this.#hourSlots);
    of.sum[who] = 0;
    of.slots[who] = 0;
    if (isOpen || mean <= of.highest[who]!) return;
    of.highest[who] = mean;
    of.highestHour[who] = hourOfWeek;
  }

  /** Whether the hour lies near that of last week's largest upload. */
  isUsualAt(who: number, hourOfWeek: number): boolean {
    const of = this.of;
    if (of.before[who]! <= leastHabit * resolution) return false;
    const apart = Math.abs(hourOfWeek - of.hourBefore[who]!);
    return Math.min(apart, hoursOfWeek - apart) <= nearHours;
  }

  /** Whether the share of a slot is of another size than last week's largest upload. */
  isExceededBy(who: number, share: number): boolean {
    return share > (mostTimesBefore * this.of.before[who]!) / resolution + roundedUp;
  }

  endWeek(who: number): void {
    const of = this.of;
    if (of.highest[who]! > 0) {
      of.before[who] = of.highest[who]!;
      of.hourBefore[who] = of.highestHour[who]!;
    }
    of.highest[who] = 0;
  }
}
