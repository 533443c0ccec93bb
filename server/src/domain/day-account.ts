/** What the day at hand was like for each subscriber, so that its end knows whether it may be learned from. */
import { bytesPerSubscriber, perSubscriber } from './subscriber-columns.ts';
import { SubscriberState } from './subscriber-state.ts';

const shapes = {
  slots: perSubscriber(Uint16Array),
  /** Highest score, in `resolution`. */
  score: perSubscriber(Uint8Array),
  /** 1 when an anomaly was open on the day. */
  hadAnomaly: perSubscriber(Uint8Array),
};

const resolution = 20;

export class DayAccount extends SubscriberState<typeof shapes> {
  static readonly bytesPerSubscriber = bytesPerSubscriber(shapes);

  constructor() {
    super(shapes);
  }

  note(who: number, score: number): void {
    const { slots, score: highest } = this.of;
    if (slots[who]! < 0xffff) slots[who]!++;
    const steps = Math.min(255, Math.floor(score * resolution));
    if (steps > highest[who]!) highest[who] = steps;
  }

  noteAnomaly(who: number): void {
    this.of.hadAnomaly[who] = 1;
  }

  slotsOf(who: number): number {
    return this.of.slots[who]!;
  }

  scoreOf(who: number): number {
    return this.of.score[who]! / resolution;
  }

  hadAnomaly(who: number): boolean {
    return this.of.hadAnomaly[who] === 1;
  }

  beginDay(who: number): void {
    this.of.slots[who] = 0;
    this.of.score[who] = 0;
    this.of.hadAnomaly[who] = 0;
  }
}
