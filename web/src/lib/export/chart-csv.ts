/** All numbers of a chart as a CSV file: one line a slot, times in UTC, the unit in the head of every column. */
import { toIso } from '../time-range/time-range.ts';
import type { Row } from '../charts/rows.ts';
import type { ChartData } from '../charts/series.ts';
import { toCsv } from './csv.ts';

/** Slots in which nothing was seen have no line. */
export function chartCsv<R extends Row>({ rows, series, stepMs }: ChartData<R>): string {
  const head = ['from (UTC)', 'to (UTC)', ...series.map(({ name, unit }) => (unit ? `${name} (${unit})` : name))];
  const lines = rows
    .map((row) => ({ row, numbers: series.map(({ value }) => value(row)) }))
    .filter(({ numbers }) => !numbers.every(Number.isNaN))
    .map(({ row, numbers }) => [toIso(row.at), toIso(row.at + stepMs), ...numbers]);
  return toCsv([head, ...lines]);
}

/** "tidewatch-network-traffic-2024-01-08T00-00Z-2024-01-09T00-00Z": sorts by time, good on every file system. */
export function fileNameOf({ title, span }: Pick<ChartData<Row>, 'title' | 'span'>): string {
  const subject = title.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
  const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace(':', '-')}Z`;
  return `tidewatch-${subject}-${minute(span.from)}-${minute(span.to)}`;
}
