/** Bounds on the numbers of an anomaly: their GraphQL inputs, the history filter they mean, and the same test for one anomaly. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { AnomalyFilter, Bounds } from '../history/history.ts';
import { builder } from './builder.ts';
import { checkRange } from './time-range.ts';

const what = 'Keeps the values that pass every field that is given.';

export const FloatBoundsRef = builder.inputType('FloatBounds', {
  description: what,
  fields: (t) => ({
    gte: t.float({ description: 'Only values that are at least this.' }),
    lt: t.float({ description: 'Only values that are less than this.' }),
  }),
});

export const ByteCountBoundsRef = builder.inputType('ByteCountBounds', {
  description: what,
  fields: (t) => ({
    gte: t.field({ type: 'ByteCount', description: 'Only volumes of at least so many bytes.' }),
    lt: t.field({ type: 'ByteCount', description: 'Only volumes of less than so many bytes.' }),
  }),
});

interface Given {
  readonly gte?: number | null | undefined;
  readonly lt?: number | null | undefined;
}

interface GivenBounds {
  readonly detectedAt?: { readonly from: number; readonly to: number } | null | undefined;
  readonly score?: Given | null | undefined;
  readonly upBitsPerSecond?: Given | null | undefined;
  readonly excessBytes?: Given | null | undefined;
}

type BoundsFilter = Pick<AnomalyFilter, 'detected' | 'score' | 'upBytesPerSecond' | 'excessBytes'>;

/** Bounds in the units of the API, as history takes them; a bound that is null counts as not given. */
export function toBoundsFilter(filter: GivenBounds | null | undefined): BoundsFilter {
  return {
    detected: filter?.detectedAt ? checkRange(filter.detectedAt) : undefined,
    score: boundsOf(filter?.score, (score) => score),
    upBytesPerSecond: boundsOf(filter?.upBitsPerSecond, (bitsPerSecond) => bitsPerSecond / 8),
    // What is shown is rounded: half a byte less shows as much.
    excessBytes: boundsOf(filter?.excessBytes, (byteCount) => byteCount - 0.5),
  };
}

function boundsOf(given: Given | null | undefined, convert: (value: number) => number): Bounds | undefined {
  if (given === null || given === undefined) return undefined;
  const converted = (value: number | null | undefined): number | undefined =>
    value === null || value === undefined ? undefined : convert(value);
  return { atLeast: converted(given.gte), below: converted(given.lt) };
}

/** What history's bounds mean, for an anomaly at hand. */
export function passesBounds(anomaly: Anomaly, filter: BoundsFilter): boolean {
  const { detected, score, upBytesPerSecond, excessBytes } = filter;
  return (
    (detected === undefined || (anomaly.detectedAt >= detected.from && anomaly.detectedAt < detected.to)) &&
    isWithin(anomaly.score, score) &&
    isWithin(anomaly.upBytesPerSecond, upBytesPerSecond) &&
    isWithin(anomaly.excessBytes, excessBytes)
  );
}

function isWithin(value: number, { atLeast = -Infinity, below }: Bounds = {}): boolean {
  return value >= atLeast && (below === undefined || value < below);
}
