/** Why rows were not used, beside how many of them are still kept. */
import type { AccountFragment, DropReason, RangeQualityQuery } from '#lib/graphql/generated/graphql.ts';

interface DropRow {
  readonly reason: DropReason;
  readonly dropped: number;
  /** As dead letters; fewer than were dropped once they expired. */
  readonly kept: number;
}

/** The reason of the most rows first. */
export function dropRows(
  dropped: AccountFragment['dropped'],
  deadLetters: RangeQualityQuery['dataQuality']['deadLetters'],
): DropRow[] {
  const kept = new Map(deadLetters.map(({ reason, rows }) => [reason, rows]));
  return dropped
    .map(({ reason, rows }) => ({ reason, dropped: rows, kept: kept.get(reason) ?? 0 }))
    .toSorted((one, other) => other.dropped - one.dropped);
}

/** "99.9%" of 0.9999: only what is whole reads 100%. */
export const wholePercent = (part: number): number => Math.floor(part * 1_000) / 10;
