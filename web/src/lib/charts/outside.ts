/** Which points of a subscriber lie outside what is usual for him. */
import type { BandRow } from './rows.ts';

export type Place = 'above' | 'below' | 'inside' | 'unknown';

/** `unknown` while the detector was learning, and in gaps. */
export function placeOf(row: BandRow): Place {
  if (Number.isNaN(row.value) || Number.isNaN(row.low)) return 'unknown';
  if (row.value > row.high) return 'above';
  return row.value < row.low ? 'below' : 'inside';
}

/** A stretch of rows without a band, epoch milliseconds. */
export interface LearningSpan {
  readonly from: number;
  readonly to: number;
}

/** Where values were observed while there was no band yet. Neighbouring rows make one stretch. */
export function learningSpans(rows: readonly BandRow[], stepMs: number): LearningSpan[] {
  const spans: LearningSpan[] = [];
  for (const row of rows) {
    if (Number.isNaN(row.value) || !Number.isNaN(row.low)) continue;
    const last = spans.at(-1);
    if (last && row.at <= last.to + stepMs) spans[spans.length - 1] = { from: last.from, to: row.at + stepMs };
    else spans.push({ from: row.at, to: row.at + stepMs });
  }
  return spans;
}
