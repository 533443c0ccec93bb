/** Keeps what the evaluation needs of a rule while a world goes by: its episodes and the day's largest scores, never a sample. */
import type { SlotObservations } from '../domain/slot-observations.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { DayScores } from './day-scores.ts';
import type { Episode, EvaluatedRule } from './evaluated-rule.ts';
import type { MeasuredTime } from './measured-time.ts';
import type { RuleRun } from './rule-run.ts';

export class RuleRecorder {
  readonly rule: EvaluatedRule;
  readonly #episodes: Episode[] = [];
  readonly #dayScores: DayScores;

  constructor(rule: EvaluatedRule, subscribers: number, time: MeasuredTime) {
    this.rule = rule;
    this.#dayScores = new DayScores(subscribers, time);
  }

  get run(): RuleRun<Episode> {
    return { name: this.rule.name, episodes: this.#episodes, dayScores: this.#dayScores.scores };
  }

  observe(slotStart: EpochSeconds, slotSeconds: number, observations: SlotObservations): void {
    for (const episode of this.rule.observe(slotStart, observations)) this.#episodes.push(episode);
    this.#dayScores.note(this.rule, slotStart + slotSeconds);
  }
}
