/**
 * The detector: a pure state machine, (state, observations of a slot) -> anomaly events. Each subscriber is judged
 * against his own past alone, on rates, up and down apart; the point being judged is learned from only afterwards.
 */
import type { Anomaly, AnomalyEvent } from './anomaly.ts';
import { Baseline } from './baseline.ts';
import { createJudgement, expectedTraffic, judge, learnFrom } from './judgement.ts';
import type { Rule } from './rule.ts';
import { RunTracker } from './run-tracker.ts';
import type { Run } from './run.ts';
import { columnsOf, withPrefix, type Saveable, type SavedState } from './saved-state.ts';
import type { SlotObservations } from './slot-observations.ts';
import type { SubscriberDirectory } from './subscriber-directory.ts';
import type { EpochSeconds } from './traffic.ts';

/** Goes up with every change of what the state means, so that a state that was saved before is not taken for today's. */
export const detectorStateVersion = 1;

export class Detector implements Saveable {
  readonly #rule: Rule;
  readonly #slotSeconds: number;
  readonly #directory: SubscriberDirectory;
  readonly #baseline: Baseline;
  readonly #runs: RunTracker;
  readonly #judgement = createJudgement();

  constructor(rule: Rule, slotSeconds: number, directory: SubscriberDirectory) {
    this.#rule = rule;
    this.#slotSeconds = slotSeconds;
    this.#directory = directory;
    this.#baseline = new Baseline(rule);
    this.#runs = new RunTracker(rule, slotSeconds);
  }

  /** Bytes of state a subscriber, without the directory. */
  static readonly bytesPerSubscriber = Baseline.bytesPerSubscriber + RunTracker.bytesPerSubscriber;

  /** Slots must come in order. Events are numbered in order of subscriber id, so that every replay numbers them alike. */
  observe(slotStart: EpochSeconds, observations: SlotObservations): AnomalyEvent[] {
    const { subscriber, seconds, upBytes, downBytes, device, devices } = observations;
    const subscribers = this.#directory.size;
    this.#baseline.ensure(subscribers);
    this.#runs.beginSlot(slotStart, subscribers);
    const judgement = this.#judgement;
    for (let i = 0; i < observations.count; i++) {
      if (seconds[i]! < this.#rule.minSecondsCovered) continue;
      const who = subscriber[i]!;
      // Two devices at once cover a slot twice; his rate is still the bytes over the time.
      const covered = Math.min(seconds[i]!, this.#slotSeconds);
      judge(judgement, this.#baseline, this.#rule, who, covered, upBytes[i]!, downBytes[i]!);
      if (judgement.suspicious || this.#runs.isWatched(who)) {
        const expected = expectedTraffic(this.#baseline, this.#rule, who);
        this.#runs.follow(judgement, expected, covered, this.#directory.idOf(who), devices[device[i]!]!);
      }
      learnFrom(judgement, this.#baseline, this.#rule);
    }
    return this.#runs.endSlot();
  }

  /** The open anomalies, as they were last told of. */
  openAnomalies(): Anomaly[] {
    return this.#runs.openAnomalies();
  }

  save(): SavedState {
    const subscribers = this.#directory.size;
    const { columns, runs } = this.#runs.save(subscribers);
    const baseline = this.#baseline.save(subscribers);
    return { columns: new Map([...withPrefix('baseline', baseline), ...withPrefix('runs', columns)]), records: runs };
  }

  /** The directory must have been restored before. */
  restore({ columns, records }: SavedState): void {
    const subscribers = this.#directory.size;
    this.#baseline.restore(columnsOf('baseline', columns), subscribers);
    const indexOf = (id: string): number => this.#directory.indexOf(id);
    this.#runs.restore(columnsOf('runs', columns), records as Run[], subscribers, indexOf);
  }
}
