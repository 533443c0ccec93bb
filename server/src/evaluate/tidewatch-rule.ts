/** Tidewatch's own detector as the evaluation sees it. */
import type { CohortDirectory } from '../domain/cohort-directory.ts';
import { Detector } from '../domain/detector.ts';
import type { Rule } from '../domain/rule.ts';
import type { SlotObservations } from '../domain/slot-observations.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Episode, EvaluatedRule } from './evaluated-rule.ts';

export class TidewatchRule implements EvaluatedRule {
  readonly name = 'Tidewatch';
  readonly #directory: SubscriberDirectory;
  readonly #detector: Detector;

  constructor(rule: Rule, slotSeconds: number, directory: SubscriberDirectory, cohorts: CohortDirectory) {
    this.#directory = directory;
    this.#detector = new Detector(rule, slotSeconds, directory, cohorts);
  }

  /** Anomalies of devices are no subscriber's. */
  observe(slotStart: EpochSeconds, observations: SlotObservations): readonly Episode[] {
    return this.#detector.observe(slotStart, observations).flatMap(({ type, anomaly }) => {
      if (type !== 'opened' || anomaly.subscriber === null) return [];
      const { kind, detectedAt, score, alerted } = anomaly;
      return [{ subscriber: this.#directory.indexOf(anomaly.subscriber), kind, detectedAt, score, alerted }];
    });
  }

  score(subscriber: number): number {
    return this.#detector.scoreOf(subscriber);
  }
}
