import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laneLayout } from './lane-layout.ts';
import { placeOfTile, tilesNear, tilesOf } from './lane-tiles.ts';

const size = { rows: 500, columns: 1008 };
const view = { width: 1200, height: 560 };
const layout = laneLayout(size, view, 8);
const tilesAround = (...[lane, ...where]: Parameters<typeof tilesNear>) => tilesOf(lane, tilesNear(lane, ...where));
const scrolls = fc.record({ left: fc.integer({ min: 0, max: 3900 }), top: fc.integer({ min: 0, max: 8400 }) });

describe('the tiles of a swim lane', () => {
  it('cover each cell in view once, wherever it is scrolled to, and are few', () => {
    const property = fc.property(scrolls, ({ left, top }) => {
      const tiles = tilesAround(layout, view, { left, top });
      expect(tiles.length).toBeLessThan(40);
      for (const [x, y] of [
        [left, top],
        [left + view.width - layout.gutter - 1, top + view.height - layout.head - 1],
      ] as const) {
        const [row, column] = [Math.floor(y / layout.rowHeight), Math.floor(x / layout.columnWidth)];
        const holding = tiles.filter(
          (tile) => tile.fromRow <= row && row < tile.toRow && tile.fromColumn <= column && column < tile.toColumn,
        );
        expect(holding).toHaveLength(1);
      }
    });
    fc.assert(property, { seed: 20240108 });
  });

  it('are the same ones when it is scrolled by less than a tile', () => {
    const near = (top: number) => tilesNear(layout, view, { left: 0, top });
    expect(near(1)).toBe(near(100));
    expect(near(1)).not.toBe(near(1000));
  });

  it('begin on whole pixels and leave no gap, also where columns are not as wide', () => {
    const few = laneLayout({ rows: 30, columns: 144 }, view, 8);
    const [first, second] = tilesAround(few, view, { left: 0, top: 0 }).map((tile) => placeOfTile(few, tile));
    expect(few.columnWidth % 1).not.toBe(0);
    expect(second!.left % 1).toBe(0);
    expect(first!.left + first!.width).toBeGreaterThanOrEqual(second!.left);
  });

  it('end where the lane does', () => {
    const tiles = tilesAround(laneLayout({ rows: 3, columns: 10 }, view, 8), view, { left: 0, top: 0 });
    expect(tiles).toEqual([{ key: '0 0', fromRow: 0, toRow: 3, fromColumn: 0, toColumn: 10 }]);
  });
});
