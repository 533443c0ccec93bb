/** The largest score of each subscriber on each measured day: one entry a subscriber-day, subscriber after subscriber. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { EvaluatedRule } from './evaluated-rule.ts';
import { dayOfSlotEnd, type MeasuredTime } from './measured-time.ts';

export class DayScores {
  readonly scores: Float32Array;
  readonly #time: MeasuredTime;
  readonly #subscribers: number;

  constructor(subscribers: number, time: MeasuredTime) {
    this.scores = new Float32Array(subscribers * time.days);
    this.#time = time;
    this.#subscribers = subscribers;
  }

  /** Takes the rule's scores of the slot that it has just observed. */
  note(rule: EvaluatedRule, slotEnd: EpochSeconds): void {
    const day = dayOfSlotEnd(this.#time, slotEnd);
    if (day < 0) return;
    for (let subscriber = 0; subscriber < this.#subscribers; subscriber++) {
      const at = subscriber * this.#time.days + day;
      const score = rule.score(subscriber);
      if (score > this.scores[at]!) this.scores[at] = score;
    }
  }
}
