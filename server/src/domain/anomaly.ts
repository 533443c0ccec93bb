/**
 * An anomaly is a run of findings of one subscriber: opened, updated, closed. What it said when it was
 * opened (kind, severity, score, expected band, reason) never changes afterwards; only the peak, the number
 * of slots and the end are kept up to date beside it.
 */
import type { Bytes, BytesPerSecond, EpochSeconds } from './traffic.ts';

/** A hint from two byte counters, not a proof. `volume-takeover`: both directions up. */
export const anomalyKinds = ['upload-surge', 'download-surge', 'volume-takeover'] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What is usual for the subscriber at the time, from his own past alone. */
export interface ExpectedTraffic {
  readonly lowUp: BytesPerSecond;
  readonly usualUp: BytesPerSecond;
  readonly highUp: BytesPerSecond;
  readonly lowDown: BytesPerSecond;
  readonly usualDown: BytesPerSecond;
  readonly highDown: BytesPerSecond;
}

export interface Anomaly {
  /** Hash of rule version, subscriber, kind and opening slot: a replay makes the same anomaly, never a second one. */
  readonly id: string;
  readonly subscriber: string;
  /** Device that carried most of the subscriber's traffic when the anomaly was detected. */
  readonly device: string;
  readonly kind: AnomalyKind;
  readonly severity: Severity;
  /** Start of the first slot of the run. */
  readonly openedAt: EpochSeconds;
  /** End of the slot at which the rule could first know. */
  readonly detectedAt: EpochSeconds;
  /** End of the last slot outside the band, once enough quiet slots followed; null while open. */
  readonly closedAt: EpochSeconds | null;
  /** Observed mean rates over the slots from opening to detection. */
  readonly upBytesPerSecond: BytesPerSecond;
  readonly downBytesPerSecond: BytesPerSecond;
  readonly expected: ExpectedTraffic;
  /** The z-score at detection: the least of the run's slots, as the persistence rule takes it. */
  readonly score: number;
  /** The largest z-score of any slot of the run so far. */
  readonly peakScore: number;
  /** Slots outside the band so far. */
  readonly slots: number;
  /** Bytes above what is usual, both directions, over the slots outside the band so far. */
  readonly excessBytes: Bytes;
  /** One sentence in plain words, frozen at detection. */
  readonly reason: string;
  /** Version of the rule that opened it; empty when it was found before versions were kept. */
  readonly ruleVersion: string;
}

export type AnomalyEventType = 'opened' | 'updated' | 'closed';

/** One step in the life of an anomaly, with the anomaly as it was after that step. */
export interface AnomalyEvent {
  readonly type: AnomalyEventType;
  /** End of the slot whose detection made the event. */
  readonly at: EpochSeconds;
  /** Position among the events of the same `at`, from 0, in order of subscriber id: the same in every replay. */
  readonly ordinal: number;
  readonly anomaly: Anomaly;
}

/** The event's place in the feed: opaque to clients, unique within a history. */
export function cursorOf(event: Pick<AnomalyEvent, 'at' | 'ordinal'>): string {
  return `${event.at}-${event.ordinal}`;
}
