/** Quantiles of what was measured, by the definition that the evaluation has. */
import { quantile as nearestRank } from '../src/evaluate/quantile.ts';

/** NaN of no values. */
export function quantile(values: readonly number[], share: number): number {
  return nearestRank(values, share) ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
