/** Swim lanes from anomalies: which rows there are, how time is cut into columns, and how loud each cell is. */
import type { ScoredAnomalyFragment } from '#lib/graphql/generated/graphql.ts';
import { scoredSpan } from '../charts/from-api.ts';
import type { ScoredSpan } from '../charts/peak-scores.ts';
import { greatestLevel } from '../swim-lane/levels.ts';
import type { LaneRow, SwimLaneData } from '../swim-lane/swim-lane.ts';
import type { TimeSpan } from '../time-range/time-range.ts';

const hour = 3_600_000;
const mostColumns = 200;

/** An anomaly in numbers, with the row it is drawn in. */
export interface LaneEvent extends ScoredSpan {
  readonly row: string;
}

export const laneEvent = (anomaly: ScoredAnomalyFragment, row: string, asOf: number): LaneEvent => ({
  row,
  ...scoredSpan(anomaly, asOf),
});

/** The shortest of a slot, 1 h, 6 h and 24 h that leaves few enough columns to see. */
export const columnLength = ({ from, to }: TimeSpan, slotMs: number): number =>
  [slotMs, hour, 6 * hour].find((step) => (to - from) / step <= mostColumns) ?? 24 * hour;

/** The rows of the highest scores, the highest first, and by name among equals. */
export function loudestRows(events: readonly LaneEvent[], most: number): string[] {
  const scores = new Map<string, number>();
  for (const { row, score } of events) scores.set(row, Math.max(score, scores.get(row) ?? 0));
  const ordered = [...scores].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return ordered.slice(0, most).map(([row]) => row);
}

interface LaneParts {
  readonly title: string;
  readonly rows: readonly LaneRow[];
  readonly events: readonly LaneEvent[];
  readonly span: TimeSpan;
  readonly slotMs: number;
  /** When a row was watched; outside of it a cell was not observed. */
  readonly watched: (row: string) => TimeSpan;
}

/**
 * Columns begin at whole steps. A score is the logarithm of how many days one has to wait for the like of it, so it is the level as
 * it stands, from 1 to 9.
 */
export function swimLane({ title, rows, events, span, slotMs, watched }: LaneParts): SwimLaneData {
  const stepMs = columnLength(span, slotMs);
  const from = Math.floor(span.from / stepMs) * stepMs;
  const columns = Math.max(1, Math.ceil((span.to - from) / stepMs));
  const levels = new Float32Array(rows.length * columns);
  const places = new Map(rows.map(({ id }, place) => [id, place]));
  for (const [place, { id }] of rows.entries()) {
    const { from: first, to: last } = watched(id);
    for (let column = 0; column < columns; column++) {
      const start = from + column * stepMs;
      if (start + stepMs <= first || start >= last) levels[place * columns + column] = Number.NaN;
    }
  }
  for (const event of events) {
    const place = places.get(event.row);
    if (place === undefined) continue;
    const level = Math.min(greatestLevel, Math.max(1, event.score));
    const end = Math.min(columns, Math.ceil((event.to - from) / stepMs));
    for (let column = Math.max(0, Math.floor((event.from - from) / stepMs)); column < end; column++) {
      const index = place * columns + column;
      const before = levels[index]!;
      levels[index] = Number.isNaN(before) ? level : Math.max(before, level);
    }
  }
  return { title, rows, from, stepMs, columns, levels };
}
