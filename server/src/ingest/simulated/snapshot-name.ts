/** Names snapshot files as the PSX devices do. */
import type { DeviceReading } from '../../domain/device.ts';
import type { EpochSeconds } from '../../domain/traffic.ts';

/** "psx_62.0_2024-01-01 00:10:00.csv"; devices that separate by anything but a comma write `.txt`. */
export function snapshotFileName(device: DeviceReading, snapshotAt: EpochSeconds): string {
  const moment = new Date(snapshotAt * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `psx_${device.name}_${moment}.${device.delimiter === ',' ? 'csv' : 'txt'}`;
}
