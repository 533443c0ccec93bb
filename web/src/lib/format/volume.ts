/** Volumes as text: bytes in SI units (1 GB = 1,000,000,000 bytes). */
import { formatWithUnit } from './scale-to-unit.ts';
import type { Unit } from './scale-to-unit.ts';

const volumeUnits: readonly Unit[] = [
  { factor: 1, label: 'B' },
  { factor: 1e3, label: 'kB' },
  { factor: 1e6, label: 'MB' },
  { factor: 1e9, label: 'GB' },
  { factor: 1e12, label: 'TB' },
  { factor: 1e15, label: 'PB' },
];

/** "4.20 GB" of a byte count as the API gives it (a decimal string). Three digits: precision beyond 2^53 is not shown. */
export const formatVolume = (bytes: string): string => formatWithUnit(Number(bytes), volumeUnits);
