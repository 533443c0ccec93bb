/** How long an anomaly lasts. */
import type { Anomaly } from './anomaly.ts';
import type { EpochSeconds } from './traffic.ts';

/** Seconds from the start of the first unusual slot to the end of the last one; of an open anomaly to `now`, when the newest data end. */
export function durationOf({ openedAt, detectedAt, closedAt }: Anomaly, now: EpochSeconds): number {
  return (closedAt ?? Math.max(now, detectedAt)) - openedAt;
}
