import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, contentSize, cornerOf, laneLayout, scrollToShow, visibleCells } from './lane-layout.ts';

const size = { rows: 500, columns: 1008 };
const view = { width: 1200, height: 600 };
/** Longer than there is room for. */
const longName = 30;
const layout = laneLayout(size, view, longName);
const top = { left: 0, top: 0 };
const scrolls = fc.record({ left: fc.integer({ min: 0, max: 4000 }), top: fc.integer({ min: 0, max: 8000 }) });
const cells = fc.record({ row: fc.nat(size.rows - 1), column: fc.nat(size.columns - 1) });

describe('the layout of a swim lane', () => {
  it('lets few columns take the room there is, and many scroll', () => {
    const few = laneLayout({ rows: 6, columns: 144 }, view, longName);
    expect(few.columnWidth).toBe(7.55);
    expect(contentSize(few).width).toBeLessThanOrEqual(view.width);
    expect(layout.columnWidth).toBe(5);
    expect(contentSize(layout)).toEqual({ width: 112 + 5040, height: 22 + 9000 });
  });

  it('leaves names the room that they take, and no more than a lane can spare', () => {
    expect(laneLayout(size, view, 4).gutter).toBe(40);
    expect(laneLayout(size, view, 8).gutter).toBe(68);
    expect([layout.gutter, laneLayout(size, { ...view, width: 366 }, longName).gutter]).toEqual([112, 72]);
  });

  it('shows only as many cells as there is room for, whatever the size of the lane', () => {
    const { fromRow, toRow, fromColumn, toColumn } = visibleCells(layout, view, { left: 1000, top: 900 });
    expect([fromRow, fromColumn]).toEqual([50, 200]);
    expect(toRow - fromRow).toBeLessThanOrEqual(view.height / layout.rowHeight + 1);
    expect(toColumn - fromColumn).toBeLessThanOrEqual(view.width / layout.columnWidth + 1);
  });

  it('has no cell on the names, on the times, nor below the last row', () => {
    expect(cellAt(layout, top, 50, 300)).toBeNull();
    expect(cellAt(layout, top, 300, 10)).toBeNull();
    expect(cellAt(laneLayout({ rows: 2, columns: 10 }, view, longName), top, 130, 500)).toBeNull();
  });

  it('finds every cell at the point where it is drawn, however far it is scrolled', () => {
    fc.assert(
      fc.property(scrolls, cells, (scroll, cell) => {
        const shown = scrollToShow(layout, view, scroll, cell);
        const { x, y } = cornerOf(layout, shown, cell);
        expect(x).toBeGreaterThanOrEqual(layout.gutter);
        expect(y).toBeGreaterThanOrEqual(layout.head);
        expect(x + layout.columnWidth).toBeLessThanOrEqual(view.width);
        expect(y + layout.rowHeight).toBeLessThanOrEqual(view.height);
        expect(cellAt(layout, shown, x + 1, y + 1)).toEqual(cell);
      }),
      { seed: 20240108 },
    );
  });

  it('does not scroll to a cell that shows already', () => {
    const scroll = { left: 1000, top: 900 };
    expect(scrollToShow(layout, view, scroll, { row: 60, column: 300 })).toEqual(scroll);
  });
});
