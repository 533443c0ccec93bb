/** Rows of charts from the API's points: times become numbers, missing slots become gaps. */
import type {
  JudgedSlotFragment,
  ScoredAnomalyFragment,
  TrafficChartPointFragment,
  UsualIntervalFragment,
} from '#lib/graphql/generated/graphql.ts';
import type { ScoredSpan } from './peak-scores.ts';
import { withGaps } from './rows.ts';
import type { BandRow, TrafficRow } from './rows.ts';

const none = Number.NaN;

/** A time takes longer to read than to draw, and several charts are made of the same points. */
const timesRead = new WeakMap<object, readonly number[]>();

/** Starts of the points, epoch milliseconds. */
function startsOf(points: readonly { readonly start: string }[]): readonly number[] {
  let starts = timesRead.get(points);
  if (!starts) timesRead.set(points, (starts = points.map(({ start }) => Date.parse(start))));
  return starts;
}

/** `stepMs` is the length of one interval; an interval without a point is a gap. */
export function trafficRows(points: readonly TrafficChartPointFragment[], stepMs: number): TrafficRow[] {
  const starts = startsOf(points);
  const rows = points.map((point, index) => ({
    at: starts[index]!,
    up: point.upBitsPerSecond,
    down: point.downBitsPerSecond,
  }));
  return withGaps(rows, stepMs, (at) => ({ at, up: none, down: none }));
}

/** An anomaly that is open goes on until the newest data. */
export const scoredSpan = ({ openedAt, closedAt, peakScore }: ScoredAnomalyFragment, asOf: number): ScoredSpan => ({
  from: Date.parse(openedAt),
  to: closedAt ? Date.parse(closedAt) : asOf,
  score: peakScore,
});

/** Traffic beside what is usual: of a subscriber by the detector, of a device or the network by the same time before. */
export type JudgedPoint = JudgedSlotFragment | UsualIntervalFragment;

/** One direction of a point. */
interface Judged {
  readonly value: number;
  readonly expected: JudgedPoint['expectedUp'];
  readonly z: number | null;
}

function bandRows(points: readonly JudgedPoint[], stepMs: number, read: (point: JudgedPoint) => Judged): BandRow[] {
  const starts = startsOf(points);
  const rows = points.map((point, index) => {
    const { value, expected, z } = read(point);
    return {
      at: starts[index]!,
      value,
      low: expected?.lowBitsPerSecond ?? none,
      usual: expected?.usualBitsPerSecond ?? none,
      high: expected?.highBitsPerSecond ?? none,
      z: z ?? none,
    };
  });
  return withGaps(rows, stepMs, (at) => ({ at, value: none, low: none, usual: none, high: none, z: none }));
}

/** What was sent, beside what is usual. */
export const upRows = (points: readonly JudgedPoint[], stepMs: number): BandRow[] =>
  bandRows(points, stepMs, ({ upBitsPerSecond, expectedUp, zUp }) => ({
    value: upBitsPerSecond,
    expected: expectedUp,
    z: zUp,
  }));

/** What was received, beside what is usual. */
export const downRows = (points: readonly JudgedPoint[], stepMs: number): BandRow[] =>
  bandRows(points, stepMs, ({ downBitsPerSecond, expectedDown, zDown }) => ({
    value: downBitsPerSecond,
    expected: expectedDown,
    z: zDown,
  }));
