/** What a swim lane is given, and what it says of its cells. */
import { spanInWords } from '../charts/in-words.ts';
import { timeTicks } from '../charts/time-ticks.ts';
import type { TimeTick } from '../charts/time-ticks.ts';
import { formatCountOf, formatScore } from '../format/count.ts';
import { formatInterval } from '../format/time.ts';
import { counted } from '../text/counted.ts';
import { laneWords } from '../text/swim-lane.ts';
import type { Cell } from './lane-layout.ts';
import { levelOf, loudestCell } from './levels.ts';

/** One row: a device, a subscriber. `name` is what is shown. */
export interface LaneRow {
  readonly id: string;
  readonly name: string;
}

export interface SwimLaneData {
  /** What it shows: "Devices by hour". */
  readonly title: string;
  readonly rows: readonly LaneRow[];
  /** Start of the first column, epoch milliseconds. */
  readonly from: number;
  /** Length of a column. */
  readonly stepMs: number;
  readonly columns: number;
  /** Row by row, `rows.length * columns` of them: 0 is as usual, 9 as unusual as can be, NaN was not observed. */
  readonly levels: Float32Array;
}

/** A cell as whoever asked for it hears of it; half-open. */
export interface LaneSelection {
  readonly row: LaneRow;
  readonly from: number;
  readonly to: number;
}

export function selectionOf({ rows, from, stepMs }: SwimLaneData, { row, column }: Cell): LaneSelection | null {
  const found = rows[row];
  return found ? { row: found, from: from + column * stepMs, to: from + (column + 1) * stepMs } : null;
}

/** "62.0, 08 Jan 14:00–15:00 UTC: level 7.2 of 9". */
export function cellInWords(data: SwimLaneData, cell: Cell): string {
  const selection = selectionOf(data, cell);
  if (!selection) return '';
  const level = levelOf(data, cell);
  const words = laneWords;
  const said = Number.isNaN(level) ? words.notObserved : words.level(formatScore(level));
  return words.cell(selection.row.name, formatInterval(selection.from, selection.to), said);
}

const spanOf = ({ from, stepMs, columns }: SwimLaneData) => ({ from, to: from + columns * stepMs });

/** "Devices by hour: 6 rows, … to … UTC. Loudest is 62.0, …: level 7.3 of 9." */
export function laneInWords(data: SwimLaneData): string {
  const words = laneWords;
  const whole = words.summary(data.title, formatCountOf(data.rows.length, counted.rows), spanInWords(spanOf(data)));
  const loudest = loudestCell(data);
  return loudest ? `${whole} ${words.loudest(cellInWords(data, loudest))}` : whole;
}

const pixelsPerLabel = 84;

/** Marks of the time axis with their place along the lane, in columns. */
export function laneTicks(data: SwimLaneData, columnWidth: number, zone: string): (TimeTick & { column: number })[] {
  const { from, to } = spanOf(data);
  const most = Math.max(1, Math.floor((data.columns * columnWidth) / pixelsPerLabel));
  return timeTicks(from, to, most, zone).map((tick) => ({ ...tick, column: (tick.at - from) / data.stepMs }));
}
