/** The cells of one tile of a swim lane as paths, one for each shade: a drawing that the browser keeps and scrolls by itself. */
import type { CellSize } from './lane-layout.ts';
import { placeOfTile } from './lane-tiles.ts';
import type { Tile } from './lane-tiles.ts';
import { eachRun } from './levels.ts';
import type { Lane } from './levels.ts';

export interface TilePath {
  /** 0 to 9; −1 for what was not observed. */
  readonly shade: number;
  /** CSS pixels from the corner of the tile. */
  readonly path: string;
}

/** CSS pixels between one row and the next. */
const gap = 1;

export function tilePaths(lane: Lane, { rowHeight, columnWidth }: CellSize, tile: Tile): TilePath[] {
  const paths = new Map<number, string>();
  const { left: edge } = placeOfTile({ rowHeight, columnWidth }, tile);
  const x = (column: number) => Math.round((column * columnWidth - edge) * 100) / 100;
  eachRun(lane, tile, (row, fromColumn, toColumn, shade) => {
    const [left, right] = [x(fromColumn), x(toColumn)];
    const top = (row - tile.fromRow) * rowHeight;
    const cell = `M${left} ${top}H${right}V${top + rowHeight - gap}H${left}Z`;
    paths.set(shade, (paths.get(shade) ?? '') + cell);
  });
  return [...paths].map(([shade, path]) => ({ shade, path }));
}
