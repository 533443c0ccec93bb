/** Moves a cursor over the cells of a swim lane by keys. */
import type { Cell, LaneSize } from './lane-layout.ts';

/** Rows passed by Page Up and Page Down. */
const page = 10;

/** Where a key takes the cursor; null for a key that does not move it. Home and End go along the row, with Ctrl to the corners. */
export function moveCursor({ row, column }: Cell, key: string, ctrl: boolean, size: LaneSize): Cell | null {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const moves: Readonly<Record<string, Cell>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - page, column },
    PageDown: { row: row + page, column },
    Home: { row: ctrl ? 0 : row, column: 0 },
    End: { row: ctrl ? last.row : row, column: last.column },
  };
  const moved = moves[key];
  if (!moved) return null;
  const within = (index: number, most: number) => Math.max(0, Math.min(most, index));
  return { row: within(moved.row, last.row), column: within(moved.column, last.column) };
}
