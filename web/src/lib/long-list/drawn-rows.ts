/** Which rows of a list are drawn: all of a short one; of a long one those in view and some around, and what stands in for the others. */
import type { RowPlaces } from './row-places.ts';

/** A part of the list, pixels from its top. */
export interface View {
  readonly top: number;
  readonly bottom: number;
}

export interface DrawnRow {
  readonly index: number;
  /** Height of the rows before it that are not drawn, pixels. */
  readonly gap: number;
}

export interface DrawnRows {
  readonly rows: readonly DrawnRow[];
  /** Height of the rows after the last one, pixels. */
  readonly below: number;
}

/** At least as many rows are drawn above and below the view, so that scrolling finds them there, */
const around = 8;
/** and as many come and go at once, so that not every step of a wheel changes the page. */
const batch = 6;

/** About two windows of rows: so many are drawn at once, in view or not, for who looks for a word in the page or hears it read. */
const mostWhole = 40;

export const isDrawnWhole = (places: RowPlaces): boolean => places.length <= mostWhole;

const rowsFrom = (first: number, count: number): DrawnRows => ({
  rows: Array.from({ length: count }, (_, n) => ({ index: first + n, gap: 0 })),
  below: 0,
});

/** `kept` is drawn wherever it is, -1 for none: the row that has the focus would lose it. */
export function drawnRows(places: RowPlaces, view: View, kept: number): DrawnRows {
  if (isDrawnWhole(places)) return rowsFrom(0, places.length);
  const first = Math.max(0, Math.floor((places.at(view.top) - around) / batch) * batch);
  const last = Math.min(places.length, Math.ceil((places.at(view.bottom) + 1 + around) / batch) * batch) - 1;
  const indices = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  if (kept >= 0 && kept < first) indices.unshift(kept);
  if (kept > last && kept < places.length) indices.push(kept);
  let end = 0;
  const rows = indices.map((index): DrawnRow => {
    const gap = places.start(index) - places.start(end);
    end = index + 1;
    return { index, gap };
  });
  return { rows, below: places.height - places.start(end) };
}

/** What a heap of sheets takes, and a browser lays out while its user waits. */
const mostOnPaper = 1000;

/** All rows, one after the other; of more than a heap of sheets takes, those from the first one in view on. */
export function rowsOnPaper(places: RowPlaces, first: number): DrawnRows {
  const from = places.length <= mostOnPaper ? 0 : Math.max(0, first);
  return rowsFrom(from, Math.min(mostOnPaper, places.length - from));
}
