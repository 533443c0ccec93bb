import { describe, expect, it } from 'vitest';
import { drawnRows, rowsOnPaper } from './drawn-rows.ts';
import { RowPlaces } from './row-places.ts';

const rowHeight = 40;
const rows = 100_000;
const places = new RowPlaces(rowHeight);
places.list(Array.from({ length: rows }, (_, n) => String(n)));
const viewAt = (index: number) => ({ top: index * rowHeight, bottom: index * rowHeight + 900 });
const heightOf = ({ rows: drawn, below }: ReturnType<typeof drawnRows>) =>
  drawn.reduce((sum, { gap }) => sum + gap + rowHeight, 0) + below;

describe('the rows that are drawn', () => {
  it.each([0, 1, 500, 50_000, 99_990])('are few and as high as all of them together, at row %d', (index) => {
    const drawn = drawnRows(places, viewAt(index), -1);
    expect(drawn.rows.length).toBeLessThan(50);
    expect(drawn.rows.some((row) => row.index === index)).toBe(true);
    expect(heightOf(drawn)).toBe(rows * rowHeight);
  });

  it.each([3, 99_000])('are also the one with the focus, %d, in its place', (kept) => {
    const drawn = drawnRows(places, viewAt(5_000), kept);
    expect(drawn.rows.filter(({ index }) => index === kept)).toHaveLength(1);
    expect(drawn.rows.map(({ index }) => index)).toEqual(
      drawn.rows.map(({ index }) => index).toSorted((a, b) => a - b),
    );
    expect(heightOf(drawn)).toBe(rows * rowHeight);
  });

  it('are each there once when the one with the focus is in view', () => {
    const indices = drawnRows(places, viewAt(5_000), 5_003).rows.map(({ index }) => index);
    expect(new Set(indices).size).toBe(indices.length);
  });

  it.each([-5_000, 0, 5_000])('are all of a short list, wherever it lies, at %d', (top) => {
    const short = new RowPlaces(rowHeight);
    short.list(Array.from({ length: 40 }, (_, n) => String(n)));
    const { rows: drawn, below } = drawnRows(short, { top, bottom: top + 900 }, -1);
    expect(drawn).toEqual(Array.from({ length: 40 }, (_, index) => ({ index, gap: 0 })));
    expect(below).toBe(0);
  });

  it('are none of an empty list', () => {
    expect(drawnRows(new RowPlaces(rowHeight), viewAt(0), -1)).toEqual({ rows: [], below: 0 });
  });

  it('are those nearest to a view that lies above or below the list', () => {
    expect(drawnRows(places, { top: -5_000, bottom: -4_000 }, -1).rows[0]?.index).toBe(0);
    expect(drawnRows(places, { top: 1e9, bottom: 2e9 }, -1).rows.at(-1)?.index).toBe(rows - 1);
  });
});

describe('the rows that go on paper', () => {
  const listOf = (count: number) => {
    const list = new RowPlaces(rowHeight);
    list.list(Array.from({ length: count }, (_, n) => String(n)));
    return list;
  };
  const indices = (drawn: ReturnType<typeof rowsOnPaper>) => drawn.rows.map(({ index }) => index);

  it('are all that there are, whichever is in view', () => {
    const all = Array.from({ length: 1000 }, (_, index) => index);
    expect(indices(rowsOnPaper(listOf(1000), 700))).toEqual(all);
    expect(indices(rowsOnPaper(listOf(3), -1))).toEqual([0, 1, 2]);
  });

  it('begin with the one in view where they are too many, up to the last one', () => {
    const shown = indices(rowsOnPaper(listOf(100_000), 700));
    expect([shown.length, shown[0], shown.at(-1)]).toEqual([1000, 700, 1699]);
    expect(indices(rowsOnPaper(listOf(100_000), 99_990))).toHaveLength(10);
  });
});
