/** How unusual it was over time: of each step the highest score of the anomalies that were going on in it. */
import type { TimeSpan } from '../time-range/time-range.ts';
import type { Row } from './rows.ts';

/** An anomaly in numbers. */
export interface ScoredSpan extends TimeSpan {
  readonly score: number;
}

export interface PeakRow extends Row {
  /** 0 while all was as usual. */
  readonly score: number;
}

/** Steps begin at whole ones, as slots and hours do. */
export function peakRows(anomalies: readonly ScoredSpan[], { from, to }: TimeSpan, stepMs: number): PeakRow[] {
  const first = Math.floor(from / stepMs) * stepMs;
  const scores = new Float64Array(Math.max(0, Math.ceil((to - first) / stepMs)));
  for (const anomaly of anomalies) {
    const end = Math.min(scores.length, Math.ceil((anomaly.to - first) / stepMs));
    for (let step = Math.max(0, Math.floor((anomaly.from - first) / stepMs)); step < end; step++)
      scores[step] = Math.max(scores[step]!, anomaly.score);
  }
  return Array.from(scores, (score, step) => ({ at: first + step * stepMs, score }));
}
