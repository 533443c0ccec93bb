/** Picks the SI unit in which a number reads best, and writes it with three significant digits. */
import { significantDigits, wholeDigits } from './digits.ts';

/** One step of a unit ladder: `factor` base units make one of it. */
export interface Unit {
  readonly factor: number;
  readonly label: string;
}

/**
 * The largest unit of the ladder that leaves at least 1 after rounding to three digits (999.9 k reads as 1.00 M).
 * The ladder goes from small to large; the smallest unit is taken for 0 and for what is below it.
 */
export function unitFor(value: number, ladder: readonly Unit[]): Unit {
  const magnitude = Math.abs(value) * 1.0005;
  return ladder.findLast((unit) => magnitude >= unit.factor) ?? ladder[0]!;
}

/** "10.0 Mbit/s"; an em dash when there is no number. Base units (factor 1) have no decimals. */
export function formatWithUnit(value: number, ladder: readonly Unit[]): string {
  if (!Number.isFinite(value)) return '—';
  const unit = unitFor(value, ladder);
  const scaled = value / unit.factor;
  const isWhole = unit.factor === 1 || Math.abs(scaled) >= 999.5;
  return `${isWhole ? wholeDigits(scaled) : significantDigits(scaled, 3)}\u00a0${unit.label}`;
}
