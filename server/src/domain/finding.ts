/** A finding: a subscriber's slot that is to open an anomaly, with all that its explanation will need. */
import { anomalyId } from './anomaly-id.ts';
import type { Anomaly, Comparison, ExpectedTraffic, subscriberAnomalyKinds } from './anomaly.ts';
import { explain } from './explanation.ts';
import type { Rule } from './rule.ts';
import { rankOf, severityOf } from './severity.ts';
import { bytes, bytesPerSecond, type EpochSeconds } from './traffic.ts';

export interface Finding {
  readonly who: number;
  readonly subscriber: string;
  readonly device: string;
  readonly kind: (typeof subscriberAnomalyKinds)[number];
  /** Slots in a row that it has been unusual, this one included. */
  readonly slots: number;
  readonly seconds: number;
  readonly upBytesPerSecond: number;
  readonly downBytesPerSecond: number;
  readonly expected: ExpectedTraffic;
  readonly usualUploadShare: number;
  readonly comparison: Comparison | null;
  readonly score: number;
  /** Whether there are enough days behind the judgement for more than a hint. */
  readonly isKnown: boolean;
}

export function rankOfFinding(finding: Finding, slotSeconds: number): number {
  return rankOf(weightOf(finding, slotSeconds));
}

/** Not alerted: that depends on the others of its slot. */
export function toAnomaly(finding: Finding, slotStart: EpochSeconds, slotSeconds: number, rule: Rule): Anomaly {
  const { subscriber, device, kind, slots, upBytesPerSecond: up, downBytesPerSecond: down, score } = finding;
  const openedAt = slotStart - (slots - 1) * slotSeconds;
  const uploadShare = up + down > 0 ? up / (up + down) : 0;
  const weight = weightOf(finding, slotSeconds);
  return {
    id: anomalyId(rule.version, subscriber, kind, openedAt),
    subscriber,
    device,
    kind,
    severity: severityOf(weight),
    openedAt,
    detectedAt: slotStart + slotSeconds,
    closedAt: null,
    upBytesPerSecond: bytesPerSecond(up),
    downBytesPerSecond: bytesPerSecond(down),
    expected: finding.expected,
    uploadShare,
    usualUploadShare: finding.usualUploadShare,
    comparison: finding.comparison,
    score,
    peakScore: score,
    slots,
    excessBytes: bytes(Math.round(weight.excessBytesPerSecond * finding.seconds)),
    reason: explain({ ...finding, slotStart, slotSeconds, openedAt, uploadShare }),
    alerted: false,
    ruleVersion: rule.version,
  };
}

function weightOf(finding: Finding, slotSeconds: number) {
  const { expected, upBytesPerSecond: up, downBytesPerSecond: down } = finding;
  return {
    score: finding.score,
    excessBytesPerSecond: Math.max(0, up - expected.usualUp) + Math.max(0, down - expected.usualDown),
    seconds: finding.slots * slotSeconds,
    isKnown: finding.isKnown,
  };
}
