/** The rows of a chart as the rows of a table that a person can read: merged to round lengths when there are too many. */
import { dayMs, wallClockAt } from '../time-zone/zone-clock.ts';
import type { Row } from './rows.ts';
import type { ChartData } from './series.ts';

const minute = 60_000;
const lengths = [30, 60, 120, 180, 360, 720].map((minutes) => minutes * minute);
const manyDays = [1, 2, 7, 14, 28].map((days) => days * dayMs);

export interface TableRow {
  /** Half-open, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Rows of the chart that it stands for. */
  readonly count: number;
  /** By series, over what was seen; NaN when nothing was. */
  readonly means: readonly number[];
  readonly greatest: readonly number[];
}

export interface TableRows {
  /** What a row stands for; a row at the ends, or when clocks change, may stand for less or more. */
  readonly lengthMs: number;
  readonly rows: readonly TableRow[];
}

/** How long a stretch one row of the table stands for, so that there are at most `most` of them. */
function lengthFor(span: number, stepMs: number, most: number): number {
  if (span / stepMs <= most) return stepMs;
  const longer = [...lengths, ...manyDays].find((length) => length >= stepMs && span / length <= most);
  return longer ?? Math.ceil(span / most / dayMs) * dayMs;
}

function merged<R extends Row>(rows: readonly R[], { series, stepMs }: ChartData<R>): TableRow {
  const readings = series.map(({ value }) => rows.map(value).filter((number) => !Number.isNaN(number)));
  return {
    from: rows[0]!.at,
    to: rows.at(-1)!.at + stepMs,
    count: rows.length,
    means: readings.map((numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length),
    greatest: readings.map((numbers) =>
      numbers.reduce((most, number) => Math.max(most, number), numbers[0] ?? Number.NaN),
    ),
  };
}

/** At most about `most` rows; stretches begin at round times on the clock of `zone`. */
export function tableRows<R extends Row>(data: ChartData<R>, most: number, zone: string): TableRows {
  const lengthMs = lengthFor(data.span.to - data.span.from, data.stepMs, most);
  if (lengthMs === data.stepMs) return { lengthMs, rows: data.rows.map((row) => merged([row], data)) };
  const stretches: R[][] = [];
  let last = Number.NaN;
  for (const row of data.rows) {
    const stretch = Math.floor(wallClockAt(row.at, zone) / lengthMs);
    if (stretch === last) stretches.at(-1)!.push(row);
    else stretches.push([row]);
    last = stretch;
  }
  return { lengthMs, rows: stretches.map((rows) => merged(rows, data)) };
}
