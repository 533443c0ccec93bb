/** The levels in the cells of a swim lane: 0 is as usual, 9 as unusual as can be, NaN was not observed. */
import type { Cell, VisibleCells } from './lane-layout.ts';

export const greatestLevel = 9;

export interface Lane {
  readonly columns: number;
  /** Row by row: the level of a cell is at `row * columns + column`. */
  readonly levels: Float32Array;
}

export const levelOf = ({ levels, columns }: Lane, { row, column }: Cell): number =>
  levels[row * columns + column] ?? Number.NaN;

/** The colour a level is drawn in, 0 to 9; −1 for what was not observed. */
export const shadeOf = (level: number): number =>
  Number.isNaN(level) ? -1 : Math.max(0, Math.min(greatestLevel, Math.round(level)));

/** Neighbouring cells of a row that are drawn alike. */
export type DrawRun = (row: number, fromColumn: number, toColumn: number, shade: number) => void;

/** Runs through the visible cells of every row; few calls where little happens. */
export function eachRun({ levels, columns }: Lane, visible: VisibleCells, draw: DrawRun): void {
  for (let row = visible.fromRow; row < visible.toRow; row++) {
    let start = visible.fromColumn;
    let shade = shadeOf(levels[row * columns + start] ?? Number.NaN);
    for (let column = start + 1; column <= visible.toColumn; column++) {
      const next = column < visible.toColumn ? shadeOf(levels[row * columns + column] ?? Number.NaN) : Number.NaN;
      if (next === shade) continue;
      draw(row, start, column, shade);
      start = column;
      shade = next;
    }
  }
}

/** The loudest cell, the first of equals; null when nothing was observed. */
export function loudestCell({ levels, columns }: Lane): Cell | null {
  let loudest = -1;
  for (let index = 0; index < levels.length; index++) {
    const level = levels[index]!;
    if (!Number.isNaN(level) && (loudest === -1 || level > levels[loudest]!)) loudest = index;
  }
  return loudest === -1 ? null : { row: Math.floor(loudest / columns), column: loudest % columns };
}
