/** The columns that the table of anomalies can have, and which of them the reader wants to see. */
import { zoneName } from '#lib/format/time.ts';
import { listWords } from '#lib/text/anomaly-list.ts';
import type { SortName } from './sorting.ts';

interface Column {
  /** Least width, rem. */
  readonly width: number;
  /** Width as CSS has it where it is more than the least one. */
  readonly growing?: string;
  /** What its head sorts by. */
  readonly sort?: SortName;
  readonly isTime?: true;
  /** Only there when the reader asks for it. */
  readonly isExtra?: true;
}

/** In their order. */
const columns = {
  severity: { width: 6, sort: 'severity' },
  kind: { width: 9 },
  whose: { width: 5.5 },
  device: { width: 4 },
  opened: { width: 7.25, growing: 'clamp(7.25rem, 100vw - 72rem, 8.75rem)', sort: 'opened', isTime: true },
  detected: { width: 7, sort: 'detected', isTime: true, isExtra: true },
  // In one line as soon as the reason has enough room beside it.
  observed: { width: 11.5, growing: 'clamp(11.5rem, 16.5rem + (100vw - 80rem) * 0.75, 24rem)', sort: 'score' },
  excess: { width: 6, isExtra: true },
  triage: { width: 5.5 },
  reason: { width: 8.5, growing: 'auto' },
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as readonly ColumnName[];
export const columnOf = (name: ColumnName): Column => columns[name];

/** It leads to the anomaly. */
export const alwaysShown: ColumnName = 'kind';

/** `remembered` as it is kept: names with commas between them, empty for the usual columns. What is no column is passed over. */
export function shownColumns(remembered: string): ColumnName[] {
  const wanted = remembered.split(',');
  return columnNames.filter((name) =>
    remembered === '' ? columnOf(name).isExtra !== true : name === alwaysShown || wanted.includes(name),
  );
}

/** What is to be remembered once the column is shown, or no longer; empty when that is as usual. */
export function withColumn(remembered: string, name: ColumnName, isShown: boolean): string {
  const before = shownColumns(remembered);
  const after = columnNames.filter((each) => (each === name ? isShown : before.includes(each))).join(',');
  return after === shownColumns('').join(',') ? '' : after;
}

export function columnLabel(name: ColumnName): string {
  const label = listWords.columns[name];
  return columnOf(name).isTime ? listWords.withZone(label, zoneName()) : label;
}

export const columnWidth = (name: ColumnName): string => columnOf(name).growing ?? `${columnOf(name).width}rem`;

/** Of all together, rem. */
export const leastWidth = (names: readonly ColumnName[]): number =>
  names.reduce((sum, name) => sum + columnOf(name).width, 0);
