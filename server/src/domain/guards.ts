/**
 * What stands between a high value and an anomaly: absences, how long an upload has gone on and whether it began at its
 * usual hour, and the burst before this one.
 */
import type { Rule } from './rule.ts';
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const shapes = {
  /** Slots with data since the beginning, counted from 1; 0 is never. */
  lastSlot: perSubscriber(Uint32Array),
  returnSlot: perSubscriber(Uint32Array),
  burstSlot: perSubscriber(Uint32Array),
  /** Slots that an upload has gone on, up to `maxSurgeSlots`; and whether it began at its usual hour. */
  surgeSlots: perSubscriber(Uint8Array),
  surgeIsHabit: perSubscriber(Uint8Array),
};

/** One slot without an observation may be a lost file; more are an absence. */
const mostSlotsMissed = 1;
/** Slots of two bursts that are told apart. */
const burstsApart = 3;
/** A surge grows by a slot while its score is above the first, loses one below it, and more below the second. */
const surgeScore = 2;
const surgeEndScore = 1;
const slotsLostWhenOver = 2;
const maxSurgeSlots = 255;

export class Guards extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);
  readonly #rule: Rule;

  constructor(rule: Rule) {
    super(shapes);
    this.#rule = rule;
  }

  /** Notes that the subscriber is seen in the slot; true when he was absent before. */
  arrive(who: number, slot: number): boolean {
    const { lastSlot, returnSlot, surgeSlots } = this.of;
    const before = lastSlot[who]!;
    lastSlot[who] = slot;
    if (before === 0 || slot - before <= 1 + mostSlotsMissed) return false;
    returnSlot[who] = slot;
    surgeSlots[who] = 0;
    return true;
  }

  /** Whether he is back for too short a time to be judged. */
  hasJustReturned(who: number, slot: number): boolean {
    const back = this.of.returnSlot[who]!;
    return back !== 0 && slot - back < this.#rule.returnSlots;
  }

  /** Follows how long an upload goes on; `isHabit` whether it is his usual hour for one. */
  followSurge(who: number, score: number, isHabit: boolean): void {
    const { surgeSlots, surgeIsHabit } = this.of;
    if (score > surgeScore) {
      if (surgeSlots[who]! < maxSurgeSlots) surgeSlots[who]!++;
      if (surgeSlots[who] === 1) surgeIsHabit[who] = Number(isHabit);
    } else {
      const lost = score < surgeEndScore ? slotsLostWhenOver : 1;
      surgeSlots[who] = surgeSlots[who]! > lost ? surgeSlots[who]! - lost : 0;
    }
  }

  /** What comes after an anomaly is a surge of its own. */
  endSurge(who: number): void {
    this.of.surgeSlots[who] = 0;
  }

  surgeSlotsOf(who: number): number {
    return this.of.surgeSlots[who]!;
  }

  /** Whether the upload has gone on for longer than a backup; one at its usual hour must be larger than usual, and last twice as long. */
  hasSurged(who: number, exceedsHabit: boolean): boolean {
    const slots = this.of.surgeSlots[who]!;
    const needed = Math.min(maxSurgeSlots, this.#rule.surgeSlots);
    if (this.of.surgeIsHabit[who] === 0) return slots >= needed;
    return exceedsHabit && slots >= Math.min(maxSurgeSlots, 2 * needed);
  }

  /** Notes a burst; true when another one, apart from it, was within a day before. */
  isRepeatedBurst(who: number, slot: number): boolean {
    const before = this.of.burstSlot[who]!;
    this.of.burstSlot[who] = slot;
    return before !== 0 && slot - before >= burstsApart && slot - before < this.#rule.slotsPerDay;
  }
}
