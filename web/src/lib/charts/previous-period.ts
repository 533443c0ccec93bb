/** The stretch of time before the one that is shown, and its rows moved onto it, to see what is new. */
import type { TimeSpan } from '../time-range/time-range.ts';
import type { TrafficRow } from './rows.ts';

export interface PreviousPeriod {
  readonly span: TimeSpan;
  /** How far it is moved. */
  readonly shiftMs: number;
}

/** As long as `span` and just before it; moved by whole steps, so that slots fall on slots. */
export function previousPeriod({ from, to }: TimeSpan, stepMs: number): PreviousPeriod {
  const shiftMs = Math.ceil((to - from) / stepMs) * stepMs;
  return { span: { from: from - shiftMs, to: to - shiftMs }, shiftMs };
}

/** The rows as if they had been later. */
export const moved = (rows: readonly TrafficRow[], shiftMs: number): TrafficRow[] =>
  rows.map((row) => ({ ...row, at: row.at + shiftMs }));

/** The rows before, moved and by their instant, and how long before they were in words: "1 d before". */
export interface Previous {
  readonly rows: readonly TrafficRow[];
  readonly at: ReadonlyMap<number, TrafficRow>;
  readonly label: string;
}

export const previousOf = (rows: readonly TrafficRow[], label: string): Previous => ({
  rows,
  at: new Map(rows.map((row) => [row.at, row])),
  label,
});

/** `?previous=off` takes the line away; it is there unless the address says so. */
export const wantsPrevious = (parameters: { get(name: string): string | null }): boolean =>
  parameters.get('previous') !== 'off';

export const previousParameter = (wanted: boolean) => ({ previous: wanted ? null : 'off' });
