/** Where the cells of a swim lane lie: rows by columns under a head of times, right of a gutter of names. CSS pixels. */

export interface LaneSize {
  readonly rows: number;
  readonly columns: number;
}

export interface View {
  readonly width: number;
  readonly height: number;
}

export interface Scroll {
  readonly left: number;
  readonly top: number;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface CellSize {
  readonly rowHeight: number;
  readonly columnWidth: number;
}

export interface LaneLayout extends LaneSize, CellSize {
  /** Width of the names at the left, height of the times above; both stay while the cells scroll. */
  readonly gutter: number;
  readonly head: number;
}

/** Half-open ranges. */
export interface VisibleCells {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

const rowHeight = 18;
const leastColumnWidth = 5;
const mostColumnWidth = 40;
const head = 22;
/** Of a character of a name, at most. */
const characterWidth = 7;
const leastGutter = 40;

/**
 * Columns take the room there is, as long as a cell can be pointed at; then the lane scrolls. `longestName`: characters of the
 * longest name of a row; a longer one than there is room for is drawn narrower.
 */
export function laneLayout({ rows, columns }: LaneSize, { width }: View, longestName: number): LaneLayout {
  const gutter = Math.max(leastGutter, Math.min(width < 500 ? 72 : 112, 12 + longestName * characterWidth));
  // Rounded down, so that no rounding ever makes it scroll by a hair.
  const fitting = Math.floor(((width - gutter) / Math.max(1, columns)) * 100) / 100;
  const columnWidth = Math.max(leastColumnWidth, Math.min(mostColumnWidth, fitting));
  return { rows, columns, rowHeight, columnWidth, gutter, head };
}

/** Of everything, gutter and head included. */
export const contentSize = ({
  rows,
  columns,
  rowHeight: high,
  columnWidth,
  gutter,
  head: above,
}: LaneLayout): View => ({
  width: gutter + columns * columnWidth,
  height: above + rows * high,
});

/** The cells of which a part shows. */
export function visibleCells(layout: LaneLayout, view: View, { left, top }: Scroll): VisibleCells {
  const within = (index: number, most: number) => Math.max(0, Math.min(most, index));
  return {
    fromRow: within(Math.floor(top / layout.rowHeight), layout.rows),
    toRow: within(Math.ceil((top + view.height - layout.head) / layout.rowHeight), layout.rows),
    fromColumn: within(Math.floor(left / layout.columnWidth), layout.columns),
    toColumn: within(Math.ceil((left + view.width - layout.gutter) / layout.columnWidth), layout.columns),
  };
}

/** The cell under a point of the view; null on the gutter, on the head and beside the cells. */
export function cellAt(layout: LaneLayout, { left, top }: Scroll, x: number, y: number): Cell | null {
  if (x < layout.gutter || y < layout.head) return null;
  const column = Math.floor((x - layout.gutter + left) / layout.columnWidth);
  const row = Math.floor((y - layout.head + top) / layout.rowHeight);
  return row < layout.rows && column < layout.columns ? { row, column } : null;
}

/** Upper left corner of a cell in the view. */
export const cornerOf = (layout: LaneLayout, { left, top }: Scroll, { row, column }: Cell) => ({
  x: layout.gutter + column * layout.columnWidth - left,
  y: layout.head + row * layout.rowHeight - top,
});

/** How far to scroll at least, so that the whole cell shows. */
export function scrollToShow(layout: LaneLayout, view: View, { left, top }: Scroll, { row, column }: Cell): Scroll {
  const along = (scrolled: number, start: number, size: number, room: number) =>
    Math.max(Math.min(scrolled, start), start + size - room);
  return {
    left: along(left, column * layout.columnWidth, layout.columnWidth, view.width - layout.gutter),
    top: along(top, row * layout.rowHeight, layout.rowHeight, view.height - layout.head),
  };
}
