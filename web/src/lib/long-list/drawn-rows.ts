/** Which rows of a long list are drawn: those in view and some around, and what stands in for the others. */
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

/** `kept` is drawn wherever it is, -1 for none: the row that has the focus would lose it. */
export function drawnRows(places: RowPlaces, view: View, kept: number): DrawnRows {
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

/** What a sheet or two take. */
const mostOnPaper = 90;

/** From the first one in view on, one after the other. */
export const rowsOnPaper = (places: RowPlaces, first: number): DrawnRows => ({
  rows: Array.from({ length: Math.max(0, Math.min(mostOnPaper, places.length - first)) }, (_, n) => ({
    index: Math.max(0, first) + n,
    gap: 0,
  })),
  below: 0,
});
