/** Volumes as text: bytes in the units the reader chose, SI (1 GB = 1,000,000,000 bytes) unless he did. */
import { preferences } from '../preferences/preferences.ts';
import { formatWithUnit } from './scale-to-unit.ts';
import type { Unit } from './scale-to-unit.ts';

/** The labels name the base: "GB" is never 2^30 bytes. */
const volumeUnits: Readonly<Record<(typeof preferences.volumeUnits)['current'], readonly Unit[]>> = {
  si: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].map((label, power) => ({ label, factor: 1000 ** power })),
  iec: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'].map((label, power) => ({ label, factor: 1024 ** power })),
};

/** "4.20 GB" of a byte count as the API gives it (a decimal string). Three digits: precision beyond 2^53 is not shown. */
export const formatVolume = (bytes: string): string =>
  formatWithUnit(Number(bytes), volumeUnits[preferences.volumeUnits.current]);
