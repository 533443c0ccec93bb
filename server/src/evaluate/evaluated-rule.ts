/** What the evaluation asks of a rule, and what it takes from it. */
import type { SessionBatch } from '../domain/session-batch.ts';
import type { SlotObservations } from '../domain/slot-observations.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

/** A newly opened anomaly of one subscriber. */
export interface Episode {
  /** Index in the directory. */
  readonly subscriber: number;
  readonly kind: string;
  /** End of the slot at which the rule could first know. */
  readonly detectedAt: EpochSeconds;
  /** Larger is more unusual; comparable within a rule only. */
  readonly score: number;
  /** Whether the rule would call somebody for it; null when it has no budget of its own. */
  readonly alerted: boolean | null;
}

/** An episode of which it is decided whether somebody would be called. */
export interface DecidedEpisode extends Episode {
  readonly alerted: boolean;
}

export interface EvaluatedRule {
  readonly name: string;
  /** The records of one device as it wrote them, for a rule that judges raw counters; its episodes come with the next `observe`. */
  takeRecords?(slotStart: EpochSeconds, records: SessionBatch): void;
  /** Slots come in order. Gives the episodes that opened. */
  observe(slotStart: EpochSeconds, observations: SlotObservations): readonly Episode[];
  /** How unusual the subscriber's newest slot was; 0 when he was not observed in it. */
  score(subscriber: number): number;
}
