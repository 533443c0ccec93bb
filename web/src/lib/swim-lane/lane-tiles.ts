/** The tiles that a swim lane is drawn in: each of them once, then the browser scrolls them. */
import { visibleCells } from './lane-layout.ts';
import type { CellSize, LaneLayout, Scroll, View, VisibleCells } from './lane-layout.ts';

/** About half a window: few are there at once, and one that comes in costs less than a frame. */
export const tileCells = { rows: 24, columns: 72 } as const;

/** The cells that it holds. */
export interface Tile extends VisibleCells {
  /** Which one it is, the same wherever the lane is scrolled to. */
  readonly key: string;
}

/** Tiles beyond the edges of the view: what comes into view was drawn before. */
const ahead = 1;

/** Which tiles are in view and around it: from and to, down and to the right, half-open. The same while it is scrolled a little. */
export function tilesNear(layout: LaneLayout, view: View, scroll: Scroll): string {
  const { fromRow, toRow, fromColumn, toColumn } = visibleCells(layout, view, scroll);
  const along = (from: number, to: number, size: number, all: number) => [
    Math.max(0, Math.floor(from / size) - ahead),
    Math.min(Math.ceil(all / size), Math.ceil(to / size) + ahead),
  ];
  const down = along(fromRow, toRow, tileCells.rows, layout.rows);
  const right = along(fromColumn, toColumn, tileCells.columns, layout.columns);
  return [...down, ...right].join(' ');
}

/** Those that `near` says. */
export function tilesOf(layout: LaneLayout, near: string): Tile[] {
  const [fromDown = 0, toDown = 0, fromRight = 0, toRight = 0] = near.split(' ').map(Number);
  const along = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
  return along(fromDown, toDown).flatMap((down) =>
    along(fromRight, toRight).map((right) => ({
      key: `${down} ${right}`,
      fromRow: down * tileCells.rows,
      toRow: Math.min(layout.rows, (down + 1) * tileCells.rows),
      fromColumn: right * tileCells.columns,
      toColumn: Math.min(layout.columns, (right + 1) * tileCells.columns),
    })),
  );
}

/** Where it lies under the head and right of the gutter: from a whole pixel on, also where columns are not as wide. */
export function placeOfTile({ rowHeight, columnWidth }: CellSize, tile: VisibleCells) {
  const left = Math.round(tile.fromColumn * columnWidth);
  const top = tile.fromRow * rowHeight;
  return { left, top, width: Math.ceil(tile.toColumn * columnWidth) - left, height: tile.toRow * rowHeight - top };
}
