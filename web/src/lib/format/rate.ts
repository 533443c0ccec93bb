/** Rates as text: always bits per second, in SI units, with the unit beside the number. */
import { formatWithUnit, unitFor } from './scale-to-unit.ts';
import type { Unit } from './scale-to-unit.ts';

const rateUnits: readonly Unit[] = [
  { factor: 1, label: 'bit/s' },
  { factor: 1e3, label: 'kbit/s' },
  { factor: 1e6, label: 'Mbit/s' },
  { factor: 1e9, label: 'Gbit/s' },
  { factor: 1e12, label: 'Tbit/s' },
];

/** "10.0 Mbit/s" of bits per second; an em dash when there is none. */
export const formatRate = (bitsPerSecond: number): string => formatWithUnit(bitsPerSecond, rateUnits);

/** The mean rate of a volume over a time: 750,000,000 bytes in 600 s read "10.0 Mbit/s". */
export const formatMeanRate = (bytes: number, seconds: number): string => formatRate((bytes * 8) / seconds);

/** The one unit for all labels of an axis that reaches `bitsPerSecond`. */
export const rateUnitFor = (bitsPerSecond: number): Unit => unitFor(bitsPerSecond, rateUnits);
