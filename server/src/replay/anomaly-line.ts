/** An anomaly as one line of JSON: what `replay` writes. */
import { hintOf } from '../domain/anomaly-hint.ts';
import type { Anomaly } from '../domain/anomaly.ts';

/**
 * The line's fields are a contract (docs/reference/output.md); times are ISO 8601 of the data's clock, written as UTC.
 * `rule` says which of two rules found it, when there are two.
 */
export function anomalyLine(anomaly: Anomaly, rule?: string): string {
  return `${JSON.stringify({ ...anomalyFields(anomaly), rule })}\n`;
}

export function anomalyFields(anomaly: Anomaly) {
  const {
    id,
    subscriber,
    device,
    kind,
    severity,
    openedAt,
    detectedAt,
    closedAt,
    upBytesPerSecond,
    downBytesPerSecond,
    expected,
    uploadShare,
    usualUploadShare,
    comparison,
    score,
    reason,
    alerted,
    ruleVersion,
  } = anomaly;
  const { lowUp, highUp, lowDown, highDown } = expected;
  const times = {
    openedAt: clockTime(openedAt),
    detectedAt: clockTime(detectedAt),
    closedAt: closedAt === null ? null : clockTime(closedAt),
  };
  return {
    id,
    subscriber,
    device,
    kind,
    severity,
    ...times,
    upBytesPerSecond,
    downBytesPerSecond,
    expected: { lowUp, highUp, lowDown, highDown },
    uploadShare,
    usualUploadShare,
    cohort: comparison?.cohort ?? null,
    cohortShareBelow: comparison?.shareBelow ?? null,
    score,
    reason,
    hint: hintOf(kind),
    alerted,
    ruleVersion,
  };
}

/** ISO 8601 with whole seconds. */
export function clockTime(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
