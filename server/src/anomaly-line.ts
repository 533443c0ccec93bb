/** An anomaly as one line of JSON: what `replay` writes. */
import type { Anomaly } from './domain/anomaly.ts';

/** The line's fields are a contract (docs/reference/output.md); times are ISO 8601 of the data's clock, written as UTC. */
export function anomalyLine(anomaly: Anomaly): string {
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
    score,
    reason,
    ruleVersion,
  } = anomaly;
  const { lowUp, highUp, lowDown, highDown } = expected;
  const times = {
    openedAt: clock(openedAt),
    detectedAt: clock(detectedAt),
    closedAt: closedAt === null ? null : clock(closedAt),
  };
  return `${JSON.stringify({
    id,
    subscriber,
    device,
    kind,
    severity,
    ...times,
    upBytesPerSecond,
    downBytesPerSecond,
    expected: { lowUp, highUp, lowDown, highDown },
    score,
    reason,
    ruleVersion,
  })}\n`;
}

function clock(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
