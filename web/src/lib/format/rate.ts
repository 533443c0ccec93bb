/** Rates as text: always bits per second, in SI units, with the unit beside the number. */
import { formatWithUnit, unitFor } from './scale-to-unit.ts';
import type { Unit } from './scale-to-unit.ts';
import { chartInWords } from '../text/chart-in-words.ts';

const rateUnits: readonly Unit[] = [
  { factor: 1, label: 'bit/s' },
  { factor: 1e3, label: 'kbit/s' },
  { factor: 1e6, label: 'Mbit/s' },
  { factor: 1e9, label: 'Gbit/s' },
  { factor: 1e12, label: 'Tbit/s' },
];

/** "10.0 Mbit/s" of bits per second; an em dash when there is none. */
export const formatRate = (bitsPerSecond: number): string => formatWithUnit(bitsPerSecond, rateUnits);

/** "369 to 508 Mbit/s": the unit once where both have the same. */
export function formatRateRange(low: number, high: number): string {
  const [from, to] = [formatRate(low), formatRate(high)];
  const [number, unit] = from.split('\u00a0');
  return chartInWords.rateRange(unit !== undefined && to.endsWith(`\u00a0${unit}`) ? number! : from, to);
}

/** The mean rate of a volume over a time: 750,000,000 bytes in 600 s read "10.0 Mbit/s". */
export const formatMeanRate = (bytes: number, seconds: number): string => formatRate((bytes * 8) / seconds);

/** The one unit for all labels of an axis that reaches `bitsPerSecond`. */
export const rateUnitFor = (bitsPerSecond: number): Unit => unitFor(bitsPerSecond, rateUnits);
