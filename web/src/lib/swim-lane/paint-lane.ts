/** Draws the part of a swim lane that shows. Only that: a lane of half a million cells costs no more than its window. */
import type { TimeTick } from '../charts/time-ticks.ts';
import type { LaneColours } from './lane-colours.ts';
import { cornerOf, visibleCells } from './lane-layout.ts';
import type { Cell, LaneLayout, Scroll, View } from './lane-layout.ts';
import { eachRun } from './levels.ts';
import type { Lane } from './levels.ts';

export interface LaneScene {
  readonly layout: LaneLayout;
  readonly view: View;
  readonly scroll: Scroll;
  readonly lane: Lane;
  /** Of the rows. */
  readonly names: readonly string[];
  /** Marks of the time axis, with their place along the lane in columns. */
  readonly ticks: readonly (TimeTick & { readonly column: number })[];
  readonly cursor: Cell | null;
  readonly colours: LaneColours;
  /** Device pixels of a CSS pixel. */
  readonly ratio: number;
  /** CSS font of names and times. */
  readonly font: string;
}

const hatchSize = 5;

/** Thin diagonals, as what is not known is drawn everywhere in the dashboard. */
function hatchOf(context: CanvasRenderingContext2D, { colours, ratio }: LaneScene): CanvasPattern | string {
  const side = hatchSize * Math.ceil(ratio);
  const tile = new OffscreenCanvas(side, side);
  const pen = tile.getContext('2d')!;
  pen.strokeStyle = colours.hatch;
  pen.lineWidth = Math.ceil(ratio);
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift - 1, side + 1);
    pen.lineTo(shift + side + 1, -1);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat') ?? colours.hatch;
}

/** Cells in device pixels, so that edges are sharp and neighbours leave no seam. */
function paintCells(context: CanvasRenderingContext2D, scene: LaneScene): void {
  const { layout, view, scroll, lane, colours, ratio } = scene;
  const hatch = hatchOf(context, scene);
  const pixels = (length: number) => Math.round(length * ratio);
  const gap = Math.max(1, Math.round(ratio));
  context.save();
  context.beginPath();
  context.rect(pixels(layout.gutter), pixels(layout.head), pixels(view.width), pixels(view.height));
  context.clip();
  eachRun(lane, visibleCells(layout, view, scroll), (row, fromColumn, toColumn, shade) => {
    const start = cornerOf(layout, scroll, { row, column: fromColumn });
    const [left, top] = [pixels(start.x), pixels(start.y)];
    const right = pixels(start.x + (toColumn - fromColumn) * layout.columnWidth);
    context.fillStyle = shade === -1 ? hatch : colours.levels[shade]!;
    context.fillRect(left, top, right - left, pixels(start.y + layout.rowHeight) - top - gap);
  });
  context.restore();
}

/** Names at the left and times above, over the cells that are scrolled under them. */
function paintAxes(context: CanvasRenderingContext2D, scene: LaneScene): void {
  const { layout, view, scroll, names, ticks, colours, font } = scene;
  const { fromRow, toRow } = visibleCells(layout, view, scroll);
  context.font = font;
  context.textBaseline = 'middle';
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, layout.gutter, view.height);
  context.fillStyle = colours.text;
  context.textAlign = 'left';
  for (let row = fromRow; row < toRow; row++) {
    const { y } = cornerOf(layout, scroll, { row, column: 0 });
    context.fillText(names[row] ?? '', 0, y + layout.rowHeight / 2, layout.gutter - 8);
  }
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, view.width, layout.head);
  context.fillStyle = colours.text;
  context.strokeStyle = colours.line;
  context.textAlign = 'center';
  context.beginPath();
  for (const { label, column } of ticks) {
    const { x } = cornerOf(layout, scroll, { row: 0, column });
    if (x < layout.gutter || x > view.width) continue;
    context.moveTo(x, layout.head - 4);
    context.lineTo(x, layout.head);
    if (x > layout.gutter + 16 && x < view.width - 16) context.fillText(label, x, layout.head / 2 - 1);
  }
  context.stroke();
}

/** Twice, so that it is seen on every level. */
function paintCursor(context: CanvasRenderingContext2D, { layout, scroll, cursor, colours }: LaneScene): void {
  if (!cursor) return;
  const { x, y } = cornerOf(layout, scroll, cursor);
  if (x + layout.columnWidth <= layout.gutter || y + layout.rowHeight <= layout.head) return;
  for (const [colour, out] of [
    [colours.ground, 2.5],
    [colours.cursor, 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.strokeRect(x - out, y - out, layout.columnWidth + 2 * out, layout.rowHeight - 1 + 2 * out);
  }
}

export function paintLane(canvas: HTMLCanvasElement, scene: LaneScene): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { view, ratio, colours } = scene;
  const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  paintCells(context, scene);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintCursor(context, scene);
  paintAxes(context, scene);
}
