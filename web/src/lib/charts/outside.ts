/** Which points lie outside what is usual. */
import type { BandRow } from './rows.ts';

export type Place = 'above' | 'below' | 'inside' | 'unknown';

/** `unknown` while nothing was usual yet, and in gaps. */
export function placeOf(row: BandRow): Place {
  if (Number.isNaN(row.value) || Number.isNaN(row.low)) return 'unknown';
  if (row.value > row.high) return 'above';
  return row.value < row.low ? 'below' : 'inside';
}

/** A mark to draw: a row outside the band, and on which side. */
export interface OutsideMark {
  readonly row: BandRow;
  readonly place: 'above' | 'below';
}

/**
 * The rows to mark: of those that would fall on one another, the one that lies farthest out. `xOf` gives pixels;
 * marks of one side are at least `apart` pixels from one another, unless a later one lies farther out.
 */
export function outsideMarks(rows: readonly BandRow[], xOf: (row: BandRow) => number, apart: number): OutsideMark[] {
  const marks: OutsideMark[] = [];
  const last: Partial<Record<OutsideMark['place'], number>> = {};
  for (const row of rows) {
    const place = placeOf(row);
    if (place !== 'above' && place !== 'below') continue;
    const index = last[place];
    const near = index === undefined ? undefined : marks[index];
    if (index === undefined || near === undefined || xOf(row) - xOf(near.row) >= apart) {
      last[place] = marks.push({ row, place }) - 1;
    } else if (place === 'above' ? row.value > near.row.value : row.value < near.row.value) {
      marks[index] = { row, place };
    }
  }
  return marks;
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
