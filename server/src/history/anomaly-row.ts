/** An anomaly as a row of the answer, and back. */
import { anomalyKinds, type Anomaly, type AnomalyEvent, type AnomalyKind } from '../domain/anomaly.ts';
import { bytes, bytesPerSecond } from '../domain/traffic.ts';

/** A Float64 in JSON: text when it is infinite. */
export type Float = number | 'inf' | '-inf' | 'nan';

export interface AnomalyRow {
  readonly id: string;
  readonly subscriber: string;
  readonly device: string;
  readonly kind: string;
  readonly severity: Anomaly['severity'];
  readonly openedAt: number;
  readonly detectedAt: number;
  readonly closedAt: number;
  readonly upRate: Float;
  readonly downRate: Float;
  readonly lowUp: Float;
  readonly usualUp: Float;
  readonly highUp: Float;
  readonly lowDown: Float;
  readonly usualDown: Float;
  readonly highDown: Float;
  readonly score: Float;
  readonly peakScore: Float;
  readonly slots: number;
  readonly excessBytes: Float;
  readonly reason: string;
  readonly ruleVersion: string;
  readonly uploadShare: Float;
  readonly usualUploadShare: Float;
  readonly cohort: string;
  readonly cohortShareBelow: Float;
  readonly alerted: number;
}

export interface AnomalyEventRow extends AnomalyRow {
  readonly type: AnomalyEvent['type'];
  readonly eventAt: number;
  readonly ordinal: number;
}

export const anomalyColumns = `id, subscriber, device, kind, severity,
  toUnixTimestamp(opened_at) AS openedAt, toUnixTimestamp(detected_at) AS detectedAt, toUnixTimestamp(closed_at) AS closedAt,
  up_rate AS upRate, down_rate AS downRate, low_up AS lowUp, usual_up AS usualUp, high_up AS highUp,
  low_down AS lowDown, usual_down AS usualDown, high_down AS highDown,
  score, peak_score AS peakScore, slots, excess_bytes AS excessBytes, reason, rule_version AS ruleVersion,
  upload_share AS uploadShare, usual_upload_share AS usualUploadShare, cohort, cohort_share_below AS cohortShareBelow,
  alerted`;

/** When the run ended; 0 while it is open. Over the events of one anomaly: what is closed never opens again. */
export const closedAtSql = 'toUnixTimestamp(max(closed_at))';

/** A kind that only histories of earlier versions have, and what it would be today. */
export const formerKind = 'download-surge';
export const formerKindToday: AnomalyKind = 'volume-takeover';

/** As the table has them. */
export function storedKinds(kinds: readonly AnomalyKind[]): string[] {
  return kinds.includes(formerKindToday) ? [...kinds, formerKind] : [...kinds];
}

function kindOf(stored: string): AnomalyKind {
  return anomalyKinds.find((kind) => kind === stored) ?? formerKindToday;
}

export function toAnomaly(row: AnomalyRow): Anomaly {
  return {
    id: row.id,
    subscriber: row.subscriber === '' ? null : row.subscriber,
    device: row.device,
    kind: kindOf(row.kind),
    severity: row.severity,
    openedAt: row.openedAt,
    detectedAt: row.detectedAt,
    closedAt: row.closedAt === 0 ? null : row.closedAt,
    upBytesPerSecond: rate(row.upRate),
    downBytesPerSecond: rate(row.downRate),
    expected: {
      lowUp: rate(row.lowUp),
      usualUp: rate(row.usualUp),
      highUp: rate(row.highUp),
      lowDown: rate(row.lowDown),
      usualDown: rate(row.usualDown),
      highDown: rate(row.highDown),
    },
    uploadShare: toNumber(row.uploadShare),
    usualUploadShare: toNumber(row.usualUploadShare),
    comparison: row.cohort === '' ? null : { cohort: row.cohort, shareBelow: toNumber(row.cohortShareBelow) },
    score: toNumber(row.score),
    peakScore: toNumber(row.peakScore),
    slots: row.slots,
    excessBytes: bytes(toNumber(row.excessBytes)),
    reason: row.reason,
    alerted: row.alerted === 1,
    ruleVersion: row.ruleVersion,
  };
}

export function toAnomalyEvent(row: AnomalyEventRow): AnomalyEvent {
  return { type: row.type, at: row.eventAt, ordinal: row.ordinal, anomaly: toAnomaly(row) };
}

const rate = (value: Float): ReturnType<typeof bytesPerSecond> => bytesPerSecond(toNumber(value));

export function toNumber(value: Float): number {
  if (typeof value === 'number') return value;
  return { inf: Infinity, '-inf': -Infinity, nan: NaN }[value];
}
