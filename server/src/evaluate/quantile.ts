/** Quantiles by nearest rank: always a value that occurred. */

/** The least value that at least this share of the values do not exceed; null of no values. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
