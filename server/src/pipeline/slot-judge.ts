/** Takes one closed slot through gathering, totals and detection. The live pipeline, the replay and the rebuild all use it. */
import type { Anomaly, AnomalyEvent } from '../domain/anomaly.ts';
import type { CohortDirectory } from '../domain/cohort-directory.ts';
import { Detector, type IsSuppressed } from '../domain/detector.ts';
import type { Rule } from '../domain/rule.ts';
import type { SampleBlock, SlotTotals } from '../domain/sample.ts';
import type { Saveable, SavedState } from '../domain/saved-state.ts';
import { SlotObservations } from '../domain/slot-observations.ts';
import { slotTotals } from '../domain/slot-totals.ts';
import type { SubscriberDirectory } from '../domain/subscriber-directory.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

/** A slot as the detector sees it. */
export interface ClosedSlot {
  readonly slotStart: EpochSeconds;
  readonly blocks: readonly SampleBlock[];
}

export interface JudgedSlot extends ClosedSlot {
  readonly totals: readonly SlotTotals[];
  readonly events: readonly AnomalyEvent[];
}

export class SlotJudge implements Saveable {
  readonly #slotSeconds: number;
  readonly #directory: SubscriberDirectory;
  readonly #detector: Detector;
  readonly #observations = new SlotObservations();

  constructor(
    rule: Rule,
    slotSeconds: number,
    directory: SubscriberDirectory,
    cohorts: CohortDirectory,
    isSuppressed?: IsSuppressed,
  ) {
    this.#slotSeconds = slotSeconds;
    this.#directory = directory;
    this.#detector = new Detector(rule, slotSeconds, directory, cohorts, isSuppressed);
  }

  judge(slot: ClosedSlot): JudgedSlot {
    const { slotStart, blocks } = slot;
    this.#observations.gather(blocks, this.#directory.size);
    const totals = slotTotals(slotStart, this.#slotSeconds, blocks, this.#observations);
    return { slotStart, blocks, totals, events: this.#detector.observe(slotStart, this.#observations) };
  }

  /** As they were last told of. */
  openAnomalies(): Anomaly[] {
    return this.#detector.openAnomalies();
  }

  /** Forgets what was learned of a subscriber. */
  forget(subscriber: number): void {
    this.#detector.forget(subscriber);
  }

  save(): SavedState {
    return this.#detector.save();
  }

  restore(state: SavedState): void {
    this.#detector.restore(state);
  }
}
