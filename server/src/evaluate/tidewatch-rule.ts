/** Tidewatch's own detector as the evaluation sees it. */
import { Detector } from '../domain/detector.ts';
import type { Rule } from '../domain/rule.ts';
import type { SlotObservations } from '../domain/slot-observations.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { Episode, EvaluatedRule } from './evaluated-rule.ts';

/** What a detector may tell beyond its events: alerts within a budget, scores of every slot, anomalies of a device. */
interface Telling {
  readonly subscriber: string | null;
  readonly alerted?: boolean;
}
interface Scoring {
  scoreOf?(subscriber: number): number;
}

export class TidewatchRule implements EvaluatedRule {
  readonly name = 'Tidewatch';
  readonly #directory: SubscriberDirectory;
  readonly #detector: Detector & Scoring;
  /** Scores of open anomalies, for a detector that tells no others. */
  readonly #open = new Map<number, number>();

  constructor(rule: Rule, slotSeconds: number, directory: SubscriberDirectory) {
    this.#directory = directory;
    this.#detector = new Detector(rule, slotSeconds, directory);
  }

  observe(slotStart: EpochSeconds, observations: SlotObservations): readonly Episode[] {
    const episodes: Episode[] = [];
    for (const { type, anomaly } of this.#detector.observe(slotStart, observations)) {
      const { subscriber: id, alerted }: Telling = anomaly;
      if (id === null) continue;
      const subscriber = this.#directory.indexOf(id);
      if (type === 'closed') this.#open.delete(subscriber);
      else this.#open.set(subscriber, anomaly.peakScore);
      const { kind, detectedAt, score } = anomaly;
      if (type === 'opened') episodes.push({ subscriber, kind, detectedAt, score, alerted: alerted ?? null });
    }
    return episodes;
  }

  score(subscriber: number): number {
    return this.#detector.scoreOf?.(subscriber) ?? this.#open.get(subscriber) ?? 0;
  }
}
