/**
 * An anomaly is a run of findings of one subscriber, or of one device: opened, updated, closed. What it said when it was
 * opened (kind, severity, score, expected band, reason) never changes afterwards; only the peak, the number
 * of slots, the excess and the end are kept up to date beside it.
 */
import type { Bytes, BytesPerSecond, EpochSeconds } from './traffic.ts';

/**
 * Hints from two byte counters, no proofs.
 * `upload-surge`     upload far beyond the download's growth, for longer than a backup: spam bot, exfiltration;
 * `volume-takeover`  both directions up alike;
 * `burst`            a violent upload of minutes, alone or again and again: source of a flood;
 * `slow-creep`       both directions up, so slowly that no hour stood out;
 * `silence`          connected, and without traffic;
 * `device-outage`    most subscribers of a device gone at once;
 * `device-shift`     the traffic of all subscribers of a device changed at once.
 */
export const subscriberAnomalyKinds = ['upload-surge', 'volume-takeover', 'burst', 'slow-creep', 'silence'] as const;
export const deviceAnomalyKinds = ['device-outage', 'device-shift'] as const;
export const anomalyKinds = [...subscriberAnomalyKinds, ...deviceAnomalyKinds] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What is usual at the time, from the past of the subscriber or device. */
export interface ExpectedTraffic {
  readonly lowUp: BytesPerSecond;
  readonly usualUp: BytesPerSecond;
  readonly highUp: BytesPerSecond;
  readonly lowDown: BytesPerSecond;
  readonly usualDown: BytesPerSecond;
  readonly highDown: BytesPerSecond;
}

/** How a subscriber compares with others of his plan and type, or of the network when those are not known. */
export interface Comparison {
  /** "on plan P3 (persons)", as the end of a sentence. */
  readonly cohort: string;
  /** Part of the cohort's slots with less upload, 0 to 1. */
  readonly shareBelow: number;
}

export interface Anomaly {
  /** Hash of rule version, subscriber (or device), kind and opening slot: a replay makes the same anomaly, never a second one. */
  readonly id: string;
  /** Null for an anomaly of a device. */
  readonly subscriber: string | null;
  /** The device itself, or the one that carried most of the subscriber's traffic when the anomaly was detected. */
  readonly device: string;
  readonly kind: AnomalyKind;
  readonly severity: Severity;
  /** Start of the first slot of the run. */
  readonly openedAt: EpochSeconds;
  /** End of the slot at which the rule could first know. */
  readonly detectedAt: EpochSeconds;
  /** End of the last unusual slot, once enough usual ones followed; null while open. */
  readonly closedAt: EpochSeconds | null;
  /** Observed mean rates of the slot at whose end it was detected. */
  readonly upBytesPerSecond: BytesPerSecond;
  readonly downBytesPerSecond: BytesPerSecond;
  readonly expected: ExpectedTraffic;
  /** Part of the traffic that was upload in that slot, and that usually is; 0 to 1. */
  readonly uploadShare: number;
  readonly usualUploadShare: number;
  readonly comparison: Comparison | null;
  /** -log10 of the chance that a usual subscriber shows as much on a day, at detection. */
  readonly score: number;
  /** The highest score of any slot of the run so far. */
  readonly peakScore: number;
  /** Unusual slots so far; at detection those in a row. */
  readonly slots: number;
  /** Bytes above what is usual, both directions, from the slot of the detection on. */
  readonly excessBytes: Bytes;
  /** One sentence in plain words, frozen at detection. */
  readonly reason: string;
  /** Whether it is within the day's budget of alerts; the others are kept, and held back from whoever asks for alerts only. */
  readonly alerted: boolean;
  /** Version of the rule that opened it; empty when it was found before versions were kept. */
  readonly ruleVersion: string;
}

export type AnomalyEventType = 'opened' | 'updated' | 'closed';

/** One step in the life of an anomaly, with the anomaly as it was after that step. */
export interface AnomalyEvent {
  readonly type: AnomalyEventType;
  /** End of the slot whose detection made the event. */
  readonly at: EpochSeconds;
  /** Position among the events of the same `at`, from 0: subscribers in order of id, then devices; the same in every replay. */
  readonly ordinal: number;
  readonly anomaly: Anomaly;
}
